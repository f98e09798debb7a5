/*
 * The numbers behind the portal's pictures.  Each is quick whatever the size of
 * a tenant: by an index, over a window that ends, or, beyond a number of rows,
 * over a sample spread evenly; then it is an estimate, and says so.
 */
#ifndef STORE_TALLY_H
#define STORE_TALLY_H

#include "store/db.h"

enum {
	TALLY_WEEKS = 12,
	TALLY_MONTHS = 12,
	TALLY_DAYS = 42,
	TALLY_PEOPLE = 50,
	TALLY_SPREAD = 50000,	/* contractors that are looked at */
	TALLY_ASKED = 50000,	/* questions ... */
	TALLY_CLOSED = 5000	/* departures ... */
};

/* Contractors who are asked about: whose dates stand where. */
struct tally_spread {
	int	estimated;	/* the rest of it from looked of all rows */
	int64_t	looked, all;	/* contractors, of whichever status */
	int64_t	row[3];		/* of the cadence: a contract end; an expiry
				 * alone; neither */
	int64_t	past;		/* the end in force is before today */
	int64_t	week[TALLY_WEEKS];	/* in 7 days from today, the next 7 */
	int64_t	later;
};
int tally_spread(struct db *, int32_t today, struct tally_spread *,
    struct err *);

/* tally_due: by their next look of the cadence, which is never later than the
 * first thing that happens; before today counts as today.  0 or -1. */
int tally_due(struct db *, int32_t today, int64_t day[TALLY_DAYS],
    struct err *);

/* Attestations by the month they were asked in, the newest last. */
struct tally_month {
	int32_t	first;		/* its first day */
	int	estimated;
	int64_t	asked, answered;
	int64_t	leaves;		/* of the answered: has left or will leave */
	int64_t	open;		/* of those not answered: still open */
};
int tally_months(struct db *, int32_t today, struct tally_month
    [TALLY_MONTHS], struct err *);

/* Seconds from the decision (or from its day, where it named one) to the
 * account that was read back as disabled. */
struct tally_closing {
	int64_t	departures;	/* started since then */
	int64_t	accounts;	/* disabled; cb was called for each */
	int64_t	waiting;	/* not disabled yet */
	int	more;		/* only the newest TALLY_CLOSED departures */
};
int tally_closing(struct db *, int64_t since, struct tally_closing *,
    void (*cb)(int64_t seconds, void *), void *, struct err *);

/* Attestations that are open past their first deadline, by the manager who was
 * asked first; most first, at most TALLY_PEOPLE. */
struct tally_manager {
	char	key[255];
	char	name[200];	/* "" not in the directory */
	int64_t	overdue;
	char	oldest_on[11];	/* asked on */
};
struct tally_overdue {
	int64_t	questions, managers;
	int	more;		/* there may be more than these */
	struct tally_manager who[TALLY_PEOPLE];
	size_t	n;
};
/* late_on: asked on that day or before is late where nobody is above. */
int tally_overdue(struct db *, const char *today_on, const char *late_on,
    struct tally_overdue *, struct err *);

/* What waits for a person. */
struct tally_need {
	int64_t	findings;	/* open ... */
	int64_t	findings_late;	/* ... since before late_at ... */
	int64_t	findings_old;	/* ... before old_at */
	int64_t	questions;	/* attestations, open */
	int64_t	approvals;	/* the other questions, open */
	int64_t	jobs_waiting;	/* for an approver, or their time */
	int64_t	jobs_due, jobs_held;
	int64_t	rosters_held;
	int64_t	runs_failed;	/* tools whose last run did not end with 0 */
	int64_t	unsent;		/* mails failed or uncertain are findings;
				 * these are queued and past their time */
};
int tally_need(struct db *, int64_t now, int64_t late_at, int64_t old_at,
    struct tally_need *, struct err *);

/* What has happened since an instant, on each step of the path. */
struct tally_today {
	int64_t	rosters, rows;	/* applied, and their rows */
	int64_t	added, changed;
	int64_t	contractors;	/* in the registry at all */
	int64_t	questions;	/* opened, approvals among them */
	int64_t	mails, sent;	/* queued; of them out by now */
	int64_t	answers, leaves;	/* decisions; of them departures */
	int64_t	started;	/* departures ... */
	int64_t	ended;		/* ... of them done by now */
	int64_t	open;		/* ... waiting, due or held, whenever made */
	int64_t	records;	/* of evidence ... */
	int64_t	newest;		/* ... and the last one's number */
};
int tally_today(struct db *, int64_t since, struct tally_today *,
    struct err *);

/* tally_findings: open ones by kind, most first. */
int tally_findings(struct db *, void (*cb)(const char *kind, int64_t n,
    int64_t oldest_at, void *), void *, struct err *);
/* tally_runs: the last run of each tool; status -1: it has none yet. */
int tally_runs(struct db *, void (*cb)(const char *tool, const char *part,
    int64_t started_at, int64_t status, const char *note, void *), void *,
    struct err *);

#endif
