/*
 * The steps of a started job, one transaction each: the intent with what was
 * seen before the request, the result with what was seen after it.
 *
 * before and after are lookups' account objects, as JSON text.
 */
#ifndef ACT_JOB_STEP_H
#define ACT_JOB_STEP_H

#include "act/ctx.h"

/* A lookup. */
struct job_step_look {
	const char *json;	/* the account object; {"gone":true} */
	const char *server;	/* who told it; "" */
	int	there, enabled, privileged;
	int64_t	expires_at;	/* WHEN_NEVER */
	int64_t	residual_until;	/* 0 */
};

enum job_step_how {
	JOB_STEP_READ,		/* asked, done, read back */
	JOB_STEP_ALREADY,	/* it was so: nothing was asked */
	JOB_STEP_SETTLED,	/* asked in an earlier run, seen to be so now */
	JOB_STEP_TOLD,		/* acknowledged; a lookup cannot tell */
	JOB_STEP_GONE,		/* the account is not there any more */
	JOB_STEP_LEFT		/* others have changed it: left as it is */
};

/*
 * job_step_begin: todo or doing becomes doing.  From its commit on, the
 * request may have been made.  args is all that the connector will be told.
 * Every function: 1, 0 the step was not in a state that allows it, -1 with e.
 */
int job_step_begin(struct ctx *, int64_t step, const char *args,
    const struct job_step_look *before, struct err *);
/* job_step_done: may end the job (act/job_end.h). */
int job_step_done(struct ctx *, int64_t step, enum job_step_how,
    const struct job_step_look *, const char *words, struct err *);
/*
 * job_step_later: not now.  retry_after -1: not told.  A step that is not
 * required is given up after DEPART_TRIES; a required one that has failed for
 * step_days gets a finding, step_failed.
 */
int job_step_later(struct ctx *, int64_t step, const char *words,
    int64_t retry_after, struct err *);
/* job_step_wait: pending_sync; another system masters the account. */
int job_step_wait(struct ctx *, int64_t step, const struct job_step_look *,
    const char *words, struct err *);
/* job_step_refuse: finding NULL: "step_failed" about the step, if it is
 * required; else that kind, about the account. */
int job_step_refuse(struct ctx *, int64_t step, const char *words,
    const char *finding, struct err *);
/* job_step_again: a person's run asks again for what was refused. */
int job_step_again(struct ctx *, int64_t step, struct err *);

#endif
