#include "store/setting.h"

int
setting_each(struct db *db, setting_cb *cb, void *arg, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT name, value, set_at, set_by"
	    " FROM policy ORDER BY name", e)) == NULL)
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

static int
reset(struct db *db, const char *name, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "DELETE FROM policy WHERE name = :name", e)) ==
	    NULL)
		return -1;
	stmt_text(st, ":name", name);
	return stmt_run(st, e);
}

int
setting_set(struct db *db, const char *name, const char *value, int64_t now,
    const char *by, int64_t evidence, struct err *e)
{
	struct stmt *st;

	if (value == NULL)
		return reset(db, name, e);
	if ((st = stmt_open(db, "INSERT INTO policy(name, value, set_at,"
	    " set_by, evidence) VALUES(:name, :value, :now, :by, :evidence)"
	    " ON CONFLICT(name) DO UPDATE SET value = excluded.value,"
	    " set_at = excluded.set_at, set_by = excluded.set_by,"
	    " evidence = excluded.evidence", e)) == NULL)
		return -1;
	stmt_text(st, ":name", name);
	stmt_text(st, ":value", value);
	stmt_int(st, ":now", now);
	stmt_text(st, ":by", by);
	stmt_int(st, ":evidence", evidence);
	return stmt_run(st, e);
}

int
setting_get(struct db *db, const char *name, struct buf *b, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT value FROM policy WHERE name = :name",
	    e)) == NULL)
		return -1;
	stmt_text(st, ":name", name);
	if ((rc = stmt_step(st, e)) == 1)
		buf_str(b, stmt_col_text(st, 0));
	stmt_close(st);
	return rc;
}

int
setting_by(struct db *db, const char *name, char *by, size_t size,
    struct err *e)
{
	struct stmt *st;
	int rc;

	*by = '\0';
	if ((st = stmt_open(db, "SELECT set_by FROM policy"
	    " WHERE name = :name", e)) == NULL)
		return -1;
	stmt_text(st, ":name", name);
	if ((rc = stmt_step(st, e)) == 1)
		stmt_col_copy(st, 0, by, size);
	stmt_close(st);
	return rc;
}
