/* What a job did and what it left, in words for the mail and for evidence. */
#ifndef ACT_JOB_WORDS_H
#define ACT_JOB_WORDS_H

#include "act/ctx.h"
#include "base/buf.h"

struct job_words {
	struct buf done;	/* "ad jsmith: disabled, groups taken (X)" */
	struct buf left;	/* refused, waived, or not to be taken */
	int	steps, open_required, open_others;
	int	effect;		/* a step that may have changed something */
};

/* job_words: reads the job's steps.  0 or -1; job_words_clear after either. */
int job_words(struct ctx *, int64_t job, struct job_words *, struct err *);
void job_words_clear(struct job_words *);

#endif
