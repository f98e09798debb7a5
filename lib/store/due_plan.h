/*
 * What one run of the cadence is going to do: a temporary table, for a plan
 * may have a million rows.
 */
#ifndef STORE_DUE_PLAN_H
#define STORE_DUE_PLAN_H

#include <stdint.h>

#include "store/db.h"

/* The order in which a run acts. */
enum due_pass {
	DUE_GROUP,		/* escalations, by person and manager */
	DUE_ASK,		/* questions; also readdressed and deputised */
	/* change is the day of the next look, no more */
	DUE_NEXT,
	DUE_REMIND,		/* approvals that wait; for -n alone */
	DUE_QUIET		/* findings, records, the next look */
};

struct due_plan {
	int64_t	seq;		/* of the row; set by reading */
	enum due_pass pass;
	int64_t	contractor;
	char	what[16];	/* "heartbeat", "T-30", "escalate:1", "none" */
	const char *to;		/* key of whom it goes to, or NULL */
	const char *under;	/* escalation: key of the manager asked first */
	const char *subject;	/* words for -n: upn, change, why */
	const char *change;
	const char *why;
};

/* due_plan_start: an empty table.  ROLE_READ may. */
int due_plan_start(struct db *, struct err *);
int due_plan_add(struct db *, const struct due_plan *, struct err *);

/* due_plan_count: rows of a pass. */
int due_plan_count(struct db *, enum due_pass, int64_t *n, struct err *);

/*
 * due_plan_settle: next_check_on of at most max rows of DUE_NEXT after *seq;
 * *n of them.  1, 0 none left, -1.  Good only while due_plan_version is what it
 * was before the plan: else somebody has written, and each is judged again.
 */
int due_plan_settle(struct db *, int64_t *seq, int max, int64_t *n,
    struct err *);
int due_plan_version(struct db *, int64_t *version, struct err *);

/*
 * due_plan_next: the contractors of the next group after (*to, *under, *seq),
 * at most max of them: of one reviewer (and manager) if by_reviewer, else in
 * order of seq.  Start with "", "", 0.  1, 0 none left, -1.  ids: room for max.
 */
struct due_group {
	char	to[256], under[256];
	int64_t	seq;
	size_t	n;
};
int due_plan_next(struct db *, enum due_pass, int by_reviewer,
    struct due_group *, int64_t *ids, size_t max, struct err *);

/* due_plan_each: in order of seq, 10,000 rows at a time; cb borrows. */
typedef int due_plan_cb(const struct due_plan *, void *);
int due_plan_each(struct db *, due_plan_cb *, void *, struct err *);

/* due_plan_by_change: the same in order of (change, seq): a forecast's days. */
int due_plan_by_change(struct db *, due_plan_cb *, void *, struct err *);

#endif
