#include "store/roster_plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/roster_plan_internal.h"

#define COLS "id, line, offset, len, upn_key, worker_id, contractor, other," \
	" action, again, returns, moved, hash, row"

struct roster_plan *
roster_plan_start(struct db *db, struct err *e)
{
	struct roster_plan *p;

	if (db_run(db, "DROP TABLE IF EXISTS temp.plan", e) == -1 ||
	    db_run(db, "DROP TABLE IF EXISTS temp.plan_absent", e) == -1 ||
	    db_run(db, "DROP TABLE IF EXISTS temp.plan_group", e) == -1 ||
	    db_run(db, "DROP TABLE IF EXISTS temp.plan_seen", e) == -1 ||
	    db_run(db, "CREATE TEMP TABLE plan(id INTEGER PRIMARY KEY,"
	    " action INTEGER NOT NULL, contractor INTEGER NOT NULL,"
	    " worker_id TEXT, upn_key TEXT, other INTEGER, again INTEGER,"
	    " returns INTEGER, moved INTEGER, line INTEGER, offset INTEGER,"
	    " len INTEGER, hash BLOB, row BLOB)", e) == -1 ||
	    db_run(db, "CREATE TEMP TABLE plan_absent("
	    "contractor INTEGER PRIMARY KEY, action INTEGER NOT NULL)", e) ==
	    -1 ||
	    db_run(db, "CREATE TEMP TABLE plan_group(id INTEGER PRIMARY KEY,"
	    " number INTEGER, text TEXT)", e) == -1 ||
	    db_run(db, "CREATE TEMP TABLE plan_seen(kind TEXT, subject TEXT,"
	    " PRIMARY KEY(kind, subject)) WITHOUT ROWID", e) == -1)
		return NULL;
	p = mem_zero(1, sizeof(*p));
	p->db = db;
	return p;
}

void
roster_plan_free(struct roster_plan *p)
{
	if (p == NULL)
		return;
	roster_plan_rest(p);
	free(p);
}

void
roster_plan_rest(struct roster_plan *p)
{
	stmt_close(p->row);
	p->row = NULL;
}

/* ascend: a roster in the order of a key cannot have that key twice, and needs
 * no index to tell. */
static void
ascend(struct roster_plan *p, int bit, char *last, size_t room,
    const char *key)
{
	size_t n;

	if (key == NULL || (p->unsorted & bit) != 0)
		return;
	n = strlen(key);
	if (n >= room || strcmp(key, last) <= 0)
		p->unsorted |= bit;
	else
		memcpy(last, key, n + 1);
}

int
roster_plan_add(struct roster_plan *p, const struct plan_row *r,
    struct err *e)
{
	struct stmt *st;

