#include "store/template.h"

int
template_get(struct db *db, const char *name, struct buf *b, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT body FROM template"
	    " WHERE name = :name", e)) == NULL)
		return -1;
	stmt_text(st, ":name", name);
	if ((rc = stmt_step(st, e)) == 1)
		buf_str(b, stmt_col_text(st, 0));
	stmt_close(st);
	return rc;
}

int
template_set(struct db *db, const char *name, const char *body, int64_t now,
    const char *by, int64_t evidence, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "INSERT INTO template (name, body, set_at,"
	    " set_by, evidence) VALUES (:name, :body, :now, :by, :evidence)"
	    " ON CONFLICT (name) DO UPDATE SET body = excluded.body,"
	    " set_at = excluded.set_at, set_by = excluded.set_by,"
	    " evidence = excluded.evidence", e)) == NULL)
		return -1;
	stmt_text(st, ":name", name);
	stmt_text(st, ":body", body);
	stmt_int(st, ":now", now);
	stmt_text(st, ":by", by);
	stmt_int(st, ":evidence", evidence);
	rc = stmt_done(st, e);
	stmt_close(st);
	return rc == -1 ? err_add(e, "template %s", name) : 0;
}

int
template_reset(struct db *db, const char *name, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "DELETE FROM template WHERE name = :name",
	    e)) == NULL)
		return -1;
	stmt_text(st, ":name", name);
	return stmt_changed(st, e);
}

int
template_each(struct db *db, template_cb *cb, void *arg, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT name, body, set_at, set_by"
	    " FROM template ORDER BY name", e)) == NULL)
		return -1;
	while ((rc = stmt_step(st, e)) == 1)
		if (cb(stmt_col_text(st, 0), stmt_col_text(st, 1),
		    stmt_col_int(st, 2), stmt_col_text(st, 3), arg) == -1) {
			rc = -1;
			break;
		}
	stmt_close(st);
	return rc;
}

int
template_field(struct db *db, const char *name, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT 1 FROM contractor c,"
	    " json_each(c.extra) f WHERE c.extra IS NOT NULL"
	    " AND f.key = :name LIMIT 1", e)) == NULL)
		return -1;
	stmt_text(st, ":name", name);
	rc = stmt_step(st, e);
	stmt_close(st);
	return rc;
}
