/* A contractor as rosters see him: found by key or hash, made, changed. */
#ifndef STORE_CONTRACTOR_ROSTER_H
#define STORE_CONTRACTOR_ROSTER_H

#include <stdint.h>

#include "store/contractor.h"

/* As much as tells whether a row is news. */
struct contractor_brief {
	int64_t	id;
	unsigned char hash[16];	/* of his row; zeros if none */
	char	status[16];
	char	feed[64];	/* "" none */
	int	missing;	/* missing_on is set */
	int	has_upn, has_worker;
};

/* contractor_roster_highest: the highest id; 0 if there is none. */
int contractor_roster_highest(struct db *, int64_t *id, struct err *);

/* Each fills b.  By id, by upn_key: 1, 0 none, -1.  By worker_id: up to max of
 * them, their number or -1. */
int contractor_roster_by_id(struct db *, int64_t id,
    struct contractor_brief *, struct err *);
int contractor_roster_by_upn(struct db *, const char *upn_key,
    struct contractor_brief *, struct err *);
int contractor_roster_by_worker(struct db *, const char *worker_id,
    struct contractor_brief *, int max, struct err *);
/* contractor_roster_window: those with ids over after, in order; their number,
 * at most max, or -1. */
int contractor_roster_window(struct db *, int64_t after,
    struct contractor_brief *, int max, struct err *);

/* contractor_roster_insert: all of c but id, created_at and changed_at, which
 * are now; hash NULL and
 * roster 0: he came from no roster.  *id gets it.  1, 0 if the UPN is taken,
 * -1. */
int contractor_roster_insert(struct db *, const struct contractor *c,
    const unsigned char *hash, int64_t roster, int64_t now, int64_t *id,
    struct err *);
/* contractor_roster_update: the fields that rosters set, feed, missing_on and
 * hash (NULL: forgotten) of c->id.  roster 0 keeps the batch.  1, 0 if its new
 * UPN is taken, -1. */
int contractor_roster_update(struct db *, const struct contractor *c,
    const unsigned char *hash, int64_t roster, int64_t now, struct err *);
/* contractor_roster_missing: missing_on alone; on NULL: he is back. */
int contractor_roster_missing(struct db *, int64_t id, const char *on,
    int64_t now, struct err *);
/* contractor_roster_has_account: 1 if an account of his is there; 0, -1. */
int contractor_roster_has_account(struct db *, int64_t id, struct err *);
/* contractor_roster_begin_next: the first candidate after id with a UPN whose
 * contract has begun by the day on; 1, 0, -1. */
int contractor_roster_begin_next(struct db *, int64_t after, const char *on,
    int64_t *id, struct err *);

#endif
