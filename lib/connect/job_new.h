/* The steps of a newcomer's job, for one account. */
#ifndef CONNECT_JOB_NEW_H
#define CONNECT_JOB_NEW_H

#include "act/newcomer_setup.h"
#include "connect/job_plan.h"
#include "store/account.h"

/*
 * job_new: adds to p: create (where it is not made yet), set_expiry to the
 * first instant after the last day, restore_groups by the rules, enable, not
 * before the first instant of the first day.  ends: 0 where the system knows no
 * expiry, and it is not asked for one.  0 or -1.
 */
int job_new(struct ctx *, const struct newcomer_setup *, int64_t contractor,
    const struct account *, int ends, struct job_plan *p, struct err *);

#endif
