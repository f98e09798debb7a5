#include "store/roster_plan.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/roster_plan_internal.h"

/* Indices are made when all rows are there: sorting once is cheaper.  Action 1
 * is PLAN_KNOWN: an ambiguous row is nobody's. */
_Static_assert(PLAN_KNOWN == 1, "as the SQL says");
static int
gather(struct roster_plan *p, enum plan_by by, struct err *e)
{
	if (db_run(p->db, "DELETE FROM temp.plan_group", e) == -1)
		return -1;
	switch (by) {
	case PLAN_BY_CONTRACTOR:
		return db_run(p->db, "CREATE INDEX temp.plan_contractor"
		    " ON plan(contractor) WHERE contractor > 0"
		    " AND action = 1", e) == -1 ||
		    db_run(p->db, "INSERT INTO temp.plan_group(number)"
		    " SELECT contractor FROM temp.plan WHERE contractor > 0"
		    " AND action = 1 GROUP BY contractor"
		    " HAVING count(*) > 1 OR max(again)",
		    e) == -1 ? -1 : 0;
	case PLAN_BY_WORKER:
		return db_run(p->db, "CREATE INDEX temp.plan_worker"
		    " ON plan(worker_id) WHERE contractor = 0"
		    " AND worker_id IS NOT NULL", e) == -1 ||
		    db_run(p->db, "INSERT INTO temp.plan_group(text)"
		    " SELECT worker_id FROM temp.plan WHERE contractor = 0"
		    " AND worker_id IS NOT NULL GROUP BY worker_id"
		    " HAVING count(*) > 1", e) == -1 ? -1 : 0;
	default:
		return db_run(p->db, "CREATE INDEX temp.plan_upn"
		    " ON plan(upn_key) WHERE contractor = 0"
		    " AND upn_key IS NOT NULL", e) == -1 ||
		    db_run(p->db, "INSERT INTO temp.plan_group(text)"
		    " SELECT upn_key FROM temp.plan WHERE contractor = 0"
		    " AND upn_key IS NOT NULL GROUP BY upn_key"
		    " HAVING count(*) > 1", e) == -1 ? -1 : 0;
	}
}

static struct stmt *
members(struct roster_plan *p, enum plan_by by, struct err *e)
{
	switch (by) {
	case PLAN_BY_CONTRACTOR:
		return stmt_open(p->db, "SELECT p.id FROM temp.plan_group g"
		    " JOIN temp.plan p ON p.contractor = g.number"
		    " WHERE g.id = ?1 AND p.contractor > 0 AND p.action = 1"
		    " ORDER BY p.id", e);
	case PLAN_BY_WORKER:
		return stmt_open(p->db, "SELECT p.id FROM temp.plan_group g"
		    " JOIN temp.plan p ON p.worker_id = g.text"
		    " WHERE g.id = ?1 AND p.contractor = 0"
		    " AND p.worker_id IS NOT NULL ORDER BY p.id", e);
	default:
		return stmt_open(p->db, "SELECT p.id FROM temp.plan_group g"
		    " JOIN temp.plan p ON p.upn_key = g.text"
		    " WHERE g.id = ?1 AND p.contractor = 0"
		    " AND p.upn_key IS NOT NULL ORDER BY p.id", e);
	}
}

int
roster_plan_groups(struct roster_plan *p, enum plan_by by, plan_group_cb *cb,
    void *arg, struct err *e)
{
	struct stmt *st;
	int64_t *ids = NULL, group = 0;
	size_t n = 0, room = 0;
	int rc;

	if ((by == PLAN_BY_CONTRACTOR &&
	    (p->actions & PLAN_BIT(PLAN_KNOWN)) == 0) ||
	    (by == PLAN_BY_WORKER && (p->unsorted & 1) == 0) ||
	    (by == PLAN_BY_UPN && (p->unsorted & 2) == 0))
		return 0;
	if (gather(p, by, e) == -1)
		return -1;
	do {
		if ((st = members(p, by, e)) == NULL) {
			rc = -1;
			break;
		}
		stmt_int_at(st, 1, ++group);
		for (n = 0; (rc = stmt_step(st, e)) == 1; n++) {
			if (n == room)
				ids = mem_grow(ids, room = room * 2 + 8,
				    sizeof(*ids));
			ids[n] = stmt_col_int(st, 0);
		}
		stmt_close(st);
		if (rc == 0 && n > 0)
			rc = cb(ids, n, arg);
	} while (rc == 0 && n > 0);
	free(ids);
	return rc;
}

int
roster_plan_absent(struct roster_plan *p, const struct plan_absent *a,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(p->db, "INSERT INTO temp.plan_absent(contractor,"
	    " action) VALUES(?1, ?2)", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, a->contractor);
	stmt_int_at(st, 2, a->action);
	return stmt_run(st, e);
}

int
roster_plan_absent_next(struct roster_plan *p, int64_t after,
    struct plan_absent *a, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(p->db, "SELECT contractor, action"
	    " FROM temp.plan_absent WHERE contractor > ?1"
	    " ORDER BY contractor LIMIT 1", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, after);
	if ((rc = stmt_step(st, e)) == 1) {
		a->contractor = stmt_col_int(st, 0);
		a->action = (int)stmt_col_int(st, 1);
	}
	stmt_close(st);
	return rc;
}

int
roster_plan_saw(struct roster_plan *p, const char *kind, const char *subject,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(p->db, "INSERT OR IGNORE INTO temp.plan_seen"
	    "(kind, subject) VALUES(?1, ?2)", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, kind);
	stmt_text_at(st, 2, subject);
	return stmt_run(st, e);
}

int
roster_plan_seen(struct roster_plan *p, const char *kind, const char *subject,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(p->db, "SELECT 1 FROM temp.plan_seen"
	    " WHERE kind = ?1 AND subject = ?2", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, kind);
	stmt_text_at(st, 2, subject);
	rc = stmt_step(st, e);
	stmt_close(st);
	return rc;
}
