/*
 * A second person's yes: the question that is put to every approver but the
 * one who decided.  Silence never starts anything; reminders are the
 * cadence's.
 */
#ifndef ACT_APPROVAL_H
#define ACT_APPROVAL_H

#include "act/ctx.h"
#include "store/contractor.h"
#include "store/decision.h"

/*
 * approval_ask: about the job that waits because of d.  kind "offboard",
 * "extend" or "reinstate".  by_key: the folded UPN of who decided, who is not
 * asked; by_name what people call him.  The number of approvers asked; 0 with
 * the finding approval_waiting open; -1 with e.
 */
int approval_ask(struct ctx *, const struct contractor *,
    const struct decision *, int64_t job, const char *kind,
    const char *by_key, const char *by_name, struct err *);

/* approval_over: the job is gone: what was asked about it is cancelled and
 * the finding closes.  0 or -1. */
int approval_over(struct ctx *, const struct contractor *, int64_t job,
    const char *kind, struct err *);

/*
 * approval_same: 1 if both keys are one person's: policy approvers may name
 * by address whom a question names by UPN.  One mailbox is one person.  -1
 * with e.
 */
int approval_same(struct db *, const char *a, const char *b, struct err *);

/*
 * approval_may: 1 if the person of this folded UPN is in policy approvers, by
 * UPN or by address, and is not by_key.  -1 with e.
 */
int approval_may(struct ctx *, const char *key, const char *by_key,
    struct err *);

#endif
