#include "store/job.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define COLS "j.id, j.contractor, j.kind, j.decision, j.rule, j.second," \
	" j.approval, j.state, j.due_at, j.made_at, j.started_at, j.done_at," \
	" j.started_at IS NOT NULL OR EXISTS (SELECT 1 FROM step s" \
	" WHERE s.job = j.id AND s.state <> 'todo')"

static void
take(struct stmt *st, struct job *j)
{
	memset(j, 0, sizeof(*j));
	j->id = stmt_col_int(st, 0);
	j->contractor = stmt_col_int(st, 1);
	stmt_col_copy(st, 2, j->kind, sizeof(j->kind));
	j->decision = stmt_col_int(st, 3);
	stmt_col_copy(st, 4, j->rule, sizeof(j->rule));
	j->second = (int)stmt_col_int(st, 5);
	j->approval = stmt_col_int(st, 6);
	stmt_col_copy(st, 7, j->state, sizeof(j->state));
	j->due_at = stmt_col_int(st, 8);
	j->made_at = stmt_col_int(st, 9);
	j->started_at = stmt_col_int(st, 10);
	j->done_at = stmt_col_int(st, 11);
	j->begun = (int)stmt_col_int(st, 12);
}

static int
one(struct stmt *st, struct job *j, struct err *e)
{
	int rc = stmt_step(st, e);

	memset(j, 0, sizeof(*j));
	if (rc == 1)
		take(st, j);
	stmt_close(st);
	return rc;
}

/* each: read whole, then called: cb may write. */
static int
each(struct stmt *st, job_cb *cb, void *arg, struct err *e)
{
	struct job *all = NULL;
	size_t n = 0, i;
	int rc;

	while ((rc = stmt_step(st, e)) == 1) {
		if ((n & (n - 1)) == 0)
			all = mem_grow(all, n == 0 ? 1 : n * 2, sizeof(*all));
		take(st, &all[n++]);
	}
	stmt_close(st);
	for (i = 0; i < n && rc == 0; i++)
		rc = cb(&all[i], arg);
	free(all);
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

static int
inserted(struct db *db, struct stmt *st, int64_t *id, struct err *e)
{
	int rc = stmt_done(st, e);

	stmt_close(st);
	if (rc == 0 && id != NULL)
		*id = db_last_id(db);
	return rc;
}

int
job_insert(struct db *db, int64_t contractor, const char *kind,
    int64_t decision, int second, int64_t due_at, int64_t now, int64_t *id,
    struct err *e)
{
	struct stmt *st;

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
	return inserted(db, st, id, e);
}

int
job_insert_rule(struct db *db, int64_t contractor, const char *rule,
    int64_t due_at, int64_t now, int64_t *id, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO job (contractor, kind, rule,"
	    " second, state, due_at, made_at) VALUES (:contractor, iif(:rule ="
	    " 'write_expiry', 'extend', 'suspend'), :rule, 0, 'due', :due_at,"
	    " :now)", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_text(st, ":rule", rule);
	stmt_int(st, ":due_at", due_at);
	stmt_int(st, ":now", now);
	return inserted(db, st, id, e);
}

int
job_insert_lift(struct db *db, int64_t contractor, int64_t now, int64_t *id,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO job (contractor, kind, rule,"
	    " second, state, due_at, made_at) VALUES (:contractor, 'lift',"
	    " 'waiting', 0, 'due', :now, :now)", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_int(st, ":now", now);
	return inserted(db, st, id, e);
}

int
job_ruled(struct db *db, int64_t contractor, const char *rule,
    int64_t due_at, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT 1 FROM job"
	    " WHERE contractor = :contractor AND kind = 'suspend'"
	    " AND (rule = :rule AND due_at >= :due_at"
	    " OR state IN ('waiting','due','held')) LIMIT 1", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_text(st, ":rule", rule);
	stmt_int(st, ":due_at", due_at);
	rc = stmt_step(st, e);
	stmt_close(st);
	return rc;
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
	return stmt_changed(st, e);
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
	return stmt_changed(st, e);
}

int
job_started(struct db *db, int64_t id, int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE job SET state = 'due',"
	    " started_at = :now WHERE id = :id AND state IN ('due','held')"
	    " AND started_at IS NULL", e)) == NULL)
		return -1;
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
job_held(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE job SET state = 'held' WHERE id = :id"
	    " AND state = 'due' AND started_at IS NULL", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
job_needs_second(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE job SET state = 'waiting', second = 1"
	    " WHERE id = :id AND state IN ('due','held')"
	    " AND started_at IS NULL AND approval IS NULL", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
job_done(struct db *db, int64_t id, int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE job SET state = 'done',"
	    " done_at = :now WHERE id = :id AND state = 'due'"
	    " AND started_at IS NOT NULL", e)) == NULL)
		return -1;
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

/* The whole list of open states stands in each WHERE: so the index of the open
 * jobs is used, and the cost grows with them alone. */
int
job_each_due(struct db *db, const char *kind, int64_t now, job_cb *cb,
    void *arg, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM job j"
	    " WHERE j.state IN ('waiting','due','held')"
	    " AND j.state <> 'waiting' AND j.started_at IS NULL"
	    " AND j.due_at <= :now AND j.kind = :kind"
	    " ORDER BY j.due_at, j.id", e)) == NULL)
		return -1;
	stmt_text(st, ":kind", kind);
	stmt_int(st, ":now", now);
	return each(st, cb, arg, e);
}

