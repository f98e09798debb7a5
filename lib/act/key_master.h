/*
 * The master keys of a tenant's API: numbered, 32 random bytes each, in the
 * key directory as TENANT.api.N, 0400, 64 hex digits.  New bearers are made
 * with the highest N; every N that is there still checks.  Without N, each
 * bearer that was made with it, and each decision of one that has not been
 * carried out, is worth nothing: that is how all of them are revoked at once.
 */
#ifndef ACT_KEY_MASTER_H
#define ACT_KEY_MASTER_H

#include "base/err.h"
#include "domain/bearer.h"

/* key_master_make: the next one.  0, or -1 (ERR_CREATE, ERR_IO). */
int key_master_make(const char *dir, const char *tenant, int *number,
    struct err *);
/* key_master_newest: its number, 0 none, -1 with e. */
int key_master_newest(const char *dir, const char *tenant, struct err *);
/* key_master: N; wipe it after use.  ERR_DATA: there are such keys, but no N;
 * ERR_CONFIG: there is none, others can read it, or it is malformed. */
int key_master(const char *dir, const char *tenant, int number,
    unsigned char master[BEARER_MASTER_LEN], struct err *);

#endif
