/*
 * The proofs of a button in Slack: the token that it sends back, and the one
 * that a decision by it keeps; for act/proof.c and act/press.c.
 *
 * Slack's own signature is an HMAC: who can check it can make it.  So the
 * program that faces the internet does not know its secret; one of the user
 * ctr checks it, and what was decided then has a signature by the tenant's
 * key, which the public half checks as it does that of a link.
 */
#ifndef ACT_PROOF_PRESS_H
#define ACT_PROOF_PRESS_H

#include "act/proof.h"
#include "store/question.h"

/* proof_press_load: what the buttons of a list told in Slack are about: the
 * message, its list's digest and every question on it.  As proof_load. */
int proof_press_load(struct db *, int64_t outbox, struct proof *,
    struct err *);

/*
 * proof_press_check: 1 if this is the token of a button of ours, and the list
 * is as it was told: *outbox is the message, *first a question of it.  s is
 * untrusted; dir is key_dir.  0, -1 with e.
 */
int proof_press_check(struct db *, const char *dir, const char *tenant,
    const char *s, int64_t *outbox, struct question *first, struct err *);

/*
 * proof_press_sign: the token that a decision known by "slack" keeps.  dir is
 * key_dir; who can make it can read the secret key.  0 or -1.
 */
int proof_press_sign(struct db *, const char *dir, const char *tenant,
    int64_t ask, const char *answer, const char *actor, int64_t decided_at,
    char out[LINK_LEN + 1], struct err *);

#endif
