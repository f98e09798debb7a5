/* What an operator asked for in the portal; ctr-offboard takes it up. */
#ifndef STORE_ERRAND_ROW_H
#define STORE_ERRAND_ROW_H

#include <stdint.h>

#include "store/db.h"
#include "store/evidence.h"

struct errand {
	int64_t	id;
	int64_t	contractor;
	char	what[12];	/* "reinstate" */
	char	*why;
	int64_t	asked_at;
	char	asked_by[EVIDENCE_ACTOR];	/* "operator/alice" */
	int64_t	done_at;	/* WHEN_NEVER: open */
	int	status;		/* of the act; -1: open */
	char	*words;		/* why it was refused; never NULL */
};

void errand_clear(struct errand *);

/* errand_insert: what, contractor, why, asked_at and asked_by are taken.  1;
 * 0: one of this kind is open; -1 with e. */
int errand_insert(struct db *, const struct errand *, int64_t evidence,
    int64_t *id, struct err *);
/* errand_next: the oldest open one with an id over after; 1, 0 none, -1. */
int errand_next(struct db *, int64_t after, struct errand *, struct err *);
/* errand_newest: of a contractor; 1, 0 none, -1. */
int errand_newest(struct db *, int64_t contractor, struct errand *,
    struct err *);
/* errand_done: 1 done, 0 it was already, -1. */
int errand_done(struct db *, int64_t id, int status, const char *words,
    int64_t now, struct err *);

#endif