	p->actions |= PLAN_BIT(r->action);
	ascend(p, 1, p->worker_id, sizeof(p->worker_id), r->worker_id);
	ascend(p, 2, p->upn_key, sizeof(p->upn_key), r->upn_key);
	if ((st = stmt_open(p->db, "INSERT INTO temp.plan(id, line, offset,"
	    " len, upn_key, worker_id, contractor, other, action, again,"
	    " returns, moved, hash, row) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7,"
	    " ?8, ?9, ?10, 0, 0, ?11, ?12)", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, ++p->last);
	stmt_int_at(st, 2, r->line);
	stmt_int_at(st, 3, r->offset);
	stmt_int_at(st, 4, r->len);
	stmt_text_at(st, 5, r->upn_key);
	stmt_text_at(st, 6, r->worker_id);
	stmt_int_at(st, 7, r->contractor);
	stmt_int_at(st, 8, r->other);
	stmt_int_at(st, 9, r->action);
	stmt_int_at(st, 10, r->again);
	stmt_blob_at(st, 11, r->hash, 16);
	stmt_blob_at(st, 12, r->row, r->row_len);
	return stmt_run(st, e);
}

int
roster_plan_set(struct roster_plan *p, const struct plan_row *r,
    struct err *e)
{
	struct stmt *st;

	p->actions |= PLAN_BIT(r->action);
	if ((st = stmt_open(p->db, "UPDATE temp.plan SET action = ?2,"
	    " returns = ?3, moved = ?4 WHERE id = ?1", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, r->id);
	stmt_int_at(st, 2, r->action);
	stmt_int_at(st, 3, r->returns);
	stmt_int_at(st, 4, r->moved);
	return stmt_run(st, e);
}

int
roster_plan_rewrite(struct roster_plan *p, const struct plan_row *r,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(p->db, "UPDATE temp.plan SET hash = ?2, row = ?3"
	    " WHERE id = ?1", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, r->id);
	stmt_blob_at(st, 2, r->hash, 16);
	stmt_blob_at(st, 3, r->row, r->row_len);
	return stmt_run(st, e);
}

static void
take(struct stmt *st, struct plan_row *r)
{
	size_t n;

	r->id = stmt_col_int(st, 0);
	r->line = stmt_col_int(st, 1);
	r->offset = stmt_col_int(st, 2);
	r->len = stmt_col_int(st, 3);
	r->upn_key = stmt_col_text(st, 4);
	r->worker_id = stmt_col_text(st, 5);
	r->contractor = stmt_col_int(st, 6);
	r->other = stmt_col_int(st, 7);
	r->action = (int)stmt_col_int(st, 8);
	r->again = (int)stmt_col_int(st, 9);
	r->returns = (int)stmt_col_int(st, 10);
	r->moved = (int)stmt_col_int(st, 11);
	r->hash = stmt_col_blob(st, 12, &n);
	r->row = stmt_col_blob(st, 13, &r->row_len);
}

/* one: steps and keeps the statement open for what r borrows. */
static int
one(struct roster_plan *p, struct plan_row *r, struct err *e)
{
	int rc = stmt_step(p->row, e);

	if (rc != 1) {
		roster_plan_rest(p);
		return rc;
	}
	take(p->row, r);
	p->given = r->id;
	return 1;
}

int
roster_plan_next(struct roster_plan *p, int64_t after, int mask,
    struct plan_row *r, struct err *e)
{
	if (p->row != NULL && p->mask == mask && p->given == after)
		return one(p, r, e);	/* on with the same statement */
	roster_plan_rest(p);
	if ((mask & p->actions) == 0)
		return 0;	/* a million rows need not be asked */
	if ((p->row = stmt_open(p->db, "SELECT " COLS " FROM temp.plan"
	    " WHERE id > ?1 AND (1 << action) & ?2 ORDER BY id", e)) == NULL)
		return -1;
	p->mask = mask;
	stmt_int_at(p->row, 1, after);
	stmt_int_at(p->row, 2, mask);
	return one(p, r, e);
}

int
roster_plan_get(struct roster_plan *p, int64_t id, struct plan_row *r,
    struct err *e)
{
	roster_plan_rest(p);
	if ((p->row = stmt_open(p->db, "SELECT " COLS " FROM temp.plan"
	    " WHERE id = ?1", e)) == NULL)
		return -1;
	p->mask = 0;
	stmt_int_at(p->row, 1, id);
	return one(p, r, e);
}

/* count_actions: by hand; GROUP BY would sort a million rows. */
static int
count_actions(struct roster_plan *p, struct plan_counts *c, struct err *e)
{
	struct stmt *st;
	int rc;

	if (p->actions == PLAN_BIT(PLAN_NEW)) {
		c->action[PLAN_NEW] = p->last;
		return 0;
	}
	if ((st = stmt_open(p->db, "SELECT action, returns, moved"
	    " FROM temp.plan", e)) == NULL)
		return -1;
	while ((rc = stmt_step(st, e)) == 1) {
		c->action[stmt_col_int(st, 0)]++;
		c->returns += stmt_col_int(st, 1);
		c->moved += stmt_col_int(st, 2);
	}
	stmt_close(st);
	return rc;
}

int
roster_plan_count(struct roster_plan *p, struct plan_counts *c, struct err *e)
{
	struct stmt *st;
	int rc;

	memset(c, 0, sizeof(*c));
	if (count_actions(p, c, e) == -1 ||
	    (st = stmt_open(p->db, "SELECT action, count(*)"
	    " FROM temp.plan_absent GROUP BY action", e)) == NULL)
		return -1;
	while ((rc = stmt_step(st, e)) == 1)
		c->absent[stmt_col_int(st, 0)] = stmt_col_int(st, 1);
	stmt_close(st);
	return rc;
}
