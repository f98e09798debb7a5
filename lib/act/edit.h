/*
 * What an operator changes of one contractor by hand.  His value of a field
 * stands over the decision's, the roster's and the directory's until he clears
 * it.  Every verb is one transaction with its evidence, and the cadence looks
 * at the contractor again; with dry it only says what it would do.
 */
#ifndef ACT_EDIT_H
#define ACT_EDIT_H

#include <stddef.h>

#include "act/ctx.h"

/* One changed value, for people. */
struct edit_row {
	char	*field, *was, *is;	/* was, is: NULL none */
	char	source[12];		/* whose value it is now */
};

struct edit {
	int	dry;
	int	connected;	/* the tenant has a connector: accounts make
				 * candidates active, not the date alone */
	const char *why;	/* or NULL */
	const char *keys;	/* key_dir: decisions are signed */
	/* what came of it: */
	int64_t	contractor;
	char	*upn;
	struct edit_row *rows;
	size_t	n;
	int	withdrawn;	/* a departure for the last day is */
};

void edit_clear(struct edit *);
/* edit_add: one more row; text is copied. */
void edit_add(struct edit *, const char *field, const char *was,
    const char *is, const char *source);

/* For the verbs: edit_begin and the contractor of this UPN (ERR_DATA none);
 * edit_end commits, or rolls back if rc is -1.  With dry neither is a
 * transaction.  c is the caller's to clear. */
struct contractor;
int edit_begin(struct ctx *, struct edit *, const char *upn,
    struct contractor *c, struct err *);
int edit_end(struct ctx *, struct edit *, int rc, struct err *);

/*
 * All return 0, or -1 with e and nothing changed: ERR_DATA (no such person,
 * field or value), ERR_REFUSED (not in this status, not permitted), ERR_USAGE.
 * words are "FIELD=VALUE"; "FIELD=" is a word too: no value.
 */
int edit_set(struct ctx *, struct edit *, const char *upn, char *const *words,
    int n, struct err *);
/* edit_back: what the operator said of these fields goes; the decision's,
 * else the roster's, else the directory's value holds. */
int edit_back(struct ctx *, struct edit *, const char *upn,
    char *const *fields, int n, struct err *);
/* edit_new: a contractor from an operator: no feed, never missing. */
int edit_new(struct ctx *, struct edit *, const char *upn, char *const *words,
    int n, struct err *);

struct contractor;
/* edit_worker: ERR_DATA if c's worker_id is somebody else's who is here:
 * rosters and accounts find their contractor by it. */
int edit_worker(struct ctx *, const struct contractor *, struct err *);

/* edit_hold: whether his data may ever be erased (1: not). */
int edit_hold(struct ctx *, struct edit *, const char *upn, int hold,
    struct err *);
/* edit_exempt: not asked for inactivity until this day: at most 180 ahead,
 * with why; today ends it. */
int edit_exempt(struct ctx *, struct edit *, const char *upn, const char *day,
    struct err *);
/*
 * edit_status: with why.  "transferred": became an employee or is cared for
 * elsewhere; access is left alone, nothing more is asked.  "withdrawn": a
 * candidate who did not start; not while an account of his is enabled.
 */
int edit_status(struct ctx *, struct edit *, const char *upn, const char *to,
    struct err *);
/*
 * edit_suspend: every account at once, with why, by an approver: a signed
 * decision and its job, the manager asked whether he has left, the addresses
 * of notify_departure told.  It is no departure.  edit_lift: the way back, by
 * any operator.
 */
int edit_suspend(struct ctx *, struct edit *, const char *upn, struct err *);
int edit_lift(struct ctx *, struct edit *, const char *upn, struct err *);
/* edit_deputy: two UPNs, from one day to another, both included; the same
 * reviewer and first day again takes the place of the former. */
int edit_deputy(struct ctx *, struct edit *, const char *reviewer,
    const char *deputy, const char *from, const char *to, struct err *);

/* What one source says of a field. */
struct edit_source {
	const char *field;	/* "manager" */
	int	cleared;	/* it can be: edit_back */
	const char *source;	/* operator decision roster directory, or the
				 * contractor's origin */
	const char *value;	/* NULL: none, which is a word too */
	const char *by;		/* actor, or NULL */
	int64_t	at;		/* 0: not known */
	int	holds;		/* it is the one that counts */
};
typedef int edit_source_cb(const struct edit_source *, void *);
/*
 * edit_sources: of each field, each source that has a word, the strongest
 * first; a field of which nobody says anything has one call, without a source.
 * cb borrows; non-zero stops and is returned.
 */
int edit_sources(struct ctx *, struct contractor *, edit_source_cb *, void *,
    struct err *);

/* edit_show: field old new source, or with dry the plan's columns, to fd. */
int edit_show(const struct edit *, const char *format, int fd, struct err *);

#endif
