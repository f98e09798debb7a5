/*
 * Steps are sealed: what is to be done, to which account of whom, in which job,
 * signed with the tenant's token key, which only ctr can read.  The registry
 * can be written by programs that face a browser; a step that ctr-offboard or
 * ctr-provision did not lay out, or that is not as it laid it out, is carried
 * out by neither.
 *
 * A seal is key number (2) | sealed_at (8) | signature (64) over
 *	"ctr step 1" | key number | tenant | sealed_at | step | job | kind |
 *	contractor | account | connector | its id, or of one that is not made
 *	yet its login and UPN | op | required | args | before
 * in frames (base/frame.h).  It does not say how far the step has
 * come: whoever sets a row back has it looked at again, and what is so already
 * is left as it is.  What gives access is therefore not asked for by a seal
 * older than SEAL_DAYS.
 */
#ifndef ACT_SEAL_H
#define ACT_SEAL_H

#include "act/ctx.h"
#include "store/step.h"

enum { SEAL_LEN = 74, SEAL_DAYS = 100 };

/* seal_step: as the row is now, within the transaction that wrote it.  0, or -1
 * (ERR_CONFIG: the key cannot be read). */
int seal_step(struct ctx *, int64_t step, struct err *);

/* seal_holds: 1; 0 with the reason in e->text; -1 with e. */
int seal_holds(struct ctx *, const struct step *, struct err *);

/* seal_old: 1 if a seal that holds is older than SEAL_DAYS. */
int seal_old(const struct ctx *, const struct step *);

/* seal_all: of the rows that have none: when a registry is brought up to the
 * schema that has them.  In the transaction of that step.  0 or -1. */
int seal_all(struct ctx *, struct err *);

#endif
