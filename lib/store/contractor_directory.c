#include "store/contractor_directory.h"

int
contractor_directory_set(struct db *db, const struct contractor *c,
    int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE contractor SET upn = :upn,"
	    " upn_key = :upn_key, expiry_at = :expiry_at, status = :status,"
	    " active_on = nullif(:active_on, ''), changed_at = :now"
	    " WHERE id = :id", e)) == NULL)
		return -1;
	stmt_text(st, ":upn", c->upn);
	stmt_text(st, ":upn_key", c->upn_key);
	stmt_when(st, ":expiry_at", c->expiry_at);
	stmt_text(st, ":status", c->status);
	stmt_text(st, ":active_on", c->active_on);
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", c->id);
	return stmt_run(st, e);
}

int
contractor_directory_worker(struct db *db, const char *worker_id,
    int64_t *ids, int max, struct err *e)
{
	struct stmt *st;
	int n = 0, rc = 0;

	if ((st = stmt_open(db, "SELECT id FROM contractor"
	    " WHERE worker_id = ?1 AND status <> 'offboarded' AND"
	    " status <> 'withdrawn' AND status <> 'transferred'"
	    " ORDER BY id", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, worker_id);
	while (n < max && (rc = stmt_step(st, e)) == 1)
		ids[n++] = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == -1 ? -1 : n;
}

int
contractor_directory_candidate_next(struct db *db, const char *on,
    int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT c.id FROM contractor c"
	    " INDEXED BY contractor_odd WHERE c.status = 'candidate'"
	    " AND c.status <> 'active' AND c.id > :after"
	    " AND c.upn IS NOT NULL"
	    " AND (c.contract_start IS NULL OR c.contract_start <= :on)"
	    " AND EXISTS (SELECT 1 FROM account a WHERE a.contractor = c.id"
	    " AND a.state <> 'gone') ORDER BY c.id LIMIT 1", e)) == NULL)
		return -1;
	stmt_int(st, ":after", *id);
	stmt_text(st, ":on", on);
	if ((rc = stmt_step(st, e)) == 1)
		*id = stmt_col_int(st, 0);
	stmt_close(st);
	return rc;
}

int
contractor_directory_look(struct db *db, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE contractor"
	    " SET next_check_on = '0001-01-01' WHERE next_check_on <>"
	    " '0001-01-01' AND id IN (SELECT contractor FROM question"
	    " WHERE state = 'open')", e)) == NULL)
		return -1;
	return stmt_run(st, e);
}

int64_t
contractor_directory_disabled(struct db *db, int64_t account, struct err *e)
{
	struct stmt *st;
	int64_t id = 0;
	int rc;

	if ((st = stmt_open(db, "SELECT id, op FROM step WHERE account = ?1"
	    " AND op IN ('disable', 'enable') AND state = 'done'"
	    " ORDER BY done_at DESC, id DESC LIMIT 1", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, account);
	if ((rc = stmt_step(st, e)) == 1 &&
	    stmt_col_text(st, 1)[0] == 'd')
		id = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == -1 ? -1 : id;
}

int
contractor_directory_busy(struct db *db, int64_t account, int64_t since,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT 1 FROM step WHERE account = ?1"
	    " AND (state = 'doing' OR done_at >= ?2) LIMIT 1", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, account);
	stmt_int_at(st, 2, since);
	rc = stmt_step(st, e);
	stmt_close(st);
	return rc;
}
