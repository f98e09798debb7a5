/*
 * Policy suspend_while_waiting: whose departure waits for an approver, past
 * the time when it would have started, is suspended, once for each departure;
 * and is given back what that took once the departure is refused, taken back
 * or withdrawn, whatever the policy says by then.  Approved, the departure
 * goes on from there.
 */
#ifndef ACT_JOB_WAIT_H
#define ACT_JOB_WAIT_H

#include "act/ctx.h"

/* job_wait: the jobs that are to do it, in one transaction.  0 or -1. */
int job_wait(struct ctx *, struct err *);
/* job_wait_over: 1 if what he is suspended by is this policy, and no departure
 * of his is left; 0 else; -1. */
int job_wait_over(struct ctx *, int64_t contractor, struct err *);

#endif
