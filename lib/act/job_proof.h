/* What one decision of a job is worth; for act/job_check.c and those who ask
 * about newcomers. */
#ifndef ACT_JOB_PROOF_H
#define ACT_JOB_PROOF_H

#include "act/ctx.h"
#include "act/job_check.h"
#include "store/contractor.h"
#include "store/decision.h"
#include "store/question.h"

/*
 * job_proof: GOOD: it is about this stay of this person, a person made it and
 * its proof holds, and the question that its link answers is one that such an
 * answer is given to.  what: of an operator's at the shell, what he said yes
 * to (LINK_WHAT), or NULL.  *q (may be NULL) gets the question, id 0 without
 * one.  INVALID says why in e.
 */
enum job_check job_proof(struct ctx *, const char *keys,
    const struct decision *, const struct contractor *, const char *what,
    struct question *q, struct err *);

/* job_proof_no: INVALID with these words. */
enum job_check job_proof_no(struct err *, const char *why);

#endif
