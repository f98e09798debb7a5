/* Candidates whose day has come. */
#ifndef ACT_BEGIN_H
#define ACT_BEGIN_H

#include "act/ctx.h"

/*
 * begin_due: where the tenant has no connector, contract_start alone makes a
 * candidate active (with one, the sync that finds his account does).  Own
 * transactions; none when nobody is due.  *n (may be NULL) gets how many.
 */
int begin_due(struct ctx *, int64_t *n, struct err *);

/* begin_active: one candidate becomes active today; within the caller's
 * transaction. */
int begin_active(struct ctx *, int64_t contractor, struct err *);

#endif
