/*
 * Evidence: one chained record of every change, written in the change's own
 * transaction.  The canonical line, which hash covers, is
 *   PREVIOUS \t seq \t at \t actor \t action \t subject \t DETAILHASH \n
 * hashes in lower-case hex, 64 zeros before the first; DETAILHASH is SHA-256
 * of the salt in hex and the detail, one after the other: what printf and
 * sha256sum can do.  So a detail can be erased and the chain still holds.
 */
#ifndef STORE_EVIDENCE_H
#define STORE_EVIDENCE_H

#include <stdint.h>

#include "store/db.h"

/*
 * evidence_add: inside a transaction (ERR_BUG outside).  actor, action and
 * subject are ours ("ask/551", "decision", "contractor/17"), printable ASCII
 * without space, never a name or address; detail is a JSON object and holds
 * all that tells who somebody is.  at: UTC seconds.  *seq (may be NULL) gets
 * the record's number.
 */
int evidence_add(struct db *, int64_t at, const char *actor,
    const char *action, const char *subject, const char *detail,
    int64_t *seq, struct err *);

/* Room for an actor: "operator/" and a UPN, whole, for who may not approve
 * his own wish is known by it. */
enum { EVIDENCE_ACTOR = 272 };

struct evidence {
	int64_t	seq;
	int64_t	at;
	const char *actor, *action, *subject;
	const char *detail;	/* NULL: erased */
	const unsigned char *salt;	/* 16 bytes or NULL */
	const unsigned char *detail_hash, *hash;	/* 32 bytes each */
};

/* evidence_newest: seq and at of the last record; 0, 0 for none. */
int evidence_newest(struct db *, int64_t *seq, int64_t *at, struct err *);
/* evidence_actor: of one record.  1, 0 no such record, -1. */
int evidence_actor(struct db *, int64_t seq, char *actor, size_t room,
    struct err *);

/* evidence_line: appends the canonical line (with its newline) to b. */
struct buf;
void evidence_line(const unsigned char prev[32], const struct evidence *,
    struct buf *b);
void evidence_hash(const unsigned char prev[32], const struct evidence *,
    unsigned char out[32]);
void evidence_detail_hash(const unsigned char salt[16], const char *detail,
    unsigned char out[32]);

/*
 * evidence_page: at most max records with seq > after, in order; cb borrows
 * and must not write to stdout or a socket (a statement is open).  Non-zero
 * from cb stops and is returned; else the number of records, or -1.
 */
typedef int evidence_cb(const struct evidence *, void *);
int evidence_page(struct db *, int64_t after, int max, evidence_cb *, void *,
    struct err *);
/* evidence_about: the records of one subject, in order; as evidence_page. */
int evidence_about(struct db *, const char *subject, int64_t after, int max,
    evidence_cb *, void *, struct err *);
/* evidence_story: the records about a contractor: himself, his accounts, what
 * was asked, answered and done (store/evidence_subjects.h). */
int evidence_story(struct db *, int64_t contractor, int64_t after, int max,
    evidence_cb *, void *, struct err *);
/* evidence_story_back: the same, the newest of those before a seq first. */
int evidence_story_back(struct db *, int64_t contractor, int64_t before,
    int max, evidence_cb *, void *, struct err *);
/* evidence_members: each plain value of a detail: "account.login", its text. */
int evidence_members(struct db *, const char *detail,
    void (*cb)(const char *path, const char *value, void *), void *,
    struct err *);
/* evidence_before: the hash before seq (zeros for the first); 1, or 0: the
 * record before it is not here; -1. */
int evidence_before(struct db *, int64_t seq, unsigned char out[32],
    struct err *);

#endif
