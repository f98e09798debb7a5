#include "store/job_trouble.h"

#include <string.h>

/* Jobs that are over have no trouble: what is left is found by its index. */
#define HELD "j.state IN ('waiting','due','held') AND j.state = 'held'"
#define STUCK "j.state = 'due' AND (s.state = 'refused'" \
	" OR (s.tries > 0 AND s.state IN ('todo','doing','pending_sync')))"

static int
walk(struct stmt *st, job_trouble_cb *cb, void *arg, struct err *e)
{
	struct job_trouble t;
	int rc;

	while ((rc = stmt_step(st, e)) == 1) {
		memset(&t, 0, sizeof(t));
		t.job = stmt_col_int(st, 0);
		t.contractor = stmt_col_int(st, 1);
		t.kind = stmt_col_text(st, 2);
		t.upn = stmt_col_text(st, 3);
		t.name = stmt_col_text(st, 4);
		t.due_at = stmt_col_int(st, 5);
		t.step = stmt_col_int(st, 6);
		t.op = stmt_col_text(st, 7);
		t.state = stmt_col_text(st, 8);
		t.words = stmt_col_text(st, 9);
		t.connector = stmt_col_text(st, 10);
		t.login = stmt_col_text(st, 11);
		t.required = (int)stmt_col_int(st, 12);
		t.tries = stmt_col_int(st, 13);
		t.next_at = stmt_col_int(st, 14);
		if ((rc = cb(&t, arg)) != 0)
			break;
	}
	stmt_close(st);
	return rc;
}

int
job_trouble_held(struct db *db, int64_t after, int max, job_trouble_cb *cb,
    void *arg, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT j.id, j.contractor, j.kind, c.upn,"
	    " c.display_name, j.due_at, 0, NULL, NULL, NULL, NULL, NULL, 0, 0,"
	    " 0 FROM job j INDEXED BY job_open"
	    " JOIN contractor c ON c.id = j.contractor WHERE " HELD
	    " AND j.id > :after ORDER BY j.id LIMIT :max", e)) == NULL)
		return -1;
	stmt_int(st, ":after", after);
	stmt_int(st, ":max", max);
	return walk(st, cb, arg, e);
}

int
job_trouble_steps(struct db *db, int64_t after, int max, job_trouble_cb *cb,
    void *arg, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT j.id, j.contractor, j.kind, c.upn,"
	    " c.display_name, j.due_at, s.id, s.op, s.state, s.words,"
	    " a.connector, a.login, s.required, s.tries, s.next_at"
	    " FROM job j INDEXED BY job_due JOIN step s ON s.job = j.id"
	    " JOIN contractor c ON c.id = j.contractor"
	    " JOIN account a ON a.id = s.account WHERE " STUCK
	    " AND s.id > :after ORDER BY s.id LIMIT :max", e)) == NULL)
		return -1;
	stmt_int(st, ":after", after);
	stmt_int(st, ":max", max);
	return walk(st, cb, arg, e);
}

int64_t
job_trouble_count(struct db *db, struct err *e)
{
	struct stmt *st;
	int64_t n = -1;

	if ((st = stmt_open(db, "SELECT (SELECT count(*) FROM job j"
	    " INDEXED BY job_open WHERE " HELD ") + (SELECT count(*)"
	    " FROM job j INDEXED BY job_due JOIN step s ON s.job = j.id"
	    " WHERE " STUCK ")", e)) == NULL)
		return -1;
	if (stmt_step(st, e) == 1)
		n = stmt_col_int(st, 0);
	stmt_close(st);
	return n;
}
