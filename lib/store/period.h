/*
 * What happened in a period, for who audits it: from from_at on, before to_at.
 * Rows are found by their numbers (store/since.h).
 */
#ifndef STORE_PERIOD_H
#define STORE_PERIOD_H

#include "store/db.h"

struct period {
	int64_t	from_at, to_at;
	int64_t	now;
	/* the first in it, and the first after it */
	int64_t	question[2], job[2], finding[2], evidence[2];
};

/* period_bounds: all but the times.  0 or -1. */
int period_bounds(struct db *, struct period *, struct err *);

struct period_people {
	int64_t	present;	/* stays that had begun and not ended */
	int64_t	joined;		/* stays that began in it */
	int64_t	offboarded, withdrawn, transferred;	/* that ended in it */
};
int period_people(struct db *, const struct period *, struct period_people *,
    struct err *);
/* period_statuses: contractors by their status as of now. */
int period_statuses(struct db *, void (*cb)(const char *status, int64_t n,
    void *), void *, struct err *);
/* period_stays: each contractor with a stay that touches it, once. */
int period_stays(struct db *, const struct period *, void (*cb)(int64_t id,
    void *), void *, struct err *);

struct period_answers {
	int64_t	asked, answered, leaves, extends, open, never;
	int64_t	escalated;	/* asked further up than the manager */
};
int period_answers(struct db *, const struct period *,
    struct period_answers *, struct err *);

/* A departure that was decided in it. */
struct period_leave {
	int64_t	job, contractor;
	const char *upn, *name;		/* NULL: erased */
	const char *answer, *state;
	int64_t	decided_at, due_at, evidence;
	int64_t	base_at;	/* its time runs from here */
	int64_t	accounts;	/* to be disabled */
	int64_t	left;		/* not disabled by now */
	int64_t	seconds;	/* to the last one; so far if some are left */
	const char *waived;	/* steps, spaces between; NULL none */
};
typedef int period_leave_cb(const struct period_leave *, void *);
/* period_leaves: contractor 0: all.  Borrowed.  -1 from cb ends it. */
int period_leaves(struct db *, const struct period *, int64_t contractor,
    period_leave_cb *, void *, struct err *);
int period_leave_one(struct db *, const struct period *, int64_t job,
    period_leave_cb *, void *, struct err *);

/* Findings that were opened in it. */
struct period_finding {
	int64_t	id;
	const char *kind, *subject, *upn;	/* upn NULL */
	int64_t	opened_at, closed_at;		/* 0: open */
	const char *outcome, *why;		/* NULL */
};
int period_findings(struct db *, const struct period *,
    int (*cb)(const struct period_finding *, void *), void *, struct err *);

/* What was asked about one contractor in it. */
struct period_question {
	int64_t	id;
	const char *kind, *period, *state, *asked_on;
	const char *reviewers;		/* spaces between; NULL */
	const char *answer, *actor, *reason;	/* NULL */
	int64_t	decided_at, evidence;
};
int period_questions(struct db *, const struct period *, int64_t contractor,
    int (*cb)(const struct period_question *, void *), void *, struct err *);
/* period_records: numbers of the evidence about him in it. */
int period_records(struct db *, const struct period *, int64_t contractor,
    void (*cb)(int64_t seq, void *), void *, struct err *);

#endif
