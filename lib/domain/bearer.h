/*
 * Bearers of the HTTP API, and the mark of a decision that one sent.
 *
 * A bearer is "ctr_ID_" and 43 characters of base64url: HMAC-SHA-256, by a
 * master key that only the tool's own user can read, over
 *	"ctr api key 1" | tenant | id | nonce | role | scopes | made_at |
 *	expires_at
 * in frames (base/frame.h).  The registry keeps SHA-256(bearer): enough to know
 * it when it comes, not enough to make it.  Who changes the row (its role, say)
 * changes the bearer, and has seen neither.
 *
 * The mark of a decision is "hr1.ID.REQUEST.MAC": REQUEST is SHA-256 of the
 * client's request id, MAC is HMAC-SHA-512 by the bearer over
 *	"ctr api decision 1" | tenant | id | contractor | answer | day_on |
 *	reason | REQUEST | decided_at
 * Who has not seen the bearer in a request cannot make it; who has the master
 * key and the rows can check it.  Nothing live is stored.
 *
 * Pure: no clock, no file.
 */
#ifndef DOMAIN_BEARER_H
#define DOMAIN_BEARER_H

#include <stddef.h>
#include <stdint.h>

enum {
	BEARER_MAX = 4 + 19 + 1 + 43,	/* of a bearer, without the NUL */
	BEARER_MASTER_LEN = 32,
	BEARER_MARK_MAX = 4 + 19 + 1 + 43 + 1 + 86
};

/* What a bearer is made of: the row.  Texts are borrowed. */
struct bearer_about {
	const char *tenant;
	int64_t	id;
	const unsigned char *nonce;	/* 16 bytes */
	const char *role, *scopes;
	int64_t	made_at, expires_at;
};

void bearer_make(const struct bearer_about *,
    const unsigned char master[BEARER_MASTER_LEN], char out[BEARER_MAX + 1]);
/* bearer_parse: s is untrusted.  The id, or 0: not the form of a bearer. */
int64_t bearer_parse(const char *s);
/* bearer_hash: what the registry keeps of it. */
void bearer_hash(const char *bearer, unsigned char out[32]);

/* A decision as it is recorded.  NULL counts as "". */
struct bearer_said {
	const char *tenant;
	int64_t	key;
	int64_t	contractor;
	const char *answer;	/* decision.answer */
	const char *day_on;
	const char *reason;
	int64_t	decided_at;
};

/* bearer_mark: request: the client's id of this request, NULL: it has none. */
void bearer_mark(const char *bearer, const struct bearer_said *,
    const char *request, char out[BEARER_MARK_MAX + 1]);
/* bearer_mark_key: mark is untrusted.  The key's id, 0: not such a mark. */
int64_t bearer_mark_key(const char *mark);
/* bearer_mark_ok: 1 if the holder of the bearer said this. */
int bearer_mark_ok(const char *bearer, const struct bearer_said *,
    const char *mark);

#endif
