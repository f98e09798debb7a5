/*
 * A key of the HTTP API.  The bearer itself is not stored; what it was made of
 * (domain/bearer.h) is, and cannot be changed: a key is revoked, not changed.
 */
#ifndef STORE_APIKEY_H
#define STORE_APIKEY_H

#include <stdint.h>

#include "store/db.h"

struct apikey {
	int64_t	id;
	char	name[101];	/* for people */
	unsigned char hash[32];	/* SHA-256 of the bearer */
	int	master;		/* number of the master key */
	unsigned char nonce[16];
	char	role[12];	/* viewer auditor operator approver */
	char	scopes[256];	/* between spaces */
	int64_t	rate;		/* requests a minute; 0: no limit */
	int64_t	made_at;
	int64_t	expires_at;	/* WHEN_NEVER */
	int64_t	revoked_at;	/* WHEN_NEVER: it is not */
	int64_t	used_at;	/* WHEN_NEVER: not yet */
	int64_t	busy_at;	/* microseconds since 1970: see apikey_used */
	int64_t	evidence;
};

/* Each: 1 found, 0 none, -1 with e.  apikey_named: the one that is not
 * revoked. */
int apikey_get(struct db *, int64_t id, struct apikey *, struct err *);
int apikey_named(struct db *, const char *name, struct apikey *, struct err *);

/* apikey_each: all, oldest first; read whole before the first call.  Non-zero
 * from cb stops and is returned. */
typedef int apikey_cb(const struct apikey *, void *);
int apikey_each(struct db *, apikey_cb *, void *, struct err *);

/* apikey_next: the id that the next one will have, within the transaction
 * that inserts it. */
int apikey_next(struct db *, int64_t *id, struct err *);
/* apikey_insert: with its id. */
int apikey_insert(struct db *, const struct apikey *, struct err *);
/* apikey_revoke: 1 revoked, 0 it was or there is none, -1. */
int apikey_revoke(struct db *, int64_t id, int64_t now, struct err *);
/* apikey_used: at now; busy_at is when all that it has asked is paid for at
 * its rate. */
int apikey_used(struct db *, int64_t id, int64_t now, int64_t busy_at,
    struct err *);

#endif
