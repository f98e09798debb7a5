/*
 * What a connector listed, before any of it counts: temporary tables of this
 * run.  Nothing is applied until the list has proved to be whole.
 */
#ifndef STORE_SYNC_STAGE_H
#define STORE_SYNC_STAGE_H

#include <stdint.h>

#include "store/db.h"

struct stage_account {
	int64_t	n;		/* order of the list, 1 first */
	const char *remote_id, *login, *state;	/* enabled expired disabled */
	const char *upn, *upn_key, *worker_id, *display_name, *email;
	const char *department, *manager_ref;	/* these: NULL if not told */
	int	converted, privileged, login_known;
	int64_t	login_at, expires_at, made_at;	/* WHEN_NEVER: none */
	int64_t	login_lag;		/* seconds */
};

struct stage_person {
	int64_t	n;
	const char *remote_id, *upn_key, *display_name;	/* never NULL */
	const char *email, *manager_ref;		/* or NULL */
	int	enabled;
};

/* sync_stage_start: empty tables.  No transaction may be open. */
int sync_stage_start(struct db *, struct err *);

/*
 * One who is listed as a person is one, whatever else is said of his id: a
 * manager whose account is no contractor's comes as both.
 *
 * An id that comes again replaces what it told before.
 * gone: converted: 1 it lives, 0 it does not.
 */
int sync_stage_account(struct db *, const struct stage_account *,
    struct err *);
int sync_stage_person(struct db *, const struct stage_person *, struct err *);
int sync_stage_gone(struct db *, const char *remote_id, int converted,
    struct err *);

/*
 * sync_stage_absent: after a full list: accounts and persons of the connector
 * that were not in it are now staged as gone (accounts: to be looked up).
 */
int sync_stage_absent(struct db *, const char *connector, struct err *);

struct stage_counts {
	int64_t	accounts, persons;	/* listed */
	int64_t	known, known_persons;	/* living ones in the registry */
	int64_t	gone, gone_persons;	/* of those: staged as gone */
};
int sync_stage_count(struct db *, const char *connector,
    struct stage_counts *, struct err *);

/* sync_stage_next_gone: accounts staged as gone with n over after, living in
 * the registry: copied, at most room.  1, 0, -1. */
int sync_stage_next_gone(struct db *, const char *connector, int64_t *after,
    char *remote_id, size_t room, struct err *);
/* sync_stage_still: it is not gone after all. */
int sync_stage_still(struct db *, const char *remote_id, struct err *);

#endif
