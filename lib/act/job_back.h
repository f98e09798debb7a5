/*
 * A departure is given back: an operator asks, an approver says yes, then a
 * job of kind reinstate does it.
 */
#ifndef ACT_JOB_BACK_H
#define ACT_JOB_BACK_H

#include "act/ctx.h"
#include "store/contractor.h"

/*
 * job_back: upn as a person types it; keys is key_dir; *job gets the job that
 * waits.  0, or -1 with e: ERR_DATA (nobody of this name), ERR_REFUSED (not
 * offboarded, too long ago, nobody who could approve, asked for already).
 */
int job_back(struct ctx *, const char *keys, const char *upn,
    const char *why, int64_t *job, struct err *);

/* job_back_may: 0 if he may be reinstated now, or -1 as above; who could
 * approve it is not looked at. */
int job_back_may(struct ctx *, const struct contractor *, struct err *);

#endif
