/*
 * The links in our mails: a token that whoever has the public key can check
 * and only whoever has the secret key can make (Ed25519, libsodium).
 *
 * A token is base64url without padding, 111 characters, of
 *	kind (1) | key number (2) | id (8) | expires_at (8) | signature (64)
 * numbers big-endian.  The signature is over
 *	"ctr link 1" | kind | key number | tenant | id | contractor |
 *	nonce or message_id | reviewer_key | expires_at
 *	[| SHA-256 of listed]			LINK_LIST, LINK_PRESS
 *	[| answer | actor | decided_at]		LINK_SHELL, LINK_CHAT
 *	[| what]				an approval
 * in frames (base/frame.h).  What the token does not carry comes from the rows
 * that it is about: an old link means nobody else after a restored backup, and
 * a token alone tells nothing of a person.
 *
 * Pure: no clock, no file.  Whether expires_at has passed is the caller's to
 * judge (a link lives on until the next question).
 */
#ifndef DOMAIN_LINK_H
#define DOMAIN_LINK_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum {
	LINK_ASK = 'a',		/* id: ask.id, of one question to one person */
	LINK_LIST = 'l',	/* id: outbox.id, of a message that lists
				 * asks or, sent to notify_departure, is about
				 * one departure */
	LINK_SHELL = 's',	/* id: contractor.id, an operator's decision */
	LINK_PRESS = 'p',	/* id: outbox.id, of a list told in a channel:
				 * what its buttons send back */
	LINK_CHAT = 'c'		/* id: ask.id, a decision by such a button */
};

enum {
	LINK_LEN = 111,		/* of a token, without the NUL */
	LINK_NONCE_LEN = 16,	/* question.nonce */
	LINK_PUBLIC_LEN = 32,
	LINK_SECRET_LEN = 64
};

/* What a token says by itself. */
struct link {
	int	kind;		/* LINK_* */
	int	key;		/* number of the key, 1 to 65535 */
	int64_t	id;
	int64_t	expires_at;	/* UTC seconds */
	unsigned char signature[64];	/* filled by link_parse */
};

/* What it is about, from the rows.  All borrowed; NULL counts as "". */
struct link_about {
	const char *tenant;
	int64_t	contractor;	/* contractor.id; LINK_LIST: 0 */
	const void *nonce;	/* question.nonce; LINK_LIST, LINK_PRESS:
				 * message_id; LINK_SHELL: none */
	size_t	nonce_len;
	const char *reviewer_key;	/* ask.reviewer_key; LINK_LIST,
				 * LINK_PRESS: the message's recipient,
				 * folded; LINK_SHELL: "" */
	/* LINK_LIST, LINK_PRESS alone: what link_listed wrote */
	const char *listed;
	size_t	listed_len;
	/* LINK_SHELL, LINK_CHAT alone: */
	const char *answer;
	const char *actor;	/* "operator/alice", "ask/551" */
	int64_t	decided_at;
	/*
	 * What a yes is to, where it is one to something: kind, period and
	 * batch of the question.  NULL for an attestation, whose links answer
	 * whatever question is the newest: they are of one kind, and no link of
	 * an attestation is ever one of an approval.
	 */
	const char *what;
};

enum { LINK_WHAT = 160 };	/* room for what, with the NUL */

/* link_what: out gets it.  A word of ours first, so that it is longer than
 * the eight bytes of the number that may follow it in a list. */
void link_what(const char *kind, const char *period, const char *batch,
    char out[LINK_WHAT]);

/*
 * link_listed: one more of what a LINK_LIST covers: an ask, with what its own
 * link would be over; or (ask 0, no nonce, no key) the decision number that a
 * notice is about.  what may be NULL.  Of what a LINK_PRESS covers: a question
 * (its number for the ask, its contractor for the number) with its nonce, and
 * the digest of the list in the place of the key.  The order matters.
 */
void link_listed(struct buf *, int64_t ask, int64_t number,
    const void *nonce, size_t nonce_len, const char *reviewer_key,
    const char *what);

/*
 * link_make: the token of head and about, NUL-terminated.  head->signature is
 * not read.  0, or -1 if kind, key, id or expires_at are out of range.
 */
int link_make(const struct link *head, const struct link_about *about,
    const unsigned char secret[LINK_SECRET_LEN], char out[LINK_LEN + 1]);

/* link_parse: s is untrusted.  0, or -1: not the form of a token. */
int link_parse(const char *s, size_t len, struct link *);

/* link_check: 1 if the key made this token about this, else 0.  The last that
 * held is remembered: asked of it again, no signature is checked. */
int link_check(const struct link *, const struct link_about *,
    const unsigned char public[LINK_PUBLIC_LEN]);

#endif
