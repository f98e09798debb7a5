/* Who may say yes to what somebody else decided: policy approvers. */
#ifndef ACT_APPROVER_H
#define ACT_APPROVER_H

#include "act/ctx.h"

struct approver {
	const char *key;	/* folded UPN or address, as the policy says */
	const char *name;
	const char *email;	/* fit for a mail's header */
};

typedef int approver_cb(const struct approver *, void *);
/*
 * approver_each: those of policy approvers who can be written to and are not
 * the person of by_key (may be NULL); one mailbox is one person, and comes
 * once.  cb borrows, non-zero stops and is returned.  -1 with e.
 */
int approver_each(struct ctx *, const char *by_key, approver_cb *, void *,
    struct err *);

#endif
