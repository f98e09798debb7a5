/* Work that does not get on: jobs that are held, steps that were refused or
 * do not succeed. */
#ifndef STORE_JOB_TROUBLE_H
#define STORE_JOB_TROUBLE_H

#include <stdint.h>

#include "store/db.h"

struct job_trouble {
	int64_t	job, contractor;
	const char *kind;		/* of the job */
	const char *upn, *name;		/* of the contractor; or NULL */
	int64_t	due_at;
	/* a step; id 0: the job itself is held */
	int64_t	step;
	const char *op, *state, *words;
	const char *connector, *login;
	int	required;
	int64_t	tries, next_at;
};

typedef int job_trouble_cb(const struct job_trouble *, void *);
/*
 * Each in order of id (of the job, of the step), after that one, at most max;
 * cb borrows, may not use the database; non-zero stops and is returned.
 */
int job_trouble_held(struct db *, int64_t after, int max, job_trouble_cb *,
    void *, struct err *);
int job_trouble_steps(struct db *, int64_t after, int max, job_trouble_cb *,
    void *, struct err *);
/* job_trouble_count: jobs and steps; -1 with e. */
int64_t job_trouble_count(struct db *, struct err *);

#endif
