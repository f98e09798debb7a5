/*
 * What a program that faces a browser need not read again is put away sealed
 * (crypto_box_seal) to the tenant's key "credential", whose secret half only
 * ctr can read: the tokens of links that decisions keep, and first passwords.
 * Whoever breaks in later finds no link there that was ever clicked.
 */
#ifndef ACT_VAULT_H
#define ACT_VAULT_H

#include <stddef.h>

#include "base/err.h"

enum { VAULT_MAX = 255 };	/* bytes of what is put away, sealed */

/*
 * vault_seal: len bytes into a box of at most *box_len, whose size it gets, to
 * the newest key, whose number *key gets.  0, or -1: ERR_CONFIG no such key, or
 * it does not fit.
 */
int vault_seal(const char *dir, const char *tenant, const char *data,
    size_t len, unsigned char *box, size_t *box_len, int *key, struct err *);

/*
 * vault_unseal: a box of the key of this number: out gets what is in it and a
 * NUL; wipe it after use.  0, or -1: ERR_DATA no such key among those that are
 * there, not sealed to it, or of more than room - 1 bytes; ERR_CONFIG the keys
 * cannot be read.
 */
int vault_unseal(const char *dir, const char *tenant, int key,
    const unsigned char *box, size_t box_len, char *out, size_t room,
    struct err *);

/*
 * vault_shut: dir is key_dir.  out gets "sealed:N:" and base64 of the box, N
 * the number of its key, or, where the tenant has no such key, the token as it
 * is; a key that cannot be read is an error, never a token in clear.  0, or
 * -1.
 */
int vault_shut(const char *dir, const char *tenant, const char *token,
    char out[VAULT_MAX + 1], struct err *);

/* vault_open: by key N: what vault_shut was given; room for VAULT_MAX + 1.
 * What is not sealed comes back as it is.  0, or -1 as vault_unseal. */
int vault_open(const char *dir, const char *tenant, const char *kept,
    char out[VAULT_MAX + 1], struct err *);

#endif
