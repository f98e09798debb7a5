/*
 * Contractors by the day on which the cadence must look again.  Cost grows
 * with what is due: partial index contractor_due.
 */
#ifndef STORE_CONTRACTOR_DUE_H
#define STORE_CONTRACTOR_DUE_H

#include <stddef.h>
#include <stdint.h>

#include "store/db.h"

#define CONTRACTOR_DUE_PAGE 10000

/* Where a reader stands; all zero to start. */
struct contractor_due {
	char	day[11];
	int64_t	id;
	size_t	n;
	int64_t	ids[CONTRACTOR_DUE_PAGE];
};

/*
 * contractor_due_page: the next at most CONTRACTOR_DUE_PAGE of those asked
 * about whose next_check_on is today_on or before.  1 there are some (n, ids),
 * 0 none, -1.  No statement stays open.
 */
int contractor_due_page(struct db *, const char *today_on,
    struct contractor_due *, struct err *);
/* contractor_due_everyone: the same whatever next_check_on is, by id. */
int contractor_due_everyone(struct db *, struct contractor_due *,
    struct err *);
/* contractor_due_last: the highest number that a contractor has; 0 none. */
int contractor_due_last(struct db *, int64_t *id, struct err *);
/* contractor_due_next: not to be looked at before that day. */
int contractor_due_next(struct db *, int64_t id, const char *on,
    struct err *);
/*
 * contractor_due_people: those not due by their day about whom the people have
 * changed, or may have: whose open question was put to somebody who has a
 * deputy today, and not to him; or who has the finding manager_invalid, whose
 * cause may be gone.  *ids is malloc'd.  0 or -1.
 */
int contractor_due_people(struct db *, const char *today_on, int64_t **ids,
    size_t *n, struct err *);

#endif
