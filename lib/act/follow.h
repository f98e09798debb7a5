/*
 * Policy write_expiry = always: the expiry of a contractor's accounts follows
 * his last day, whoever moves it.  Not a departure, and nothing but a decision
 * makes one: an expiry takes nothing that the next one does not give back.
 */
#ifndef ACT_FOLLOW_H
#define ACT_FOLLOW_H

#include "act/ctx.h"

/*
 * follow_end: his last day has moved: a job of kind extend by the rule
 * write_expiry, if the policy says so and an account of his has another
 * expiry.  One that waits to be carried out takes the new day by itself; a
 * decision's that has not begun is overtaken, and what waits for an approver
 * or is under way comes first: whoever ends it calls this again.  Inside the
 * caller's transaction.  1 a job, 0 none, -1 with e.
 */
int follow_end(struct ctx *, int64_t contractor, struct err *);

/* follow_source: whose word the last day is: "operator", "decision", "roster".
 * 0 or -1. */
int follow_source(struct ctx *, int64_t contractor, const char **source,
    struct err *);

#endif
