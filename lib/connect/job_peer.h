/* The connectors of one run: each started once, when it is needed first. */
#ifndef CONNECT_JOB_PEER_H
#define CONNECT_JOB_PEER_H

#include "connect/job_lane.h"
#include "connect/job_run.h"

struct job_peers {
	struct job_run *r;
	struct job_peer **p;
	struct connector **list;	/* for connector_wait */
	size_t	n;
};

/* job_peer_of: never NULL; it may be over already (c NULL, why says). */
struct job_peer *job_peer_of(struct job_peers *, const char *name);
/* job_peer_hello: its hello was answered. */
void job_peer_hello(struct job_peers *, struct job_peer *,
    const struct connector_reply *);
/* job_peer_over: it is over; told, and the run's status says so. */
void job_peer_over(struct job_peers *, struct job_peer *, const struct err *);
/* job_peer_can: for job_plan: 1, 0, -1 not known. */
int job_peer_can(const char *name, const char *op, void *peers);
/* job_peer_settled: it is up or over. */
int job_peer_settled(const struct job_peer *);
/* job_peer_notices: finding connector_down opens, or closes.  0 or -1. */
int job_peer_notices(struct job_peers *, struct err *);
void job_peers_clear(struct job_peers *);

#endif
