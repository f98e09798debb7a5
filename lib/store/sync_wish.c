#include "store/sync_wish.h"

#include <string.h>

#include "base/when.h"

static void
take(struct stmt *st, struct sync_wish *w)
{
	memset(w, 0, sizeof(*w));
	w->id = stmt_col_int(st, 0);
	stmt_col_copy(st, 1, w->connector, sizeof(w->connector));
	w->whole = (int)stmt_col_int(st, 2);
	w->asked_at = stmt_col_int(st, 3);
	w->done_at = stmt_col_at(st, 4);
	w->status = stmt_col_null(st, 5) ? -1 : (int)stmt_col_int(st, 5);
	stmt_col_copy(st, 6, w->words, sizeof(w->words));
}

static int
one(struct stmt *st, struct sync_wish *w, struct err *e)
{
	int rc = stmt_step(st, e);

	if (rc == 1)
		take(st, w);
	stmt_close(st);
	return rc;
}

int
sync_wish_get(struct db *db, int64_t id, struct sync_wish *w, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT id, connector, whole, asked_at,"
	    " done_at, status, words FROM sync_wish WHERE id = :id", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":id", id);
	return one(st, w, e);
}

int
sync_wish_open(struct db *db, const char *connector, int whole,
    struct sync_wish *w, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT id, connector, whole, asked_at,"
	    " done_at, status, words FROM sync_wish WHERE done_at IS NULL"
	    " AND connector = :connector AND whole = :whole", e)) == NULL)
		return -1;
	stmt_text(st, ":connector", connector);
	stmt_int(st, ":whole", whole);
	return one(st, w, e);
}

int
sync_wish_last(struct db *db, const char *connector, struct sync_wish *w,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT id, connector, whole, asked_at,"
	    " done_at, status, words FROM sync_wish WHERE done_at IS NOT NULL"
	    " AND connector = :connector ORDER BY id DESC LIMIT 1", e)) ==
	    NULL)
		return -1;
	stmt_text(st, ":connector", connector);
	return one(st, w, e);
}

int
sync_wish_insert(struct db *db, const char *connector, int whole, int64_t now,
    const char *by, int64_t evidence, int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "INSERT INTO sync_wish (connector, whole,"
	    " asked_at, asked_by, evidence) VALUES (:connector, :whole, :now,"
	    " :by, :evidence)", e)) == NULL)
		return -1;
	stmt_text(st, ":connector", connector);
	stmt_int(st, ":whole", whole);
	stmt_int(st, ":now", now);
	stmt_text(st, ":by", by);
	stmt_int(st, ":evidence", evidence);
	rc = stmt_done(st, e);
	stmt_close(st);
	if (rc == 0)
		*id = db_last_id(db);
	return rc;
}

int
sync_wish_next(struct db *db, const char *after, char name[33], int *whole,
    int64_t *last, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT connector, max(whole), max(id)"
	    " FROM sync_wish WHERE done_at IS NULL AND connector > :after"
	    " GROUP BY connector ORDER BY connector LIMIT 1", e)) == NULL)
		return -1;
	stmt_text(st, ":after", after);
	if ((rc = stmt_step(st, e)) == 1) {
		stmt_col_copy(st, 0, name, 33);
		*whole = (int)stmt_col_int(st, 1);
		*last = stmt_col_int(st, 2);
	}
	stmt_close(st);
	return rc;
}

int
sync_wish_done(struct db *db, const char *connector, int64_t last, int status,
    const char *words, int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE sync_wish SET done_at = :now,"
	    " status = :status, words = :words WHERE done_at IS NULL"
	    " AND connector = :connector AND id <= :last", e)) == NULL)
		return -1;
	stmt_int(st, ":now", now);
	stmt_int(st, ":status", status);
	stmt_text(st, ":words", words);
	stmt_text(st, ":connector", connector);
	stmt_int(st, ":last", last);
	return stmt_run(st, e);
}
