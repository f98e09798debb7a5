#include "store/override.h"

int
override_any(struct db *db, int64_t contractor, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT 1 FROM override"
	    " WHERE contractor = ?1 LIMIT 1", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, contractor);
	rc = stmt_step(st, e);
	stmt_close(st);
	return rc;
}

int
override_who(struct db *db, int64_t contractor, const char *field,
    const char *source, char **value, int64_t *set_at, char *by, size_t room,
    struct err *e)
{
	struct stmt *st;
	int rc;

	*value = NULL;
	if ((st = stmt_open(db, "SELECT value, set_at, set_by FROM override"
	    " WHERE contractor = :contractor AND field = :field"
	    " AND source = :source", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_text(st, ":field", field);
	stmt_text(st, ":source", source);
	if ((rc = stmt_step(st, e)) == 1) {
		*value = stmt_col_dup(st, 0);
		*set_at = stmt_col_int(st, 1);
		stmt_col_copy(st, 2, by, room);
	}
	stmt_close(st);
	return rc;
}

int
override_get(struct db *db, int64_t contractor, const char *field,
    const char *source, char **value, struct err *e)
{
	int64_t set_at;
	char by[2];

	return override_who(db, contractor, field, source, value, &set_at, by,
	    sizeof(by), e);
}

int
override_set(struct db *db, int64_t contractor, const char *field,
    const char *source, const char *value, int64_t now, const char *by,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO override (contractor, field,"
	    " source, value, set_at, set_by) VALUES (:contractor, :field,"
	    " :source, :value, :now, :by)"
	    " ON CONFLICT (contractor, field, source) DO UPDATE"
	    " SET value = excluded.value, set_at = excluded.set_at,"
	    " set_by = excluded.set_by", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_text(st, ":field", field);
	stmt_text(st, ":source", source);
	stmt_text(st, ":value", value);
	stmt_int(st, ":now", now);
	stmt_text(st, ":by", by);
	return stmt_run(st, e);
}

int
override_drop(struct db *db, int64_t contractor, const char *field,
    const char *source, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "DELETE FROM override"
	    " WHERE contractor = :contractor AND field = :field"
	    " AND source = :source", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_text(st, ":field", field);
	stmt_text(st, ":source", source);
	return stmt_changed(st, e);
}
