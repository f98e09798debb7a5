/*
 * What a program that faces a browser need not read again is put away sealed
 * (crypto_box_seal) to the tenant's key "credential", whose secret half only
 * ctr can read: the tokens of links that decisions keep.  Whoever breaks in
 * later finds no link there that was ever clicked.
 */
#ifndef ACT_VAULT_H
#define ACT_VAULT_H

#include "base/err.h"

enum { VAULT_MAX = 255 };	/* bytes of what is put away, sealed */

/*
 * vault_shut: dir is key_dir.  out gets "sealed:N:" and base64 of the box, or,
 * where the tenant has no such key, the token as it is; a key that cannot be
 * read is an error, never a token in clear.  0, or -1.
 */
int vault_shut(const char *dir, const char *tenant, const char *token,
    char out[VAULT_MAX + 1], struct err *);

/* vault_open: by the newest key, since this one is not rotated (the number in
 * the text tells which it was): what vault_shut was given; room for
 * VAULT_MAX + 1.  What is not sealed comes back as it is.  0, or -1 (ERR_CONFIG
 * no such key, ERR_DATA not sealed to it). */
int vault_open(const char *dir, const char *tenant, const char *kept,
    char out[VAULT_MAX + 1], struct err *);

#endif
