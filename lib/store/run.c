#include "store/run.h"

int
run_begin(struct db *db, const char *tool, const char *part, int64_t now,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO run(tool, part, started_at)"
	    " VALUES(:tool, :part, :now) ON CONFLICT(tool, part) DO UPDATE"
	    " SET started_at = excluded.started_at, status = NULL", e)) ==
	    NULL)
		return -1;
	stmt_text(st, ":tool", tool);
	stmt_text(st, ":part", part);
	stmt_int(st, ":now", now);
	return stmt_run(st, e);
}

int
run_end(struct db *db, const char *tool, const char *part, int status,
    const char *note, int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE run SET status = :status,"
	    " note = :note, ok_at = iif(:status = 0, :now, ok_at)"
	    " WHERE tool = :tool AND part = :part", e)) == NULL)
		return -1;
	stmt_int(st, ":status", status);
	stmt_text(st, ":note", note);
	stmt_int(st, ":now", now);
	stmt_text(st, ":tool", tool);
	stmt_text(st, ":part", part);
	return stmt_run(st, e);
}
