/* Whether the connectors of a run answered: finding connector_down. */
#ifndef ACT_JOB_DOWN_H
#define ACT_JOB_DOWN_H

#include <stddef.h>

#include "act/ctx.h"

struct job_down {
	const char *connector;
	const char *why;	/* NULL: it answered; the finding is gone */
};

/* job_down: all of them in one transaction.  0 or -1. */
int job_down(struct ctx *, const struct job_down *, size_t n, struct err *);

#endif
