/*
 * The end of a job: when nothing required is left, its state, its contractor's
 * status, his engagement, what is still open about him, evidence and mail.
 */
#ifndef ACT_JOB_END_H
#define ACT_JOB_END_H

#include "act/ctx.h"

/*
 * job_end: inside the caller's transaction, after whatever settled a step.
 * 1 it is done now, 0 something is left to do, -1 with e.
 */
int job_end(struct ctx *, int64_t job, struct err *);

#endif
