/* One run of a program per tenant, a few at a time: what cron calls. */
#ifndef ACT_EACH_H
#define ACT_EACH_H

#include "base/err.h"

struct each {
	int	jobs;		/* at once, 1 to 64 */
	int	deadline;	/* seconds for one tenant; 0 none */
	const char *only;	/* fnmatch(3) pattern of names; NULL all */
	char	*const *argv;	/* program and its arguments, NULL-terminated */
};

/*
 * each_run: with CTR_TENANT set, no shell, stdin /dev/null.  Every line of a
 * child's stdout and stderr goes to ours behind "TENANT TAB".  A child past
 * its deadline is ended with its group and counts as 75, one that a signal
 * ended as 70, one that does not start as 71.  *worst gets the worst status
 * (err_worst).  The number of runs, or -1.
 */
int each_run(const struct each *, int *worst, struct err *);

#endif
