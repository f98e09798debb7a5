/*
 * Whether those who must say yes to a newcomer have: by the policy of now and
 * by the decisions themselves, whose proofs are over what was asked.  What the
 * row of the newcomer says of it (stage, print, state) counts for nothing
 * here: a program that faces a browser writes it.
 */
#ifndef ACT_NEWCOMER_SAID_H
#define ACT_NEWCOMER_SAID_H

#include "act/job_check.h"
#include "store/decision.h"

/* What else there is to tell. */
struct newcomer_said {
	int	named;		/* GOOD: he was approved without a UPN, and has
				 * one: it must be the rule's */
	int	anew;		/* INVALID: nobody forged anything: he is
				 * another by now, or the policy or those who
				 * may say yes have changed */
};

/*
 * newcomer_said: d is the last yes, answer "provision".  GOOD: each that
 * policy provision_approval names, in its order, by somebody who may be asked
 * and is not who wants him, no two by one person; all to him as he is now.
 * INVALID says why in e.
 */
enum job_check newcomer_said(struct ctx *, const char *keys,
    const struct decision *d, const struct contractor *,
    struct newcomer_said *, struct err *);

#endif
