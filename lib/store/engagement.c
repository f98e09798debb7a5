#include "store/engagement.h"

int
engagement_begin(struct db *db, int64_t contractor, int nth, int64_t began_at,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO engagement(contractor, nth,"
	    " began_at) VALUES(?1, ?2, ?3)", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, contractor);
	stmt_int_at(st, 2, nth);
	stmt_int_at(st, 3, began_at);
	return stmt_run(st, e);
}

int
engagement_begin_batch(struct db *db, int64_t after, int64_t roster,
    int64_t began_at, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO engagement(contractor, nth,"
	    " began_at) SELECT id, 1, :began_at FROM contractor"
	    " WHERE id > :after AND roster = :roster", e)) == NULL)
		return -1;
	stmt_int(st, ":began_at", began_at);
	stmt_int(st, ":after", after);
	stmt_int(st, ":roster", roster);
	return stmt_run(st, e);
}

int
engagement_end(struct db *db, int64_t contractor, int nth, const char *how,
    int64_t ended_at, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE engagement SET how = :how,"
	    " ended_at = :ended_at WHERE contractor = :contractor"
	    " AND nth = :nth AND how IS NULL", e)) == NULL)
		return -1;
	stmt_text(st, ":how", how);
	stmt_int(st, ":ended_at", ended_at);
	stmt_int(st, ":contractor", contractor);
	stmt_int(st, ":nth", nth);
	return stmt_run(st, e);
}

int
engagement_ended(struct db *db, int64_t contractor, int64_t *at,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT ended_at FROM engagement"
	    " WHERE contractor = :contractor AND ended_at IS NOT NULL"
	    " ORDER BY nth DESC LIMIT 1", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	if ((rc = stmt_step(st, e)) == 1)
		*at = stmt_col_int(st, 0);
	stmt_close(st);
	return rc;
}
