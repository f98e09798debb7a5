#include "store/sync_look.h"

int
sync_look_start(struct db *db, struct err *e)
{
	if (db_run(db, "CREATE TEMP TABLE IF NOT EXISTS look("
	    "kind INTEGER, id INTEGER, open INTEGER,"
	    " PRIMARY KEY(kind, id)) WITHOUT ROWID", e) == -1)
		return -1;
	return db_run(db, "DELETE FROM look", e);
}

static int
contractors(struct db *db, int64_t after, int64_t to, int64_t now,
    struct err *e)
{
	struct stmt *st;

	/* 30 hours: zones reach 14 hours from UTC, and a mismatch is at least
	 * two days. */
	if ((st = stmt_open(db, "INSERT OR IGNORE INTO look(kind, id, open)"
	    " SELECT 1, c.id, 0 FROM contractor c"
	    " WHERE c.id > ?1 AND c.id <= ?2 AND c.status IN ('candidate',"
	    " 'active', 'pending_review', 'suspended', 'offboarding')"
	    " AND (c.expiry_at < ?3 OR"
	    " abs(c.expiry_at - unixepoch(c.contract_end) - 86400) > 108000"
	    " OR NOT EXISTS (SELECT 1 FROM account a"
	    " WHERE a.contractor = c.id AND a.state <> 'gone'))", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, after);
	stmt_int_at(st, 2, to);
	stmt_int_at(st, 3, now);
	return stmt_run(st, e);
}

static int
accounts(struct db *db, int64_t after, int64_t to, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT OR IGNORE INTO look(kind, id, open)"
	    " SELECT 0, a.id, 0 FROM account a LEFT JOIN contractor c"
	    " ON c.id = a.contractor WHERE a.id > ?1 AND a.id <= ?2"
	    " AND a.state <> 'gone' AND (a.contractor IS NULL"
	    " OR a.privileged = 1 OR a.converted = 1 OR a.state = 'disabled'"
	    " OR a.worker_id <> c.worker_id OR (a.upn_key <> c.upn_key AND"
	    " EXISTS (SELECT 1 FROM contractor o WHERE o.upn_key = a.upn_key))"
	    " OR EXISTS (SELECT 1 FROM step s"
	    " WHERE s.account = a.id AND s.op = 'disable'))", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, after);
	stmt_int_at(st, 2, to);
	return stmt_run(st, e);
}

int
sync_look_page(struct db *db, int64_t after, int64_t width, int64_t now,
    struct err *e)
{
	struct stmt *st;
	int rc, more = 0;

	if (contractors(db, after, after + width, now, e) == -1 ||
	    accounts(db, after, after + width, e) == -1)
		return -1;
	if ((st = stmt_open(db, "SELECT max(coalesce((SELECT max(id)"
	    " FROM contractor), 0), coalesce((SELECT max(id) FROM account),"
	    " 0)) > ?1", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, after + width);
	if ((rc = stmt_step(st, e)) == 1)
		more = (int)stmt_col_int(st, 0);
	stmt_close(st);
	return rc == -1 ? -1 : more;
}

int
sync_look_open(struct db *db, struct err *e)
{
	return db_run(db, "INSERT OR IGNORE INTO look(kind, id, open)"
	    " SELECT subject GLOB 'contractor/*',"
	    " cast(substr(subject, instr(subject, '/') + 1) AS INTEGER), 1"
	    " FROM finding WHERE closed_at IS NULL AND kind IN ('unregistered',"
	    " 'missing_account', 'ambiguous_match', 'duplicate',"
	    " 'date_mismatch', 'expired_enabled', 'disabled_out_of_band',"
	    " 'reenabled', 'privileged_access', 'converted', 'changed_hands')"
	    " AND (subject GLOB 'account/*' OR subject GLOB 'contractor/*')",
	    e);
}

int
sync_look_add(struct db *db, int kind, int64_t id, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT OR IGNORE INTO look(kind, id, open)"
	    " VALUES(?1, ?2, 0)", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, kind);
	stmt_int_at(st, 2, id);
	return stmt_run(st, e);
}

int
sync_look_next(struct db *db, int *kind, int64_t *id, int *open,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT kind, id, open FROM look"
	    " WHERE (kind, id) > (?1, ?2) ORDER BY kind, id LIMIT 1", e)) ==
	    NULL)
		return -1;
	stmt_int_at(st, 1, *kind);
	stmt_int_at(st, 2, *id);
	if ((rc = stmt_step(st, e)) == 1) {
		*kind = (int)stmt_col_int(st, 0);
		*id = stmt_col_int(st, 1);
		*open = (int)stmt_col_int(st, 2);
	}
	stmt_close(st);
	return rc;
}
