/* One contractor: reading one, and the few writes that all verbs share. */
#ifndef STORE_CONTRACTOR_H
#define STORE_CONTRACTOR_H

#include <stdint.h>

#include "store/db.h"

struct contractor {
	int64_t	id;
	/* NULL: a newcomer without an account */
	char	*upn, *upn_key;
	char	*worker_id, *display_name, *email;
	char	*vendor, *department, *project;
	char	*manager_key;		/* folded UPN, or NULL */
	char	contract_start[11], contract_end[11];	/* "" = none */
	char	*extra;			/* JSON object or NULL */
	char	origin[12];
	char	*feed;			/* or NULL */
	int	engagement;
	/* was "" unless pending_review, offboarding */
	char	status[16], was[16];
	int64_t	departure;		/* job.id or 0 */
	char	active_on[11], missing_on[11];	/* "" = none */
	/* accountExpires; WHEN_NEVER: never, unknown */
	int64_t	expiry_at;
	int64_t	attested_at;		/* 0 never */
	char	next_check_on[11], exempt_on[11];
	int	hold;
	int64_t	created_at, changed_at;
};

void contractor_clear(struct contractor *);

/* Each: 1 found, 0 none, -1 with e.  upn_key is folded (text_fold). */
int contractor_get(struct db *, int64_t id, struct contractor *, struct err *);
int contractor_by_upn(struct db *, const char *upn_key, struct contractor *,
    struct err *);
/* By the UPN a person types: folded here. */
int contractor_find(struct db *, const char *upn, struct contractor *,
    struct err *);

/*
 * contractor_status: sets status and was (NULL none) and departure (0 none)
 * where the status is still `from`; ERR_TEMP if it no longer is.
 */
int contractor_status(struct db *, int64_t id, const char *from,
    const char *to, const char *was, int64_t departure, int64_t now,
    struct err *);
/* contractor_count_active: of status active; the number, or -1 with e. */
int64_t contractor_count_active(struct db *, struct err *);
/* contractor_look: the cadence looks again today. */
int contractor_look(struct db *, int64_t id, struct err *);
/* The same for everyone: some seconds with a million of them. */
int contractor_look_all(struct db *, struct err *);
/* contractor_attested: a person says that he is here; and contractor_look. */
int contractor_attested(struct db *, int64_t id, int64_t at, struct err *);
/* contractor_active: active since the civil day (status is
 * contractor_status's). */
int contractor_active(struct db *, int64_t id, const char *on, struct err *);

/* contractor_end: the last day in force; "" none. */
int contractor_end(struct db *, int64_t id, const char *on, int64_t now,
    struct err *);
/* contractor_former: the manager (folded UPN, malloc'd) whom the roster, else
 * the directory names under an operator's word.  1, 0 none, -1. */
int contractor_former(struct db *, int64_t id, char **key, struct err *);
/* contractor_extra: the tenant's own fields, out of c->extra (may be NULL). */
int contractor_extra(struct db *, const char *extra,
    void (*cb)(const char *name, const char *value, void *), void *,
    struct err *);

#endif
