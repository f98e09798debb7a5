/*
 * The keys of the HTTP API: made, listed, revoked by a person at the shell,
 * each with its evidence.
 */
#ifndef ACT_KEYRING_H
#define ACT_KEYRING_H

#include "act/ctx.h"
#include "domain/bearer.h"

enum { KEYRING_RATE = 120, KEYRING_DAYS = 365, KEYRING_DAYS_MAX = 1825 };

struct keyring_new {
	const char *name;	/* 1-100 bytes, one line; none alive has it */
	const char *role;
	const char *scopes;	/* between spaces; "" all of the role's */
	int64_t	rate;		/* requests a minute, 0 no limit */
	const char *last_on;	/* its last day; NULL: KEYRING_DAYS ahead;
				 * "never" */
};

/*
 * keyring_make: dir is key_dir; the first one makes the master key.  bearer
 * gets what is shown once; wipe it.  *id (may be NULL).  ERR_USAGE, ERR_DATA
 * (no such role, scope or day), ERR_REFUSED (the name is taken).
 */
int keyring_make(struct ctx *, const char *dir, const struct keyring_new *,
    char bearer[BEARER_MAX + 1], int64_t *id, struct err *);

/* keyring_revoke: word: a name or a number.  ERR_DATA: there is none alive. */
int keyring_revoke(struct ctx *, const char *word, const char *why,
    struct err *);

/* keyring_rotate: a new master key for the bearers from now on. */
int keyring_rotate(struct ctx *, const char *dir, int *number, struct err *);

/* keyring_list: every key, of which there is nothing to hide; to fd. */
int keyring_list(struct ctx *, const char *format, int fd, struct err *);

#endif
