/*
 * ctr-sync's work: a connector's list, from its process into the registry.
 */
#ifndef CONNECT_SYNC_RUN_H
#define CONNECT_SYNC_RUN_H

#include "act/sync.h"
#include "base/conf.h"
#include "connect/connector.h"

struct sync_run {
	struct ctx *x;
	const struct conf *conf; /* with secrets */
	struct sync_opt opt;
	struct rows *rows;	/* the plan, and nothing is applied; or NULL */
	connector_log *log;
	int	trace;
};

/*
 * sync_run: one connector.  The report is added to *sum.  0, or the exit
 * status with e set: what failed is recorded as connector_down (unless rows),
 * and nothing of the list was applied.  A list that the guard holds is
 * ERR_DOWN: an outage, not news.
 */
int sync_run(struct sync_run *, struct sync_report *sum, struct err *);

#endif
