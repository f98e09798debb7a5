#include "store/roster.h"

#include <string.h>

int
roster_insert(struct db *db, struct roster *r, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "INSERT INTO roster(feed, source, name, etag,"
	    " sha256, mode, state, rows, added, changed, missing, returned,"
	    " rejected, came_at, evidence) VALUES(:feed, :source, :name,"
	    " :etag, :sha256, :mode, :state, :rows, :added, :changed,"
	    " :missing, :returned, :rejected, :came_at, :evidence)", e)) ==
	    NULL)
		return -1;
	stmt_text(st, ":feed", r->feed);
	stmt_text(st, ":source", r->source);
	stmt_text(st, ":name", r->name);
	stmt_text(st, ":etag", r->etag);
	stmt_blob(st, ":sha256", r->sha256, sizeof(r->sha256));
	stmt_text(st, ":mode", r->delta ? "delta" : "full");
	stmt_text(st, ":state", r->state);
	stmt_int(st, ":rows", r->rows);
	stmt_int(st, ":added", r->added);
	stmt_int(st, ":changed", r->changed);
	stmt_int(st, ":missing", r->missing);
	stmt_int(st, ":returned", r->returned);
	stmt_int(st, ":rejected", r->rejected);
	stmt_int(st, ":came_at", r->came_at);
	stmt_int(st, ":evidence", r->evidence);
	if ((rc = stmt_done(st, e)) == 0)
		r->id = db_last_id(db);
	stmt_close(st);
	return rc;
}

int
roster_update(struct db *db, const struct roster *r, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE roster SET state = :state,"
	    " rows = :rows, added = :added, changed = :changed,"
	    " missing = :missing, returned = :returned, rejected = :rejected,"
	    " evidence = :evidence WHERE id = :id", e)) == NULL)
		return -1;
	stmt_text(st, ":state", r->state);
	stmt_int(st, ":rows", r->rows);
	stmt_int(st, ":added", r->added);
	stmt_int(st, ":changed", r->changed);
	stmt_int(st, ":missing", r->missing);
	stmt_int(st, ":returned", r->returned);
	stmt_int(st, ":rejected", r->rejected);
	stmt_int(st, ":evidence", r->evidence);
	stmt_int(st, ":id", r->id);
	return stmt_run(st, e);
}

int
roster_applied(struct db *db, const char *name, const char *etag,
    const unsigned char sha256[32], int *applied, struct err *e)
{
	struct stmt *st;
	int rc;

	*applied = 0;
	if ((st = stmt_open(db, "SELECT state = 'applied' FROM roster"
	    " WHERE name = :name AND etag = :etag AND sha256 = :sha256"
	    " AND state <> 'applying' ORDER BY id DESC LIMIT 1", e)) == NULL)
		return -1;
	stmt_text(st, ":name", name);
	stmt_text(st, ":etag", etag);
	stmt_blob(st, ":sha256", sha256, 32);
	if ((rc = stmt_step(st, e)) == 1)
		*applied = (int)stmt_col_int(st, 0);
	stmt_close(st);
	return rc;
}

int
roster_waiting(struct db *db, const unsigned char sha256[32], char **feed,
    int *delta, struct err *e)
{
	struct stmt *st;
	int rc;

	*feed = NULL;
	if ((st = stmt_open(db, "SELECT feed, mode = 'delta', state = 'held'"
	    " AND source = 'drop' FROM roster WHERE sha256 = :sha256"
	    " ORDER BY id DESC LIMIT 1", e)) == NULL)
		return -1;
	stmt_blob(st, ":sha256", sha256, 32);
	if ((rc = stmt_step(st, e)) == 1 && stmt_col_int(st, 2)) {
		*feed = stmt_col_dup(st, 0);
		*delta = (int)stmt_col_int(st, 1);
	} else if (rc == 1) {
		rc = 0;
	}
	stmt_close(st);
	return rc;
}