int
job_each_started(struct db *db, const char *kind, job_cb *cb, void *arg,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM job j"
	    " WHERE j.state IN ('waiting','due','held')"
	    " AND j.state = 'due' AND j.started_at IS NOT NULL"
	    " AND j.kind = :kind ORDER BY j.started_at, j.id", e)) == NULL)
		return -1;
	stmt_text(st, ":kind", kind);
	return each(st, cb, arg, e);
}

int
job_each_waiting(struct db *db, job_cb *cb, void *arg, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM job j"
	    " WHERE j.state IN ('waiting','due','held')"
	    " AND j.state = 'waiting' ORDER BY j.id", e)) == NULL)
		return -1;
	return each(st, cb, arg, e);
}

int
job_each_left_waiting(struct db *db, job_cb *cb, void *arg, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM contractor c"
	    " JOIN job j ON j.contractor = c.id AND j.kind = 'suspend'"
	    " WHERE c.status <> 'active' AND c.status = 'suspended'"
	    " AND j.rule = 'waiting' AND j.state = 'done'"
	    " AND NOT EXISTS (SELECT 1 FROM job o WHERE o.contractor = c.id"
	    " AND o.kind = 'offboard' AND o.state IN ('waiting','due','held'))"
	    " AND NOT EXISTS (SELECT 1 FROM job l WHERE l.contractor = c.id"
	    " AND l.kind IN ('suspend','lift','reinstate') AND l.id > j.id"
	    " AND l.state <> 'undone') ORDER BY j.id", e)) == NULL)
		return -1;
	return each(st, cb, arg, e);
}

int
job_each_of(struct db *db, int64_t contractor, job_cb *cb, void *arg,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM job j"
	    " WHERE j.contractor = :contractor ORDER BY j.id", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	return each(st, cb, arg, e);
}

static int64_t
count(struct stmt *st, struct err *e)
{
	int64_t n = stmt_step(st, e) == 1 ? stmt_col_int(st, 0) : -1;

	stmt_close(st);
	return n;
}

int64_t
job_count_started(struct db *db, int64_t since, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT count(*) FROM job"
	    " WHERE kind = 'offboard' AND started_at IS NOT NULL"
	    " AND started_at > :since", e)) == NULL)
		return -1;
	stmt_int(st, ":since", since);
	return count(st, e);
}

int64_t
job_count_ahead(struct db *db, int64_t from, int64_t to, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT count(*) FROM job"
	    " WHERE state = 'due' AND kind = 'offboard' AND started_at IS NULL"
	    " AND due_at > :from AND due_at <= :to", e)) == NULL)
		return -1;
	stmt_int(st, ":from", from);
	stmt_int(st, ":to", to);
	return count(st, e);
}
