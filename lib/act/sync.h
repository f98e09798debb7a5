/*
 * One connector's list into the registry.
 *
 *	sync_start; then, while the connector talks, sync_account, sync_person,
 *	sync_gone for each item; sync_listed when it has told its counts;
 *	sync_ask and sync_told for accounts that a whole list lacks;
 *	sync_show (-n) or sync_apply; sync_free.
 *
 * Items are staged in temporary tables, without a lock on the registry.
 * Nothing counts before the list is whole and has passed the guard.  It is
 * applied in slices, each complete with its evidence; a run that dies between
 * two is repeated from the same cookie.
 */
#ifndef ACT_SYNC_H
#define ACT_SYNC_H

#include "act/ctx.h"
#include "base/rows.h"

struct sync_opt {
	const char *connector;
	int64_t	accept;		/* this many may go in spite of the guard; -1 */
	int	full;		/* asks for everything */
	/* words to be said the same run: an account enabled again; or NULL */
	void	(*alert)(const char *words);
	void	(*progress)(int64_t done, int64_t total);	/* or NULL */
};

struct sync_report {
	int64_t	accounts, persons;	/* listed */
	int64_t	added, changed, gone;
	int64_t	findings;		/* newly opened */
	int64_t	held;			/* accounts that the guard kept */
	char	why[160];		/* of a hold */
};

struct sync;

/* NULL with e.  No transaction may be open; opt is borrowed. */
struct sync *sync_start(struct ctx *, const struct sync_opt *, struct err *);
void sync_free(struct sync *);

/*
 * sync_cookie: what to ask the list with; NULL: everything.  It is NULL too
 * a week after the last whole list, when another server than last time is
 * there (server: of hello, "" unknown) and when link_attributes are others.
 */
const char *sync_cookie(struct sync *, const char *server);

/* One account, person of a list: untrusted text, borrowed for the call. */
struct sync_item {
	const char *remote_id;	/* never NULL nor "" */
	const char *login;	/* accounts: never NULL; "" if not told */
	const char *upn, *display_name, *email, *department;	/* or NULL */
	const char *worker_id, *manager;	/* or NULL; manager: its id */
	int	enabled;	/* the switch alone */
	int	contractor;	/* accounts: by the connector's rule */
	int	privileged, login_known;
	int64_t	login_at, expires_at, made_at;	/* WHEN_NEVER none */
	int64_t	login_lag;		/* seconds */
};
int sync_account(struct sync *, const struct sync_item *, struct err *);
int sync_person(struct sync *, const struct sync_item *, struct err *);
int sync_gone(struct sync *, const char *remote_id, int converted,
    struct err *);

/*
 * sync_listed: the list is whole: full: it had everything.  0; the report says
 * if the guard holds it (held, why): then only sync_failed is left to do.
 */
int sync_listed(struct sync *, int full, const char *cookie,
    const char *server, struct err *);
/* sync_ask: the next account that a whole list lacks: it is to be looked up,
 * for it may only have been converted.  1 with its id, 0 no more, -1. */
int sync_ask(struct sync *, char *remote_id, size_t room, struct err *);
/* sync_told: there: it lives; contractor: and is one's by the rule, so the
 * list was wrong and it stays as it is. */
int sync_told(struct sync *, const char *remote_id, int there, int contractor,
    struct err *);

const struct sync_report *sync_report(const struct sync *);

/* sync_show: the plan, for -n; rows has the columns rows_plan. */
int sync_show(struct sync *, struct rows *, struct err *);
/* sync_apply: does it.  -1 with e: what was committed is whole. */
int sync_apply(struct sync *, struct err *);

/* sync_failed: the connector or its list failed, words say how: finding
 * connector_down, and its row in run (not for one that never was configured).
 * sync_apply closes it. */
int sync_failed(struct ctx *, const char *connector, int status,
    const char *words, struct err *);

#endif
