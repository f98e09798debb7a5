#include "store/question_approval.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* In the words of the index question_approval, or it is not used. */
#define WAITS "q.state = 'open' AND (q.kind = 'inactive'" \
	" OR q.kind = 'offboard' OR q.kind = 'reinstate'" \
	" OR q.kind = 'extend' OR q.kind = 'provision')"

static void
take(struct stmt *st, struct question_approval *a)
{
	memset(a, 0, sizeof(*a));
	a->id = stmt_col_int(st, 0);
	a->contractor = stmt_col_int(st, 1);
	stmt_col_copy(st, 2, a->kind, sizeof(a->kind));
	stmt_col_copy(st, 3, a->period, sizeof(a->period));
	a->opened_at = stmt_col_int(st, 4);
	a->expires_at = stmt_col_int(st, 5);
	a->n = stmt_col_int(st, 6);
	a->upn = stmt_col_dup(st, 7);
	a->name = stmt_col_dup(st, 8);
}

int
question_approval_each(struct db *db, int64_t after, int max,
    question_approval_cb *cb, void *arg, struct err *e)
{
	struct question_approval *all = NULL;
	struct stmt *st;
	size_t i, n = 0;
	int rc;

	if ((st = stmt_open(db, "SELECT f.first, q.contractor, q.kind,"
	    " q.period, q.opened_at, q.expires_at, f.n, c.upn,"
	    " c.display_name FROM (SELECT min(q.id) AS first, count(*) AS n"
	    " FROM question q INDEXED BY question_approval WHERE " WAITS
	    " GROUP BY coalesce(q.batch, q.id)) f"
	    " JOIN question q ON q.id = f.first"
	    " JOIN contractor c ON c.id = q.contractor"
	    " WHERE f.first > :after ORDER BY f.first LIMIT :max", e)) == NULL)
		return -1;
	stmt_int(st, ":after", after);
	stmt_int(st, ":max", max);
	while ((rc = stmt_step(st, e)) == 1) {
		all = mem_grow(all, n + 1, sizeof(*all));
		take(st, &all[n++]);
	}
	stmt_close(st);
	for (i = 0; i < n && rc == 0; i++)
		rc = cb(&all[i], arg);
	for (i = 0; i < n; i++) {
		free(all[i].upn);
		free(all[i].name);
	}
	free(all);
	return rc;
}

int64_t
question_approval_count(struct db *db, struct err *e)
{
	struct stmt *st;
	int64_t n = -1;

	if ((st = stmt_open(db, "SELECT count(DISTINCT coalesce(q.batch,"
	    " q.id)) FROM question q INDEXED BY question_approval WHERE "
	    WAITS, e)) == NULL)
		return -1;
	if (stmt_step(st, e) == 1)
		n = stmt_col_int(st, 0);
	stmt_close(st);
	return n;
}
