/*
 * Who has not used any of his accounts for so long that somebody should be
 * asked about it.
 *
 * A login is the last successful one that its system tells.  It may be late
 * by login_lag: Active Directory's lastLogonTimestamp is written again only
 * once it is some days old (Microsoft, win32 ADSchema a-lastlogontimestamp),
 * Entra's signInActivity comes up to a day late.  A login so late that it may
 * hide one within the days asked for proves nothing: the person is unknown,
 * and nobody is suspended for being unknown.
 *
 * Pure: no clock, no file; times are UTC seconds, 0 is "none" or "not known".
 */
#ifndef DOMAIN_IDLE_H
#define DOMAIN_IDLE_H

#include <stddef.h>
#include <stdint.h>

struct idle_account {
	const char *connector;
	int	counts;		/* its logins are asked for (policy, conf) */
	int	enabled;
	int	login_known;	/* 0: login_at says nothing of other logins */
	int64_t	login_at;
	int64_t	login_lag;	/* seconds */
	int64_t	made_at;
};

struct idle_limits {
	int64_t	now;
	int64_t	days;		/* without a login */
	int64_t	never_days;	/* to log in for the first time */
};

enum idle_what {
	IDLE_NOTHING,		/* no account is enabled */
	IDLE_ACTIVE,		/* or his clock has not run that long */
	IDLE_INACTIVE,
	IDLE_NEVER,		/* and never logged in anywhere */
	IDLE_UNKNOWN		/* a system cannot tell */
};

struct idle_verdict {
	enum idle_what what;
	int64_t	since;		/* where his clock started; 0 not known */
	int64_t	login_at;	/* the latest login anywhere; 0 none known */
	const char *connector;	/* UNKNOWN: which cannot tell; NULL: none was
				 * asked, or there is no date to count from */
};

/*
 * idle_judge: base is the latest of contract start, last lift of a suspension
 * and last reinstatement.
 */
void idle_judge(const struct idle_account *, size_t n, int64_t base,
    const struct idle_limits *, struct idle_verdict *);

/* idle_limit: how many one list may hold: limit, or 20 % of the active if that
 * is more. */
int64_t idle_limit(int64_t limit, int64_t active);

#endif
