/* One account of one contractor in one target system; he may have several. */
#ifndef STORE_ACCOUNT_H
#define STORE_ACCOUNT_H

#include <stdint.h>

#include "store/db.h"

struct account {
	int64_t	id;
	int64_t	contractor;	/* 0: not registered */
	char	*connector;	/* "ad" */
	char	*remote_id;	/* never a name */
	char	*login;		/* how the system calls it */
	char	*upn, *upn_key;	/* or NULL, like the following */
	char	*worker_id;	/* employeeID and the like */
	char	*display_name, *email, *department;
	char	*manager_ref;	/* remote_id of the manager */
	int64_t	manager;	/* person.id of manager_ref, or 0 */
	int	main;		/* whose name, mail and manager count */
	int	ours;		/* made by ctr-provision */
	int	converted;	/* lives, but is no contractor's any more */
	char	state[12];	/* enabled expired disabled gone */
	int	privileged;
	int64_t	expires_at;	/* WHEN_NEVER */
	int64_t	made_at;	/* 0 unknown */
	int64_t	login_at;	/* 0: see login_known */
	int	login_known;	/* 0: unknown, not "never" */
	int64_t	login_lag;	/* seconds that login_at may be behind */
};

void account_clear(struct account *);

typedef int account_cb(const struct account *, void *);
/*
 * account_each: those of a contractor, privileged ones first, read whole
 * before the first call; cb borrows, non-zero stops and is returned.
 */
int account_each(struct db *, int64_t contractor, account_cb *, void *,
    struct err *);
/* account_get: 1 found, 0 none, -1 with e. */
int account_get(struct db *, int64_t id, struct account *, struct err *);
/* account_seen: what a connector showed when it was looked up for a job. */
int account_seen(struct db *, int64_t id, const char *state,
    int64_t expires_at, int privileged, int64_t now, struct err *);

#endif
