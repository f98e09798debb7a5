/* What the files of question_batch share; nobody else includes it. */
#ifndef STORE_QUESTION_BATCH_INTERNAL_H
#define STORE_QUESTION_BATCH_INTERNAL_H

#include "store/question_batch.h"

/* Of a question of a list, and what it is read from. */
#define QUESTION_BATCH_COLS "q.id, c.id, c.upn, c.display_name, q.state," \
	" d.answer, d.id, j.id, j.state"
#define QUESTION_BATCH_FROM " FROM question q" \
	" JOIN contractor c ON c.id = q.contractor" \
	" LEFT JOIN decision d ON d.id = q.decision" \
	" LEFT JOIN job j ON j.decision = d.id"
enum { QUESTION_BATCH_N = 9 };	/* columns */

/* question_batch_take: those columns into r, which is empty but for them. */
void question_batch_take(struct stmt *, struct question_batch_row *r);

#endif
