/*
 * One batch of rows as it came.  The rows are not kept: what they changed is
 * in the evidence, the rest in contractor.row_hash.
 *
 *	applying -> applied	larger than one slice; dead while applying: the
 *				same file again finishes it
 *	held			a guard held it whole, or its absences
 *	refused			no usable header
 */
#ifndef STORE_ROSTER_H
#define STORE_ROSTER_H

#include <stdint.h>

#include "store/db.h"

struct roster {
	int64_t	id;
	const char *feed;
	const char *source;	/* stdin file drop blob api portal */
	const char *name;	/* of the file; "-" for stdin */
	const char *etag;	/* which delivery it is, or NULL */
	unsigned char sha256[32];
	int	delta;
	const char *state;
	int64_t	rows, added, changed, missing, returned, rejected;
	int64_t	came_at;
	int64_t	evidence;	/* evidence.seq */
};

/* roster_insert: id is set. */
int roster_insert(struct db *, struct roster *, struct err *);
/* roster_update: state, counts and evidence of id. */
int roster_update(struct db *, const struct roster *, struct err *);

/* roster_applied: 1 if this very delivery (name, etag, bytes) was applied
 * (*applied 1) or held (0); 0, -1. */
int roster_applied(struct db *, const char *name, const char *etag,
    const unsigned char sha256[32], int *applied, struct err *);
/*
 * roster_waiting: the feed (malloc'd) and mode of the newest batch with these
 * bytes that came from a drop directory, if it is held: 1, 0, -1.
 */
int roster_waiting(struct db *, const unsigned char sha256[32], char **feed,
    int *delta, struct err *);

#endif
