/*
 * What a person at the shell does about a job: takes its decision back, stops
 * it before its first effect, waives a step.  Each is one transaction with his
 * reason in the evidence; ERR_REFUSED when it is too late or not his to do,
 * ERR_DATA when there is no such job or step.
 */
#ifndef ACT_JOB_STOP_H
#define ACT_JOB_STOP_H

#include "act/ctx.h"

/* job_stop_undo: a decision that undoes the job's, signed (keys: key_dir);
 * not once it has started.  The question it answered is open again. */
int job_stop_undo(struct ctx *, const char *keys, int64_t job,
    const char *why, struct err *);
/* job_stop: not once a step may have taken effect; the contractor gets the
 * status that he had. */
int job_stop(struct ctx *, int64_t job, const char *why, struct err *);
/* job_stop_waive: a step that was refused, or has failed for step_days. */
int job_stop_waive(struct ctx *, int64_t step, const char *why, struct err *);

#endif
