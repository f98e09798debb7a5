/*
 * Whether a job may start: everything that it rests on is read and checked
 * again right before the first account is touched.  Only reads.
 */
#ifndef ACT_JOB_CHECK_H
#define ACT_JOB_CHECK_H

#include "act/ctx.h"
#include "store/contractor.h"
#include "store/job.h"

enum job_check {
	JOB_CHECK_ERROR = -1,
	JOB_CHECK_GOOD,
	JOB_CHECK_EARLY,	/* not before its undo window or its day */
	JOB_CHECK_MOOT,		/* its contractor is in no status for it */
	JOB_CHECK_INVALID	/* a decision's proof does not hold */
};

/*
 * job_check: keys is key_dir.  MOOT (ERR_DATA) and INVALID (ERR_REFUSED) say
 * why in e.
 */
enum job_check job_check(struct ctx *, const char *keys, const struct job *,
    const struct contractor *, struct err *);

#endif
