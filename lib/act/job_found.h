/*
 * An account that a connector found by the name of somebody who leaves or is
 * suspended, and that the registry did not know as his.
 */
#ifndef ACT_JOB_FOUND_H
#define ACT_JOB_FOUND_H

#include "act/ctx.h"

/* What the lookup told; borrowed.  NULL: not told. */
struct job_found_account {
	const char *connector, *remote_id, *login;	/* never NULL */
	const char *upn, *worker_id, *display_name, *email, *department;
	int	enabled, privileged;
	int64_t	expires_at, made_at;		/* WHEN_NEVER: none */
};

/*
 * job_found: one transaction: the account is in the registry as his, with its
 * evidence.  1; 0: it is another contractor's there, and stays that; -1 with e.
 * Whether it may be touched is asked again of the connector before each step.
 */
int job_found(struct ctx *, int64_t contractor,
    const struct job_found_account *, struct err *);

#endif
