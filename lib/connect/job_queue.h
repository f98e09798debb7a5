/* The jobs of one run: those that may start, those that have. */
#ifndef CONNECT_JOB_QUEUE_H
#define CONNECT_JOB_QUEUE_H

#include "connect/job_run.h"
#include "store/job.h"

struct job_queue {
	struct job *due;	/* may start, as far as the guards say */
	size_t	n_due;
	struct job *started;
	size_t	n_started;
	struct job *held;	/* due, but a guard or auto_start is before */
	size_t	n_held;
	const char *why_held;	/* for -n; NULL nothing is */
	int64_t	departures;	/* among those due, before the guard */
};

/* job_queue_fill: reads; ERR_DATA for a UPN that nobody has.  0 or -1. */
int job_queue_fill(struct job_run *, struct job_queue *, struct err *);
/* job_queue_hold: no departure of it starts. */
void job_queue_hold(struct job_queue *, const char *why);
void job_queue_clear(struct job_queue *);

#endif
