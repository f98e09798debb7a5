/*
 * Questions that were put together, as one list: batch is the digest of it in
 * hex.  What was shown with it is in the evidence of each.
 */
#ifndef STORE_QUESTION_BATCH_H
#define STORE_QUESTION_BATCH_H

#include <stdint.h>

#include "store/db.h"

struct question_batch {
	char	batch[65];
	int64_t	opened_at, expires_at;
	int64_t	all, open, answered;	/* how many */
};

typedef int question_batch_cb(const struct question_batch *, void *);
/*
 * question_batch_each: lists of this kind that were opened after since, oldest
 * first, read whole before the first call; cb borrows, non-zero stops and is
 * returned.
 */
int question_batch_each(struct db *, const char *kind, int64_t since,
    question_batch_cb *, void *, struct err *);

/* One question of a list, with what became of it. */
struct question_batch_row {
	int64_t	question, contractor;
	char	*upn, *name;		/* malloc'd; name may be NULL */
	char	state[12];
	char	answer[16];		/* "" none */
	int64_t	decision, job;		/* 0 none */
	char	job_state[8];		/* "" none */
	int64_t	job_made_at, job_started_at;
	char	job_words[200];	/* of a step that was not done, or why the
				 * job was dropped; "" */
};

typedef int question_batch_row_cb(const struct question_batch_row *, void *);
/* question_batch_rows: in order of contractor; as question_batch_each. */
int question_batch_rows(struct db *, const char *kind, const char *batch,
    question_batch_row_cb *, void *, struct err *);

/* One question of a list, with what a button's token is over. */
struct question_batch_one {
	int64_t	question, contractor;
	unsigned char nonce[16];
	int	open;
};

/* question_batch_all: in order of question; *all is malloc'd.  0 or -1. */
int question_batch_all(struct db *, const char *kind, const char *batch,
    struct question_batch_one **all, size_t *n, struct err *);

/* question_batch_on: 1 if whoever goes by this folded UPN or address, his own,
 * of an account of his, or of his mailbox, is on the list. */
int question_batch_on(struct db *, const char *batch, const char *upn_key,
    struct err *);

#endif
