/*
 * One run of the cadence: a plan of what is due, a guard that looks at it
 * before the first effect, and the acts, in slices that are each whole.
 */
#ifndef ACT_ASKING_H
#define ACT_ASKING_H

#include "act/inquiry.h"
#include "act/inquiry_carry.h"
#include "base/rows.h"

struct asking {
	struct inquiry_run run;
	struct inquiry_count count;
	int64_t	questions;	/* planned: new, readdressed, to a deputy */
	int64_t	escalations;	/* planned */
	int64_t	late;		/* not seen in time: a bug */
	int64_t	version;	/* of the database before the plan */
	int64_t	*people;	/* those whom their people make due, rising */
	size_t	npeople;
	int	whole;		/* not of some named ones */
	void	(*missed)(const char *words);	/* a line for each; or NULL */
};

/* asking_init, asking_clear: one run. */
int asking_init(struct asking *, struct ctx *, struct err *);
void asking_clear(struct asking *);

/*
 * asking_plan: what is due today, into a temporary table.  all: looks at
 * everyone; those who should have been looked at by now, or will be looked at
 * too late, are a bug in what resets next_check_on: counted in late, and told
 * to missed().  upns: only these (n > 0); ERR_DATA for an unknown one.
 */
int asking_plan(struct asking *, int all, char *const *upns, int n,
    struct err *);
/* asking_rows: the plan, for -n, and the owners' mails of findings. */
int asking_rows(struct asking *, struct rows *, struct err *);
/*
 * asking_guard: more questions than mail_limit, and than three times the
 * largest run of 90 days, or the first questions of a tenant: ERR_REFUSED,
 * unless accept is their exact number.  Of a whole run: a finding
 * (job_held) while it lasts, and one mail to who owns it.
 */
int asking_guard(struct asking *, int64_t accept, struct err *);
/* asking_act: does it.  What was committed is whole; the rest is still due. */
int asking_act(struct asking *, struct err *);

#endif
