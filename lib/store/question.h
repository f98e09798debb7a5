/*
 * One question about one contractor.  Attestations (monthly, anchor, left):
 * at most one of a contractor is open.  Approvals (offboard, extend, ...):
 * period says what for, "job/31".
 */
#ifndef STORE_QUESTION_H
#define STORE_QUESTION_H

#include <stdint.h>

#include "store/db.h"

struct question {
	int64_t	id;
	int64_t	contractor;
	int	engagement;
	char	kind[12];	/* "monthly" "anchor" "left", an approval's */
	char	period[40];	/* "2026-11", "2026-12-20/30", "job/31" */
	char	wording[16];	/* the mail kind: "heartbeat", "approval" */
	unsigned char nonce[16];	/* what its links are about */
	char	state[12];	/* open answered lapsed overtaken cancelled */
	int64_t	opened_at;
	char	asked_on[11];	/* day its first mail left; "" not yet */
	int64_t	expires_at;
	int	level;		/* of escalation reached */
	char	next_on[11];	/* next escalation; "9999-12-31" none */
	int64_t	decision;	/* the one that counts; 0 while not answered */
	char	batch[65];	/* of a list (question_batch.h); "" none */
};

/* question_attests: 1 if kind asks whether somebody is still here. */
int question_attests(const char *kind);

/* Each: 1 found, 0 none, -1 with e. */
int question_get(struct db *, int64_t id, struct question *, struct err *);
/* The newest attestation of an engagement, whatever its state: only links to
 * it answer. */
int question_newest(struct db *, int64_t contractor, int engagement,
    struct question *, struct err *);
/* question_newest_id: which it is, without a sort, for who has it perhaps. */
int question_newest_id(struct db *, int64_t contractor, int engagement,
    int64_t *id, struct err *);
/* By its key; any state. */
int question_find(struct db *, int64_t contractor, int engagement,
    const char *kind, const char *period, struct question *, struct err *);

/*
 * question_insert: contractor, engagement, kind, period, wording, opened_at,
 * expires_at, asked_on, next_on and batch are taken; it is open and gets a
 * random nonce.  1 inserted, 0 this key was asked before; *id (may be NULL)
 * either way.  -1 with e.
 */
int question_insert(struct db *, const struct question *, int64_t *id,
    struct err *);

/*
 * Changes of state.  1 changed, 0 it was not in the state that allows it.
 * answered, closed ("lapsed" "overtaken" "cancelled"): from open.  reopened:
 * from answered by this decision, which is taken back, unless another
 * attestation is open by now.
 */
int question_answered(struct db *, int64_t id, int64_t decision,
    struct err *);
int question_closed(struct db *, int64_t id, const char *state, struct err *);
int question_reopened(struct db *, int64_t id, int64_t decision,
    const char *next_on, struct err *);
/* question_next: the day of its next escalation. */
int question_next(struct db *, int64_t id, const char *next_on, struct err *);

#endif
