/*
 * Something a person must look at: one row per (kind, subject) while its
 * cause lasts.  The verbs with their evidence are in act/notice.h.
 */
#ifndef STORE_FINDING_H
#define STORE_FINDING_H

#include <stdint.h>

#include "store/db.h"

struct finding {
	int64_t	id;
	char	kind[32];	/* a kind of the schema's list */
	char	subject[64];	/* "contractor/17", "account/9", "feed/acme" */
	char	*print;		/* what is wrong exactly; never NULL */
	char	*detail;	/* JSON object */
	char	*owner;		/* or NULL */
	int64_t	opened_at, seen_at;
	int64_t	closed_at;	/* WHEN_NEVER while open */
	char	outcome[16];	/* "" while open */
	char	until_on[11];	/* quiet until; "" none */
};

void finding_clear(struct finding *);

/* finding_get: by id; 1, 0 none, -1. */
int finding_get(struct db *, int64_t id, struct finding *, struct err *);
/*
 * finding_last: the newest row of (kind, subject), open or closed; 1, 0, -1.
 */
int finding_last(struct db *, const char *kind, const char *subject,
    struct finding *, struct err *);
/* finding_insert: a new open row; *id may be NULL. */
int finding_insert(struct db *, const char *kind, const char *subject,
    const char *print, const char *detail, const char *owner, int64_t now,
    int64_t *id, struct err *);
/* finding_seen: the cause is still there; print and detail become the new. */
int finding_seen(struct db *, int64_t id, const char *print,
    const char *detail, int64_t now, struct err *);
/*
 * finding_close: outcome "gone" by itself, or a person's ("kept" and
 * "dismissed" need why and until_on).  0, or -1 (ERR_REFUSED if not open).
 */
int finding_close(struct db *, int64_t id, const char *outcome,
    const char *by, const char *why, const char *until_on, int64_t now,
    struct err *);

/* finding_own: whose it is to settle; NULL nobody's. */
int finding_own(struct db *, int64_t id, const char *owner, struct err *);

typedef void finding_kind_cb(const char *kind, int64_t opened_at, void *);
/* finding_kinds: each open finding of a subject; cb may not use the database.
 * 0 or -1. */
int finding_kinds(struct db *, const char *subject, finding_kind_cb *, void *,
    struct err *);

/* finding_quiet_until: the first day after today on which a cause that a
 * person settled counts again, of the kinds that the cadence opens.  1, 0 none,
 * -1. */
int finding_quiet_until(struct db *, const char *subject,
    const char *today_on, char on[11], struct err *);

typedef int finding_cb(const struct finding *, void *);
/* finding_open_of: each open finding of kind (NULL: of any), oldest first, read
 * whole before the first call.  cb borrows; non-zero stops and is returned. */
int finding_open_of(struct db *, const char *kind, finding_cb *, void *,
    struct err *);
/* finding_open_before: the same for each that was opened before, a thousand at
 * a time. */
int finding_open_before(struct db *, int64_t before_at, finding_cb *, void *,
    struct err *);

#endif
