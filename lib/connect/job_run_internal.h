/* What the files of job_run share; nobody else includes it. */
#ifndef CONNECT_JOB_RUN_INTERNAL_H
#define CONNECT_JOB_RUN_INTERNAL_H

#include "connect/job_lane.h"
#include "connect/job_peer.h"
#include "connect/job_run.h"
#include "store/job.h"

/* One job that is to start, and what its accounts need. */
struct job_run_due {
	struct job job;
	struct job_peer **peers;
	size_t	n;
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
/* job_run_start: those whose connectors answer; *open: some wait still. */
int job_run_start(struct job_running *, int *open);

#endif
