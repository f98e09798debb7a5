/* A setting of the policy, changed: with its evidence, and the cadence looks
 * at everyone again. */
#ifndef ACT_GOVERN_H
#define ACT_GOVERN_H

#include "act/ctx.h"

/*
 * govern_set: value NULL resets.  1 changed, 0 it was so already, -1 with e
 * (ERR_DATA out of range, ERR_USAGE no such setting).
 */
int govern_set(struct ctx *, const char *name, const char *value,
    struct err *);

#endif
