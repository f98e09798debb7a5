/*
 * One run of ctr-offboard or ctr-provision: what is due starts, what has
 * started goes on; accounts side by side, one process for each connector.
 */
#ifndef CONNECT_JOB_RUN_H
#define CONNECT_JOB_RUN_H

#include <signal.h>
#include <stdint.h>

#include "act/ctx.h"
#include "base/conf.h"
#include "base/rows.h"

struct newcomer_setup;

struct job_run {
	struct ctx *x;
	const struct conf *conf;
	const struct newcomer_setup *setup;	/* provision; else NULL */
	const char *const *kinds;	/* of jobs; NULL at the end */
	char	*const *upns;		/* as typed; NULL: everybody's */
	int	n_upns;
	int64_t	accept;			/* -1: nothing */
	int64_t	limit;			/* jobs to start; -1: all */
	int	pinned;			/* the clock is that of -T */
	int	trace;			/* protocol to why() too */
	struct rows *rows;		/* a row per step, or NULL */
	void	(*why)(int verbose, const char *words);
	const volatile sig_atomic_t *stop;	/* a signal came; or NULL */
	/* what came of it */
	int64_t	started, steps, refused, later, held;
	int	status;			/* ERR_DOWN, ERR_REFUSED ...; 0 */
};

/* Columns of rows: job kind upn connector login step op state words. */
extern const struct rows_col job_run_cols[];

/*
 * job_run: 0, with status for what went wrong but left the rest whole
 * (ERR_DOWN a connector, ERR_REFUSED held, protected or refused), or -1 with
 * e: the database.  What was committed is whole, the rest is still due.
 */
int job_run(struct job_run *, struct err *);

/* job_run_plan: what a run would do now, as rows of rows_plan; asks nobody. */
int job_run_plan(struct job_run *, struct rows *, struct err *);

/* job_run_report: the line of report of a run, or with json its object. */
struct buf;
void job_run_report(const struct job_run *, const char *program, int json,
    struct buf *);

#endif
