#include "store/job.h"

#include <stdio.h>
#include <string.h>

#define COLS "j.id, j.contractor, j.kind, j.decision, j.second, j.approval," \
	" j.state, j.due_at, j.made_at, j.done_at, EXISTS (SELECT 1" \
	" FROM step s WHERE s.job = j.id AND s.state <> 'todo')"

static void
copy(char *to, size_t size, const char *from)
{
	(void)snprintf(to, size, "%s", from != NULL ? from : "");
}

static int
one(struct stmt *st, struct job *j, struct err *e)
{
	int rc = stmt_step(st, e);

	memset(j, 0, sizeof(*j));
	if (rc == 1) {
		j->id = stmt_col_int(st, 0);
		j->contractor = stmt_col_int(st, 1);
		copy(j->kind, sizeof(j->kind), stmt_col_text(st, 2));
		j->decision = stmt_col_int(st, 3);
		j->second = (int)stmt_col_int(st, 4);
		j->approval = stmt_col_int(st, 5);
		copy(j->state, sizeof(j->state), stmt_col_text(st, 6));
		j->due_at = stmt_col_int(st, 7);
		j->made_at = stmt_col_int(st, 8);
		j->done_at = stmt_col_int(st, 9);
		j->begun = (int)stmt_col_int(st, 10);
	}
	stmt_close(st);
	return rc;
}

int
job_get(struct db *db, int64_t id, struct job *j, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM job j WHERE j.id = :id",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return one(st, j, e);
}

int
job_of(struct db *db, int64_t decision, struct job *j, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM job j"
	    " WHERE j.decision = :decision", e)) == NULL)
		return -1;
	stmt_int(st, ":decision", decision);
	return one(st, j, e);
}

int
job_pending(struct db *db, int64_t contractor, const char *kind,
    struct job *j, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM job j"
	    " WHERE j.contractor = :contractor AND j.kind = :kind"
	    " AND j.state IN ('waiting','due','held')", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_text(st, ":kind", kind);
	return one(st, j, e);
}

int
job_insert(struct db *db, int64_t contractor, const char *kind,
    int64_t decision, int second, int64_t due_at, int64_t now, int64_t *id,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "INSERT INTO job (contractor, kind, decision,"
	    " second, state, due_at, made_at) VALUES (:contractor, :kind,"
	    " :decision, :second, :state, :due_at, :now)", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_text(st, ":kind", kind);
	stmt_int(st, ":decision", decision);
	stmt_int(st, ":second", second);
	stmt_text(st, ":state", second ? "waiting" : "due");
	stmt_int(st, ":due_at", due_at);
	stmt_int(st, ":now", now);
	rc = stmt_done(st, e);
	stmt_close(st);
	if (rc == 0 && id != NULL)
		*id = db_last_id(db);
	return rc;
}

static int
changed(struct db *db, struct stmt *st, struct err *e)
{
	int rc = stmt_done(st, e);

	stmt_close(st);
	return rc == -1 ? -1 : db_changes(db) == 1;
}

int
job_undone(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE job SET state = 'undone'"
	    " WHERE id = :id AND state IN ('waiting','due','held')", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":id", id);
	return changed(db, st, e);
}

int
job_approved(struct db *db, int64_t id, int64_t approval, int64_t due_at,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE job SET approval = :approval,"
	    " state = 'due', due_at = max(due_at, :due_at)"
	    " WHERE id = :id AND state = 'waiting'", e)) == NULL)
		return -1;
	stmt_int(st, ":approval", approval);
	stmt_int(st, ":due_at", due_at);
	stmt_int(st, ":id", id);
	return changed(db, st, e);
}
