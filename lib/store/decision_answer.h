/* When somebody last answered about a contractor. */
#ifndef STORE_DECISION_ANSWER_H
#define STORE_DECISION_ANSWER_H

#include <stdint.h>

#include "store/db.h"

/*
 * decision_answer_last: the newest answer about him in this engagement that
 * was not taken back: attest, extend, offboard, and an approver's no to an
 * offboard; not "not mine".  *at 0: none; *id (may be NULL) its decision.
 */
int decision_answer_last(struct db *, int64_t contractor, int engagement,
    int64_t *at, int64_t *id, struct err *);

/*
 * decision_answer_was: the last day (was[0] 0: none) that this decision's
 * extension took the place of, by its evidence.  1, 0 it moved none, -1.
 */
int decision_answer_was(struct db *, int64_t contractor, int64_t decision,
    char was[11], struct err *);

#endif
