/* What the lookups of a step say, in words for people. */
#ifndef STORE_STEP_TEXT_H
#define STORE_STEP_TEXT_H

#include <stdint.h>

#include "base/buf.h"
#include "store/db.h"

/* step_text_groups: names of the groups that the step took or gave, with the
 * path to what they lead to, separated by ", ".  0 or -1. */
int step_text_groups(struct db *, int64_t step, struct buf *, struct err *);
/* step_text_nested: paths of privileged groups that the account still has by
 * way of others, seen after the step. */
int step_text_nested(struct db *, int64_t step, struct buf *, struct err *);
/* step_text_expiry: what set_expiry was told; 1, 0 nothing or no end, -1. */
int step_text_expiry(struct db *, int64_t step, int64_t *at, struct err *);
/* step_text_residual: the latest residual_until of a job; 0 none, -1. */
int64_t step_text_residual(struct db *, int64_t job, struct err *);

#endif
