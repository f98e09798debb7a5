/*
 * What is to be done: which steps a job that may start is laid out in, and
 * which connectors they need.
 */
#ifndef CONNECT_JOB_PLAN_H
#define CONNECT_JOB_PLAN_H

#include "act/ctx.h"
#include "act/job_start.h"
#include "store/job.h"

struct newcomer_setup;

struct job_plan {
	struct job_lay *lay;
	size_t	n;
	struct job_made made;	/* kind provision: who they are laid for */
};

/*
 * job_plan: the steps of a job that starts now.  can(connector, op) is 1 if
 * the connector knows op, 0 if not, -1 if that is not known now: the step is
 * then laid out; NULL: nothing is known.  Steps that are required are laid out
 * anyway: what cannot be done must be waived.  setup: for kind provision.
 * 0 or -1; job_plan_clear after either.
 */
int job_plan(struct ctx *, const struct newcomer_setup *,
    const struct job *,
    int (*can)(const char *connector, const char *op, void *), void *arg,
    struct job_plan *, struct err *);
void job_plan_clear(struct job_plan *);

#endif
