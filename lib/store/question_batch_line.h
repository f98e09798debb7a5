/* A list of questions (question_batch.h) as a page shows it: in parts, with
 * what was known of each when it was asked. */
#ifndef STORE_QUESTION_BATCH_LINE_H
#define STORE_QUESTION_BATCH_LINE_H

#include "store/question_batch.h"

struct question_batch_line {
	struct question_batch_row r;
	char	*logins, *since, *why;	/* malloc'd, NULL: erased */
	char	*manager;		/* folded UPN, or NULL */
};

typedef int question_batch_line_cb(const struct question_batch_line *,
    void *);
/*
 * question_batch_line_each: at most max with contractor > after, in its order,
 * read whole before the first call; cb borrows, non-zero stops and is returned.
 * The number of them, or -1.
 */
int question_batch_line_each(struct db *, const char *kind, const char *batch,
    int64_t after, int max, question_batch_line_cb *, void *, struct err *);

struct question_batch_sum {
	struct question_batch b;
	int64_t	first;			/* question */
	int64_t	suspend, keep;		/* answers */
};
/* question_batch_line_sum: one list in numbers.  1, 0 there is none, -1. */
int question_batch_line_sum(struct db *, const char *kind, const char *batch,
    struct question_batch_sum *, struct err *);

#endif
