/*
 * What a change of settings would do to the mails of the coming days: the
 * cadence's own rule under both policies, as ctr-cadence --forecast tells it,
 * counted.  Nothing is written.
 *
 * Every contractor is looked at while there are at most PROPOSE_ALL numbers of
 * them; else one of each so many, drawn evenly, and the counts are estimates:
 * of n questions the sample says n give or take about 2 * sqrt(n * every).
 */
#ifndef ACT_PROPOSE_H
#define ACT_PROPOSE_H

#include "act/ctx.h"

enum {
	PROPOSE_DAYS = 31,
	PROPOSE_ALL = 10000,
	PROPOSE_KINDS = 32
};

/* Under the policy in force, and under the one proposed. */
struct propose_pair {
	int64_t	now, then;
};

struct propose_kind {
	char	what[16];	/* "heartbeat", "T-30", "escalate:1" */
	struct propose_pair n;
};

struct propose {
	int64_t	people;		/* that were looked at */
	int64_t	every;		/* 1 all; else the counts are its multiples */
	struct propose_kind kind[PROPOSE_KINDS];
	size_t	n;
	struct propose_pair all;	/* questions and escalations */
	struct propose_pair day[PROPOSE_DAYS];	/* today first */
};

/* propose: policy is the proposed one.  0 or -1. */
int propose(struct ctx *, const struct policy *, struct propose *,
    struct err *);

#endif
