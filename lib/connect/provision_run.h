/*
 * What ctr-provision does before its jobs run: rosters' newcomers are put down
 * and asked about, the approved get a name that is free in every system, first
 * passwords are set.
 */
#ifndef CONNECT_PROVISION_RUN_H
#define CONNECT_PROVISION_RUN_H

#include "act/newcomer_setup.h"
#include "connect/job_tool.h"

/* provision_run: what goes wrong with one connector is in r->status and
 * r->why.  0, or -1 with e: the database. */
int provision_run(struct job_run *r, const struct newcomer_setup *,
    struct err *);

/* provision_tool: provision_run (not with -n), then job_tool. */
int provision_tool(struct tool *, struct job_run *r,
    const struct opt_common *);

#endif
