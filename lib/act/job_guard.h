/*
 * What looks at departures before one starts: how many there are in 24 hours,
 * how many come tomorrow, which wait for an approver.
 */
#ifndef ACT_JOB_GUARD_H
#define ACT_JOB_GUARD_H

#include "act/ctx.h"

struct job_guard {
	int64_t	want;		/* due to start now */
	int64_t	started;	/* in the last 24 hours */
	int64_t	limit;
	int	held;		/* none of them may */
};

/* job_guard_count: fills started, limit, held for want; accept: -1, or the
 * number that a person lets pass.  Only reads.  0 or -1. */
int job_guard_count(struct ctx *, int64_t want, int64_t accept,
    struct job_guard *, struct err *);
/*
 * job_guard_tell: one transaction: held: finding job_held and a mail to the
 * operators, once for each number and day; else the finding closes.  accept:
 * who let them pass is in the evidence.
 */
int job_guard_tell(struct ctx *, const struct job_guard *, int64_t accept,
    struct err *);
/* job_guard_ahead: scheduled departures of the next 24 hours that would be
 * over the limit are announced, once a day. */
int job_guard_ahead(struct ctx *, struct err *);
/* job_guard_waiting: finding approval_waiting for what waits for 2 days. */
int job_guard_waiting(struct ctx *, struct err *);

#endif
