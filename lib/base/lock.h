/* One run of a program per tenant: flock(2) on
 * tenant_run()/TENANT.PROGRAM.lock. */
#ifndef BASE_LOCK_H
#define BASE_LOCK_H

#include "base/err.h"
#include "base/tenant.h"

/*
 * lock_take: held until the process ends (the descriptor stays open, closed on
 * exec).  1 taken, 0 another run holds it, -1 with e (ERR_CONFIG: no directory,
 * not permitted; ERR_REFUSED: not a regular file).  The directory belongs to
 * the installation; only one that $CTR_RUN names is made.
 */
int lock_take(const struct tenant *, const char *program, struct err *);

#endif
