/* Approvals that wait for somebody's yes, as people look at them: questions
 * that were put as one list are one. */
#ifndef STORE_QUESTION_APPROVAL_H
#define STORE_QUESTION_APPROVAL_H

#include <stdint.h>

#include "store/db.h"

struct question_approval {
	int64_t	id;		/* the first of the list */
	int64_t	contractor;	/* and whom it is about */
	char	kind[12];
	char	period[40];
	int64_t	opened_at, expires_at;
	int64_t	n;		/* how many the list has that are open */
	char	*upn, *name;	/* of contractor; or NULL */
};

typedef int question_approval_cb(const struct question_approval *, void *);
/* question_approval_each: oldest first, after that one (0 the first), at most
 * max, read whole before the first call; cb borrows, non-zero stops and is
 * returned.  0 or -1 with e. */
int question_approval_each(struct db *, int64_t after, int max,
    question_approval_cb *, void *, struct err *);
/* question_approval_count: how many; -1 with e. */
int64_t question_approval_count(struct db *, struct err *);

#endif
