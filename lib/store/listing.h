/*
 * The nouns of ctr-list: for each its columns, and a query that gives them a
 * page at a time.  Column 0 of the query is the page's key and not shown; the
 * others come in the order of cols.
 */
#ifndef STORE_LISTING_H
#define STORE_LISTING_H

#include "store/db.h"

struct listing_col {
	const char *name;
	enum {
		LISTING_TEXT, LISTING_INT, LISTING_JSON, LISTING_BOOL,
		LISTING_AT,	/* UTC seconds: ISO 8601 Z */
		LISTING_DAY,	/* UTC seconds: the tenant's civil day */
		/* UTC seconds of an end: its inclusive last day */
		LISTING_LAST
	} type;
	int	wide;		/* not in "table" */
};

struct listing {
	const char *noun;
	const struct listing_col *cols;	/* ends with a NULL name */
	/* open: binds are ":after" (last key seen) and ":max". */
	struct stmt *(*open)(struct db *, struct err *);
};

/* listings: every noun that comes from the database; ends with NULL. */
extern const struct listing listings[];

/* What listing_*.c hand to the table. */
extern const struct listing_col listing_contractor_cols[],
    listing_account_cols[], listing_person_cols[],
    listing_question_cols[], listing_decision_cols[], listing_outbox_cols[],
    listing_job_cols[], listing_step_cols[], listing_finding_cols[],
    listing_roster_cols[], listing_run_cols[], listing_evidence_cols[];
struct stmt *listing_contractor(struct db *, struct err *);
struct stmt *listing_account(struct db *, struct err *);
struct stmt *listing_person(struct db *, struct err *);
struct stmt *listing_question(struct db *, struct err *);
struct stmt *listing_decision(struct db *, struct err *);
struct stmt *listing_outbox(struct db *, struct err *);
struct stmt *listing_job(struct db *, struct err *);
struct stmt *listing_step(struct db *, struct err *);
struct stmt *listing_finding(struct db *, struct err *);
struct stmt *listing_roster(struct db *, struct err *);
struct stmt *listing_run(struct db *, struct err *);
struct stmt *listing_evidence(struct db *, struct err *);

#endif
