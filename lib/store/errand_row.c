#include "store/errand_row.h"

#include <stdlib.h>
#include <string.h>

#include "base/when.h"

#define COLS "id, contractor, what, why, asked_at, asked_by, done_at," \
	" status, words"

void
errand_clear(struct errand *r)
{
	free(r->why);
	free(r->words);
	memset(r, 0, sizeof(*r));
}

static int
one(struct stmt *st, struct errand *r, struct err *e)
{
	int rc = stmt_step(st, e);

	memset(r, 0, sizeof(*r));
	if (rc == 1) {
		r->id = stmt_col_int(st, 0);
		r->contractor = stmt_col_int(st, 1);
		stmt_col_copy(st, 2, r->what, sizeof(r->what));
		r->why = stmt_col_dup(st, 3);
		r->asked_at = stmt_col_int(st, 4);
		stmt_col_copy(st, 5, r->asked_by, sizeof(r->asked_by));
		r->done_at = stmt_col_at(st, 6);
		r->status = stmt_col_null(st, 7) ? -1 :
		    (int)stmt_col_int(st, 7);
		r->words = stmt_col_dup(st, 8);
	}
	stmt_close(st);
	return rc;
}

int
errand_insert(struct db *db, const struct errand *r, int64_t evidence,
    int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "INSERT INTO errand (what, contractor, why,"
	    " asked_at, asked_by, evidence) VALUES (:what, :contractor, :why,"
	    " :at, :by, :evidence) ON CONFLICT DO NOTHING", e)) == NULL)
		return -1;
	stmt_text(st, ":what", r->what);
	stmt_int(st, ":contractor", r->contractor);
	stmt_text(st, ":why", r->why);
	stmt_int(st, ":at", r->asked_at);
	stmt_text(st, ":by", r->asked_by);
	stmt_int(st, ":evidence", evidence);
	rc = stmt_done(st, e);
	stmt_close(st);
	if (rc == -1)
		return -1;
	*id = db_last_id(db);
	return db_changes(db) == 1;
}

int
errand_next(struct db *db, int64_t after, struct errand *r, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM errand"
	    " WHERE done_at IS NULL AND id > :after ORDER BY id LIMIT 1",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":after", after);
	return one(st, r, e);
}

int
errand_newest(struct db *db, int64_t contractor, struct errand *r,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM errand"
	    " WHERE contractor = :contractor ORDER BY id DESC LIMIT 1", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	return one(st, r, e);
}

int
errand_done(struct db *db, int64_t id, int status, const char *words,
    int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE errand SET done_at = :now,"
	    " status = :status, words = :words WHERE id = :id"
	    " AND done_at IS NULL", e)) == NULL)
		return -1;
	stmt_int(st, ":now", now);
	stmt_int(st, ":status", status);
	stmt_text(st, ":words", words);
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}
