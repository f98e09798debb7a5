/* What the files of job_run share; nobody else includes it. */
#ifndef CONNECT_JOB_RUN_INTERNAL_H
#define CONNECT_JOB_RUN_INTERNAL_H

#include "connect/job_find.h"
#include "connect/job_lane.h"
#include "connect/job_peer.h"
#include "connect/job_run.h"
#include "store/job.h"

/* An account that is looked up before its job may start. */
struct job_run_look {
	struct job_peer *peer;
	char	*remote_id;
	int64_t	request;
	int	asked, done, failed;
	int64_t	login_at;	/* as it is now; 0 none */
};

/* One job that is to start, and what its accounts need. */
struct job_run_due {
	struct job job;
	struct job_peer **peers;
	size_t	n;
	struct job_run_look *looks;	/* job_run_idle.c */
	size_t	n_looks;
	int64_t	since;
	struct job_find find;	/* of a departure with no account known */
	int	finds;		/* that is under way, or over */
	int	tried;
};

struct job_running {
	struct job_run *r;
	struct job_peers peers;
	struct job_run_due *due;
	size_t	n_due;
	struct job_lane **lanes;
	size_t	n_lanes;
	int64_t	began_at;
	const char *keys;	/* key_dir */
	struct err *e;
};

/* The clock goes on, unless it is that of -T. */
void job_run_clock(struct job_running *);
/* job_run_lay: a lane for each account of a started job with work left. */
int job_run_lay(struct job_running *, const struct job *);
/* job_run_due: one more that is to start. */
int job_run_due(struct job_running *, const struct job *);
/*
 * job_run_idle: what must be looked up before the newest of due starts.
 * job_run_idle_ready: 1 nobody has logged in, 0 not all is known yet, -1 not
 * in this run, -2 with g->e.  job_run_idle_reply: 1 if it was for one of them.
 */
int job_run_idle(struct job_running *, struct job_run_due *);
int job_run_idle_ready(struct job_running *, struct job_run_due *);
int job_run_idle_reply(struct job_running *, const struct job_peer *,
    const struct connector_reply *);
void job_run_idle_clear(struct job_run_due *);
/* job_run_start: those whose connectors answer; *open: some wait still. */
int job_run_start(struct job_running *, int *open);

#endif
