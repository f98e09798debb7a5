#include "store/step_text.h"

static int
join(struct stmt *st, struct buf *b, struct err *e)
{
	int rc;

	while ((rc = stmt_step(st, e)) == 1) {
		if (b->len > 0)
			buf_str(b, ", ");
		buf_str(b, stmt_col_text(st, 0));
	}
	stmt_close(st);
	return rc;
}

int
step_text_groups(struct db *db, int64_t step, struct buf *b, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT coalesce((SELECT coalesce("
	    "nullif(json_extract(g.value, '$.path'), ''),"
	    " nullif(json_extract(g.value, '$.name'), ''))"
	    " FROM json_each(s.before, '$.groups') g"
	    " WHERE json_extract(g.value, '$.id') = t.value), t.value)"
	    " FROM step s, json_each(s.args, '$.groups') t"
	    " WHERE s.id = :step ORDER BY 1", e)) == NULL)
		return -1;
	stmt_int(st, ":step", step);
	return join(st, b, e);
}

int
step_text_nested(struct db *db, int64_t step, struct buf *b, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT coalesce(nullif(json_extract("
	    "g.value, '$.path'), ''), nullif(json_extract(g.value, '$.name'),"
	    " ''), json_extract(g.value, '$.id'))"
	    " FROM step s, json_each(s.after, '$.groups') g"
	    " WHERE s.id = :step AND json_extract(g.value, '$.privileged')"
	    " AND json_extract(g.value, '$.direct') = 0 ORDER BY 1", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":step", step);
	return join(st, b, e);
}

int
step_text_expiry(struct db *db, int64_t step, int64_t *at, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT json_extract(args, '$.expires_at')"
	    " FROM step WHERE id = :step", e)) == NULL)
		return -1;
	stmt_int(st, ":step", step);
	if ((rc = stmt_step(st, e)) == 1) {
		rc = !stmt_col_null(st, 0);
		*at = stmt_col_int(st, 0);
	}
	stmt_close(st);
	return rc;
}

int64_t
step_text_residual(struct db *db, int64_t job, struct err *e)
{
	struct stmt *st;
	int64_t at = -1;

	if ((st = stmt_open(db, "SELECT coalesce(max(json_extract(after,"
	    " '$.residual_until')), 0) FROM step WHERE job = :job", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":job", job);
	if (stmt_step(st, e) == 1)
		at = stmt_col_int(st, 0);
	stmt_close(st);
	return at;
}
