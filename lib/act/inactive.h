/*
 * Contractors who have not logged in for inactive_days: asked about in one
 * list, which waits for one approver's word.  Nobody is suspended for being
 * unknown, and nobody without that word.
 *
 *	inactive_plan -> inactive_guard -> inactive_ask
 *	inactive_settle: what became of the lists before
 */
#ifndef ACT_INACTIVE_H
#define ACT_INACTIVE_H

#include "act/ctx.h"
#include "base/conf.h"
#include "base/rows.h"
#include "domain/idle.h"

struct inactive_one {
	int64_t	contractor;
	int	engagement;
	char	*upn, *name, *vendor, *manager_key;	/* the last three may
							 * be NULL */
	enum idle_what what;	/* INACTIVE, NEVER, UNKNOWN */
	int64_t	since;		/* UTC seconds, 0 not known */
	char	*logins;	/* "ad: 2026-11-02, okta: never" */
	char	*connector;	/* UNKNOWN: which cannot tell, or NULL */
};

struct inactive {
	struct ctx *x;
	const struct conf *conf;
	int64_t	days, never_days;
	struct inactive_one *list;	/* to be asked about */
	size_t	n;
	struct inactive_one *unknown;	/* listed apart, never suspended */
	size_t	n_unknown;
	int64_t	exempt, left_out, protected;	/* inactive, but not asked */
	char	digest[65];		/* of day, days and list, in hex */
};

/* inactive_init: days: of --days; 0: policy inactive_days. */
void inactive_init(struct inactive *, struct ctx *, const struct conf *,
    int64_t days);
void inactive_clear(struct inactive *);
void inactive_one_clear(struct inactive_one *);

/* inactive_plan: who would be asked about now.  Only reads.  0 or -1. */
int inactive_plan(struct inactive *, struct err *);
/*
 * inactive_look: the same for a page: contractors with a number after *after,
 * until there are enough, or INACTIVE_LOOK numbers were looked at; *after is
 * where to go on, 0: that was all.  i is added to and has no digest.
 */
enum { INACTIVE_LOOK = 20000, INACTIVE_SPAN = 200 };
int inactive_look(struct inactive *, int64_t *after, size_t enough,
    struct err *);
/* inactive_rows: the same as rows of rows_plan. */
int inactive_rows(const struct inactive *, struct rows *, struct err *);

/* inactive_guard: -1 with ERR_REFUSED if the list is longer than
 * inactive_limit allows and accept is not its length. */
int inactive_guard(const struct inactive *, int64_t accept, struct err *);

/*
 * inactive_ask: one transaction: a question about each, put to each approver
 * who is not on the list himself, in one mail to each of them and one message
 * to each chat channel that conf names.  Nobody on the list: nothing.
 * ERR_CONFIG if policy approvers names nobody who could be asked.
 */
int inactive_ask(struct inactive *, struct err *);

struct inactive_settled {
	int64_t	open;		/* lists that wait still */
	int64_t	lapsed;		/* lists nobody answered in time */
	int64_t	ended;		/* lists whose end was told now */
};

/*
 * inactive_settle: lists whose time is over lapse; suspensions that could not
 * start for a day are dropped; when all of a list is over, approvers and
 * channels are told, once.  With dry: rows of rows_plan, nothing written.
 */
int inactive_settle(struct ctx *, const struct conf *, struct rows *dry,
    struct inactive_settled *, struct err *);
/* inactive_settle_idle: 1 if there is nothing to do for it now; out counts the
 * lists that are open.  0, -1. */
int inactive_settle_idle(struct ctx *, struct inactive_settled *out,
    struct err *);

#endif
