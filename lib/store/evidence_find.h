/*
 * Evidence looked for, the newest first.  By subject or contractor through the
 * index; by actor, action and time in a stretch of records that ends.
 */
#ifndef STORE_EVIDENCE_FIND_H
#define STORE_EVIDENCE_FIND_H

#include "store/evidence.h"

struct evidence_find {
	const char *subject;	/* NULL: any */
	int64_t	contractor;	/* all that is about him; 0: any */
	const char *actor;	/* "operator/alice", or "operator" for all of
				 * them; NULL: any */
	const char *action;	/* "job.add", or "job"; NULL: any */
	int64_t	from, before;	/* from <= seq < before */
	int64_t	scan;		/* records looked at, at most, where there is
				 * no index */
	int	max;		/* records found, at most */
};

/*
 * evidence_find: cb borrows, as in evidence_page.  *down: the lowest number up
 * to which all were looked at: a search goes on before it.  Number found, or
 * -1.
 */
int evidence_find(struct db *, const struct evidence_find *, int64_t *down,
    evidence_cb *, void *, struct err *);
/* evidence_one: 1, 0 it is not here, -1. */
int evidence_one(struct db *, int64_t seq, evidence_cb *, void *,
    struct err *);
/* evidence_range: the lowest and the highest number that are here; 0, 0. */
int evidence_range(struct db *, int64_t *first, int64_t *last, struct err *);

#endif
