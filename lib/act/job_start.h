/*
 * A job starts: all that it rests on is checked again, its steps are laid out,
 * a departure's contractor becomes offboarding.  One transaction.
 */
#ifndef ACT_JOB_START_H
#define ACT_JOB_START_H

#include "act/job_check.h"

#include <stddef.h>

#include "act/ctx.h"

/* One step to be laid out, in order. */
struct job_lay {
	int64_t	account;
	char	op[16];
	int	required;
	char	*args;		/* JSON object */
	int64_t	next_at;	/* not before; 0: at once */
};

/*
 * job_start: keys is key_dir; looked and not_looked JSON arrays that say in
 * which systems he was looked for by name, and in which that could not be done,
 * where no account was known.  1 started (without steps: done at once); 0 not,
 * with e saying why: ERR_TEMP too early; ERR_REFUSED its proof does not hold
 * (held, finding proof_invalid); ERR_DATA there is nothing to do it to
 * (undone).  -1 with e.
 */
int job_start(struct ctx *, const char *keys, int64_t job,
    const struct job_lay *, size_t n, const struct job_made *made,
    const char *looked, const char *not_looked, struct err *);

#endif
