/*
 * One mail per run, person and manager: all that is open under that manager,
 * overdue first.  What is listed is escalated from then on.
 */
#ifndef ACT_ESCALATE_H
#define ACT_ESCALATE_H

#include "act/inquiry_carry.h"
#include "store/due_plan.h"

/*
 * escalate_group: the overdue contractors of one group of the plan (to: who is
 * asked; under: the manager who was asked first), and what else is open under
 * him, within the caller's transaction.  What is no longer as planned is left
 * for the next run.
 */
int escalate_group(struct inquiry_run *, const struct due_group *,
    const int64_t *ids, struct inquiry_count *, struct err *);

#endif
