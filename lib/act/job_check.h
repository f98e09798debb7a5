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

/* A newcomer as his steps were planned. */
struct job_made {
	char	print[65];	/* newcomer_want_print; "" none was planned */
	enum newcomer_name {
		NEWCOMER_NAME_NONE,	/* an account has a name of nobody's */
		NEWCOMER_NAME_HIS,	/* his UPN, a login that goes with it */
		NEWCOMER_NAME_RULED	/* and both are by username_rule */
	} name;			/* the worst of those to be made */
};

/*
 * job_check: keys is key_dir; made is the plan's, or NULL before there is one.
 * MOOT (ERR_DATA) and INVALID (ERR_REFUSED) say why in e.
 */
enum job_check job_check(struct ctx *, const char *keys, const struct job *,
    const struct contractor *, const struct job_made *made, struct err *);

#endif
