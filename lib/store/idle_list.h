/* What the question about the inactive reads: contractors with the logins of
 * their accounts, and who is left out. */
#ifndef STORE_IDLE_LIST_H
#define STORE_IDLE_LIST_H

#include <stdint.h>

#include "store/db.h"

/* One account of a contractor who may be asked about; all borrowed. */
struct idle_list_row {
	int64_t	contractor;
	int	engagement;
	const char *upn, *name, *vendor, *manager_key;	/* name and the
					 * following: NULL if none */
	const char *contract_start, *exempt_on;		/* or NULL */
	const char *connector, *login, *state;
	int64_t	login_at, made_at;	/* 0 none, unknown */
	int64_t	login_lag;
	int	login_known;
	const char *remote_id, *account_upn;
	int64_t	full_at, ok_at;	/* of its connector's lists; 0 never */
};

typedef int idle_list_cb(const struct idle_list_row *, void *);

enum { IDLE_LIST_SPAN = 10000 };	/* ids that a run looks at at once */

/*
 * idle_list_page: the accounts that are not gone of contractors active or
 * pending_review with id in (after, after + span], in order of
 * contractor and account.  *last gets the highest contractor id of all: beyond
 * it there is nothing.  cb must not use the database; non-zero stops and is
 * returned.
 */
int idle_list_page(struct db *, int64_t after, int64_t span, int64_t *last,
    idle_list_cb *, void *, struct err *);

/* idle_list_back_at: when a suspension was last lifted, or he reinstated: 0
 * never; -1 with e. */
int64_t idle_list_back_at(struct db *, int64_t contractor, struct err *);

/*
 * idle_list_left_out: 1 if he is not to be asked about: he is on a list that is
 * open or of this day (periods are DAY/DAYS), was kept since `kept`, or leaves
 * or is suspended anyway.  0, -1.
 */
int idle_list_left_out(struct db *, int64_t contractor, const char *day,
    int64_t kept, struct err *);

#endif
