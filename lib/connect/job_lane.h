/*
 * One account of one job on its way through its steps; many run side by side.
 *
 *	look -> begin (committed) -> ask -> look -> done (committed) -> next
 *
 * No transaction is open while anything is asked.
 */
#ifndef CONNECT_JOB_LANE_H
#define CONNECT_JOB_LANE_H

#include "act/ctx.h"
#include "connect/connector.h"
#include "connect/job_look.h"
#include "store/account.h"
#include "store/contractor.h"
#include "store/job.h"
#include "store/step.h"

/* A connector that lanes share. */
struct job_peer {
	char	name[33];
	struct connector *c;	/* NULL: it did not start, or is over */
	int	up;		/* hello was answered */
	int	active;		/* lanes with a request under way */
	struct err why;		/* why it is over */
};

struct job_lane_step {
	int64_t	id;
	char	op[16];
	int	required;
	int	begun;		/* an earlier run may have asked for it */
	char	*args;
};

enum job_lane_phase {
	JOB_LANE_IDLE,
	JOB_LANE_LOOK,		/* before */
	JOB_LANE_ASK,
	JOB_LANE_BACK,		/* after */
	JOB_LANE_OVER
};

/* What happened to a step, for rows and counts. */
struct job_lane_news {
	int64_t	job, step;
	const char *kind, *upn, *connector, *login, *op;
	const char *state;	/* done refused later pending_sync */
	const char *words;
};

struct job_lane {
	struct ctx *x;
	struct job_peer *peer;
	int64_t	job, account, contractor;
	char	kind[12];
	char	*upn, *worker_id, *remote_id, *login;
	int	fresh;		/* not made yet: looked up by name */
	char	*upn_new;	/* the name */
	struct job_lane_step *steps;
	size_t	n, at;
	enum job_lane_phase phase;
	int64_t	request;	/* id under way */
	int	tries;		/* of this step, in this run */
	int	stale;		/* only to be settled: nothing new is asked */
	int	failed;		/* a step before is left for later */
	int	seen;		/* look holds what is so now */
	struct job_look look;
	void	(*news)(const struct job_lane_news *, void *);
	void	*arg;
};

/* job_lane_add: s as read from the registry; steps come in order. */
void job_lane_add(struct job_lane *, const struct step *s);
void job_lane_clear(struct job_lane *);

/*
 * job_lane_go: the first request.  job_lane_reply: the answer to request:
 * 0 (phase JOB_LANE_OVER: nothing more in this run), or -1 with e: the
 * database, nothing more is to be done.  That the connector is over is seen by
 * who reads it.
 */
void job_lane_go(struct job_lane *);
int job_lane_reply(struct job_lane *, const struct connector_reply *,
    struct err *);

#endif
