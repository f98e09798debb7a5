/*
 * The attestations of one engagement as the cadence reads them, and the
 * changes that it alone makes: a level, a key that another date takes over,
 * a question that is recorded as asked.
 */
#ifndef STORE_QUESTION_PAST_H
#define STORE_QUESTION_PAST_H

#include <stdint.h>

#include "base/buf.h"
#include "store/question.h"

typedef int question_past_cb(const struct question *, int asks, int waiting,
    void *);
/*
 * question_past_each: every attestation in order of id, read whole before the
 * first call; asks: how many reviewers it was put to; waiting: 1 if a mail of
 * an open one has not left yet.  nonce and decision are not read.  Non-zero
 * from cb stops and is returned.
 */
int question_past_each(struct db *, int64_t contractor, int engagement,
    question_past_cb *, void *, struct err *);

/* question_past_level: an open question went up to level; 1, 0, -1. */
int question_past_level(struct db *, int64_t id, int level,
    const char *next_on, struct err *);
/*
 * question_past_rekey: the open question is about period now.  The key that it
 * had stays recorded, so that it is never asked again.
 */
int question_past_rekey(struct db *, int64_t id, const char *period,
    int64_t now, struct err *);
/*
 * question_past_record: as asked on that day without a mail: answered by the
 * decision that stands for it, or (0) cancelled.  1, 0 the key is there, -1.
 */
int question_past_record(struct db *, const struct question *,
    const char *asked_on, int64_t decision, int64_t *id, struct err *);

/* question_past_under: open attestations whose level 0 lives and is this
 * reviewer's (or his deputy's); *ids is malloc'd.  0 or -1. */
int question_past_under(struct db *, const char *reviewer_key, int64_t **ids,
    size_t *n, struct err *);

/*
 * question_past_waiting: open approvals whose next_on is today_on or before,
 * and since when they wait; *list is malloc'd.  0 or -1.
 */
struct question_waiting {
	int64_t	id, contractor, opened_at;
	char	period[40];
};
int question_past_waiting(struct db *, const char *today_on,
    struct question_waiting **list, size_t *n, struct err *);
/* question_past_why: what its opening gave as the reason, in evidence; b stays
 * as it is if there is none.  0 or -1. */
int question_past_why(struct db *, const char *subject, int64_t id,
    struct buf *b, struct err *);

#endif
