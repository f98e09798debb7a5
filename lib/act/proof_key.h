/* The proof of a decision that came through the API; for act/proof.c. */
#ifndef ACT_PROOF_KEY_H
#define ACT_PROOF_KEY_H

#include "store/apikey.h"
#include "store/decision.h"

/*
 * proof_key: 1 if the bearer of a key that was an approver's, and neither
 * revoked nor past its end when it was decided, said exactly this; 0 with the
 * reason in e->text; -1 with e (ERR_DATA: its master key is not there).
 */
int proof_key(struct db *, const char *dir, const char *tenant,
    const struct decision *, struct err *);

/* proof_key_bearer: the bearer of a row, made again.  0 or -1. */
int proof_key_bearer(const char *dir, const char *tenant,
    const struct apikey *, char out[], struct err *);

#endif
