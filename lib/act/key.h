/*
 * The keys of a tenant: numbered Ed25519 pairs of one use each ("token" for
 * links, "evidence" for checkpoints), in the directory that the setting
 * "keys" names:
 *	TENANT.USE.N		0400	the secret, 128 hex digits
 *	TENANT.USE.N.pub	0644	the public half, 64 hex digits
 * The highest N that has a secret makes; every N that has a public half still
 * checks.  A rotation makes N + 1; who wants old links dead removes their
 * public half.
 */
#ifndef ACT_KEY_H
#define ACT_KEY_H

#include "base/conf.h"
#include "base/err.h"
#include "domain/link.h"

enum { KEY_NUMBER_MAX = 65535 };

/* key_dir: the directory, borrowed from conf (NULL: the default). */
const char *key_dir(const struct conf *, char *room, size_t room_len);

/*
 * key_make: the next pair.  Whole or not there: the public half is linked
 * into place first and so claims its number; one whose secret never followed
 * is a number lost.  *number gets N.  0, or -1 (ERR_CREATE, ERR_IO).
 */
int key_make(const char *dir, const char *tenant, const char *use,
    int *number, struct err *);

/*
 * key_secret_newest: N and the secret; wipe it after use.  ERR_CONFIG: there
 * is none, others can read it, or it is malformed.
 */
int key_secret_newest(const char *dir, const char *tenant, const char *use,
    int *number, unsigned char secret[LINK_SECRET_LEN], struct err *);

/* key_secret: the secret of N; the same, and ERR_DATA: the tenant has keys, but
 * no N. */
int key_secret(const char *dir, const char *tenant, const char *use,
    int number, unsigned char secret[LINK_SECRET_LEN], struct err *);

/* key_newest: the number of the newest key, 0 if the tenant has none of this
 * use, or -1 (ERR_CONFIG: no such directory or not permitted, ERR_IO).  A
 * public half alone is none: its making died, and nobody could open what it
 * seals. */
int key_newest(const char *dir, const char *tenant, const char *use,
    struct err *);

/* key_public_newest: N and its public half.  ERR_CONFIG. */
int key_public_newest(const char *dir, const char *tenant, const char *use,
    int *number, unsigned char public[LINK_PUBLIC_LEN], struct err *);

/* key_public: the public half of N.  ERR_DATA: the tenant has keys, but no N;
 * ERR_CONFIG: it has none, or they cannot be read, or N is malformed. */
int key_public(const char *dir, const char *tenant, const char *use,
    int number, unsigned char public[LINK_PUBLIC_LEN], struct err *);

#endif
