/* The run that ctr-offboard and ctr-provision have in common. */
#ifndef CONNECT_JOB_TOOL_H
#define CONNECT_JOB_TOOL_H

#include "act/tool.h"
#include "connect/job_run.h"

/*
 * job_tool: a run, or with -n its plan; rows, report and what went wrong are
 * said; closes t.  kinds, upns, accept and limit of r are set.  SIGTERM and
 * SIGINT end it once what is under way is read back.  The status to exit with.
 */
int job_tool(struct tool *t, struct job_run *r, const struct opt_common *);
/* job_tool_begin: what it begins with, for who uses r before it. */
void job_tool_begin(struct tool *, struct job_run *,
    const struct opt_common *);

#endif
