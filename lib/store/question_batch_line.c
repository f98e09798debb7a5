#include "store/question_batch_line.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/question_batch_internal.h"

static void
take(struct stmt *st, struct question_batch_line *l)
{
	question_batch_take(st, &l->r);
	l->manager = stmt_col_dup(st, QUESTION_BATCH_N);
	l->logins = stmt_col_dup(st, QUESTION_BATCH_N + 1);
	l->since = stmt_col_dup(st, QUESTION_BATCH_N + 2);
	l->why = stmt_col_dup(st, QUESTION_BATCH_N + 3);
}

static void
line_clear(struct question_batch_line *l)
{
	free(l->r.upn);
	free(l->r.name);
	free(l->manager);
	free(l->logins);
	free(l->since);
	free(l->why);
}

/* The list of one day and length: its evidence says what was known. */
int
question_batch_line_each(struct db *db, const char *kind, const char *batch,
    int64_t after, int max, question_batch_line_cb *cb, void *arg,
    struct err *e)
{
	struct question_batch_line *all = NULL;
	struct stmt *st;
	int n = 0, i, rc;

	if ((st = stmt_open(db, "SELECT " QUESTION_BATCH_COLS
	    ", c.manager_key, v.detail ->> '$.logins',"
	    " v.detail ->> '$.since', v.detail ->> '$.why'" QUESTION_BATCH_FROM
	    " LEFT JOIN evidence v ON v.subject = 'contractor/' || c.id"
	    " AND v.action = 'inactive.asked'"
	    " AND v.detail ->> '$.question' = q.id"
	    " WHERE q.batch IS NOT NULL AND q.batch = :batch"
	    " AND q.kind = :kind AND q.contractor > :after"
	    " ORDER BY q.contractor LIMIT :max", e)) == NULL)
		return -1;
	stmt_text(st, ":batch", batch);
	stmt_text(st, ":kind", kind);
	stmt_int(st, ":after", after);
	stmt_int(st, ":max", max);
	while ((rc = stmt_step(st, e)) == 1) {
		all = mem_grow(all, (size_t)n + 1, sizeof(*all));
		take(st, &all[n++]);
	}
	stmt_close(st);
	for (i = 0; i < n; i++) {
		if (rc == 0)
			rc = cb(&all[i], arg);
		line_clear(&all[i]);
	}
	free(all);
	return rc == 0 ? n : rc;
}

int
question_batch_line_sum(struct db *db, const char *kind, const char *batch,
    struct question_batch_sum *s, struct err *e)
{
	struct stmt *st;
	int rc;

	memset(s, 0, sizeof(*s));
	if ((st = stmt_open(db, "SELECT q.batch, min(q.opened_at),"
	    " max(q.expires_at), count(*), sum(q.state = 'open'),"
	    " sum(q.state = 'answered'), min(q.id),"
	    " coalesce(sum(d.answer = 'suspend'), 0),"
	    " coalesce(sum(d.answer = 'keep'), 0) FROM question q"
	    " LEFT JOIN decision d ON d.id = q.decision"
	    " WHERE q.batch IS NOT NULL AND q.batch = :batch"
	    " AND q.kind = :kind GROUP BY q.batch", e)) == NULL)
		return -1;
	stmt_text(st, ":batch", batch);
	stmt_text(st, ":kind", kind);
	if ((rc = stmt_step(st, e)) == 1) {
		stmt_col_copy(st, 0, s->b.batch, sizeof(s->b.batch));
		s->b.opened_at = stmt_col_int(st, 1);
		s->b.expires_at = stmt_col_int(st, 2);
		s->b.all = stmt_col_int(st, 3);
		s->b.open = stmt_col_int(st, 4);
		s->b.answered = stmt_col_int(st, 5);
		s->first = stmt_col_int(st, 6);
		s->suspend = stmt_col_int(st, 7);
		s->keep = stmt_col_int(st, 8);
	}
	stmt_close(st);
	return rc;
}
