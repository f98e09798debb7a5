/*
 * Mail about jobs: that one is completed, to who decided it and, for a
 * departure, to notify_departure; and that operators must look at something.
 * Inside the caller's transaction.  Each is queued once, whatever runs twice.
 */
#ifndef ACT_JOB_MAIL_H
#define ACT_JOB_MAIL_H

#include "act/ctx.h"
#include "act/job_words.h"
#include "store/contractor.h"
#include "store/job.h"

int job_mail_completed(struct ctx *, const struct job *,
    const struct contractor *, const struct job_words *, int64_t residual,
    struct err *);

/* job_mail_undone: an operator's decision took back the job's: told to whose
 * answer it was. */
int job_mail_undone(struct ctx *, const struct job *,
    const struct contractor *, int64_t decision, const char *why,
    struct err *);

struct job_mail_held {
	const char *dedup;	/* what makes it one */
	const char *subject;
	const char *why;
	const char *detail;
	const char *command;	/* what releases it */
	int64_t	count, limit;	/* limit -1: no number says it */
};

/* job_mail_held: to the owner of findings of this kind (act/owner.h); nobody
 * known is no error (the finding is there). */
int job_mail_held(struct ctx *, const char *kind, const struct job_mail_held *,
    struct err *);

#endif
