/*
 * Suspensions that rest on an inactivity list: right before one starts, each
 * account is looked up, and who has logged in since is let be.
 */
#ifndef ACT_JOB_IDLE_H
#define ACT_JOB_IDLE_H

#include "act/ctx.h"
#include "store/job.h"

/* job_idle: 1 if the job rests on such a list; a login after *since (UTC
 * seconds) shows that he is not inactive.  0, -1 with e. */
int job_idle(struct ctx *, const struct job *, int64_t *since, struct err *);

/* job_idle_drop: one transaction: he logged in to connector at login_at; the
 * job is undone.  0 or -1. */
int job_idle_drop(struct ctx *, const struct job *, const char *connector,
    int64_t login_at, struct err *);

#endif
