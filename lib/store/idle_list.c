#include "store/idle_list.h"

int
idle_list_page(struct db *db, int64_t after, int64_t span, int64_t *last,
    idle_list_cb *cb, void *arg, struct err *e)
{
	struct idle_list_row r;
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT coalesce(max(id), 0) FROM contractor",
	    e)) == NULL)
		return -1;
	if ((rc = stmt_step(st, e)) == 1)
		*last = stmt_col_int(st, 0);
	stmt_close(st);
	if (rc == -1 || (st = stmt_open(db, "SELECT c.id, c.engagement,"
	    " c.upn, c.display_name, c.vendor, c.manager_key,"
	    " c.contract_start, c.exempt_on, a.connector, a.login, a.state,"
	    " a.login_at, a.made_at, a.login_lag, a.login_known, a.remote_id,"
	    " a.upn, s.full_at, s.ok_at FROM contractor c"
	    " JOIN account a ON a.contractor = c.id"
	    " LEFT JOIN sync s ON s.connector = a.connector"
	    " WHERE c.id > :after AND c.id <= :to"
	    " AND c.status IN ('active','pending_review')"
	    " AND c.upn IS NOT NULL AND a.state <> 'gone'"
	    " ORDER BY c.id, a.id", e)) == NULL)
		return -1;
	stmt_int(st, ":after", after);
	stmt_int(st, ":to", after + span);
	while ((rc = stmt_step(st, e)) == 1) {
		r.contractor = stmt_col_int(st, 0);
		r.engagement = (int)stmt_col_int(st, 1);
		r.upn = stmt_col_text(st, 2);
		r.name = stmt_col_text(st, 3);
		r.vendor = stmt_col_text(st, 4);
		r.manager_key = stmt_col_text(st, 5);
		r.contract_start = stmt_col_text(st, 6);
		r.exempt_on = stmt_col_text(st, 7);
		r.connector = stmt_col_text(st, 8);
		r.login = stmt_col_text(st, 9);
		r.state = stmt_col_text(st, 10);
		r.login_at = stmt_col_int(st, 11);
		r.made_at = stmt_col_int(st, 12);
		r.login_lag = stmt_col_int(st, 13);
		r.login_known = (int)stmt_col_int(st, 14);
		r.remote_id = stmt_col_text(st, 15);
		r.account_upn = stmt_col_text(st, 16);
		r.full_at = stmt_col_int(st, 17);
		r.ok_at = stmt_col_int(st, 18);
		if ((rc = cb(&r, arg)) != 0)
			break;
	}
	stmt_close(st);
	return rc;
}

int64_t
idle_list_back_at(struct db *db, int64_t contractor, struct err *e)
{
	struct stmt *st;
	int64_t at = 0;
	int rc;

	if ((st = stmt_open(db, "SELECT coalesce(max(done_at), 0) FROM job"
	    " WHERE contractor = :contractor AND state = 'done'"
	    " AND kind IN ('lift','reinstate')", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	if ((rc = stmt_step(st, e)) == 1)
		at = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == -1 ? -1 : at;
}

int
idle_list_left_out(struct db *db, int64_t contractor, const char *day,
    int64_t kept, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT 1 WHERE EXISTS (SELECT 1 FROM job j"
	    " WHERE j.contractor = :contractor"
	    " AND j.kind IN ('suspend','offboard')"
	    " AND j.state IN ('waiting','due','held'))"
	    " OR EXISTS (SELECT 1 FROM question q LEFT JOIN decision d"
	    " ON d.id = q.decision WHERE q.contractor = :contractor"
	    " AND q.kind = 'inactive' AND (q.state = 'open'"
	    " OR q.period LIKE :day || '/%'"
	    " OR (d.answer = 'keep' AND d.decided_at > :kept)))", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_text(st, ":day", day);
	stmt_int(st, ":kept", kept);
	rc = stmt_step(st, e);
	stmt_close(st);
	return rc;
}
