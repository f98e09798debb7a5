#include "store/sync_stage.h"

int
sync_stage_start(struct db *db, struct err *e)
{
	if (db_run(db, "CREATE TEMP TABLE IF NOT EXISTS stage_account("
	    "n INTEGER PRIMARY KEY, remote_id TEXT NOT NULL UNIQUE,"
	    " login TEXT NOT NULL, state TEXT NOT NULL, upn TEXT,"
	    " upn_key TEXT, worker_id TEXT, display_name TEXT, email TEXT,"
	    " department TEXT, manager_ref TEXT, converted INTEGER,"
	    " privileged INTEGER, login_known INTEGER, login_at INTEGER,"
	    " expires_at INTEGER, made_at INTEGER, login_lag INTEGER)", e) ==
	    -1 ||
	    db_run(db, "CREATE TEMP TABLE IF NOT EXISTS stage_person("
	    "n INTEGER PRIMARY KEY, remote_id TEXT NOT NULL UNIQUE,"
	    " upn_key TEXT NOT NULL, display_name TEXT NOT NULL, email TEXT,"
	    " manager_ref TEXT, enabled INTEGER)", e) == -1 ||
	    db_run(db, "CREATE TEMP TABLE IF NOT EXISTS stage_gone("
	    "n INTEGER PRIMARY KEY, remote_id TEXT NOT NULL UNIQUE,"
	    " converted INTEGER NOT NULL)", e) == -1 ||
	    db_run(db, "DELETE FROM stage_account", e) == -1 ||
	    db_run(db, "DELETE FROM stage_person", e) == -1 ||
	    db_run(db, "DELETE FROM stage_gone", e) == -1)
		return -1;
	return 0;
}

static void
at_or_null(struct stmt *st, int pos, int64_t at)
{
	if (at == INT64_MAX)
		stmt_text_at(st, pos, NULL);
	else
		stmt_int_at(st, pos, at);
}

int
sync_stage_account(struct db *db, const struct stage_account *a,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT OR REPLACE INTO stage_account("
	    "remote_id, login, state, upn, upn_key, worker_id, display_name,"
	    " email, department, manager_ref, converted, privileged,"
	    " login_known, login_at, expires_at, made_at, login_lag)"
	    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
	    " ?14, ?15, ?16, ?17)", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, a->remote_id);
	stmt_text_at(st, 2, a->login);
	stmt_text_at(st, 3, a->state);
	stmt_text_at(st, 4, a->upn);
	stmt_text_at(st, 5, a->upn_key);
	stmt_text_at(st, 6, a->worker_id);
	stmt_text_at(st, 7, a->display_name);
	stmt_text_at(st, 8, a->email);
	stmt_text_at(st, 9, a->department);
	stmt_text_at(st, 10, a->manager_ref);
	stmt_int_at(st, 11, a->converted);
	stmt_int_at(st, 12, a->privileged);
	stmt_int_at(st, 13, a->login_known);
	at_or_null(st, 14, a->login_at);
	at_or_null(st, 15, a->expires_at);
	at_or_null(st, 16, a->made_at);
	stmt_int_at(st, 17, a->login_lag);
	return stmt_run(st, e);
}

int
sync_stage_person(struct db *db, const struct stage_person *p, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT OR REPLACE INTO stage_person("
	    "remote_id, upn_key, display_name, email, manager_ref, enabled)"
	    " VALUES(?1, ?2, ?3, ?4, ?5, ?6)", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, p->remote_id);
	stmt_text_at(st, 2, p->upn_key);
	stmt_text_at(st, 3, p->display_name);
	stmt_text_at(st, 4, p->email);
	stmt_text_at(st, 5, p->manager_ref);
	stmt_int_at(st, 6, p->enabled);
	return stmt_run(st, e);
}

int
sync_stage_gone(struct db *db, const char *remote_id, int converted,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO stage_gone(remote_id, converted)"
	    " VALUES(?1, ?2) ON CONFLICT(remote_id) DO UPDATE"
	    " SET converted = excluded.converted", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, remote_id);
	stmt_int_at(st, 2, converted);
	return stmt_run(st, e);
}

int
sync_stage_absent(struct db *db, const char *connector, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "INSERT OR IGNORE INTO stage_gone(remote_id,"
	    " converted) SELECT a.remote_id, 0 FROM account a"
	    " WHERE a.connector = ?1 AND a.state <> 'gone' AND NOT EXISTS"
	    " (SELECT 1 FROM stage_account s WHERE s.remote_id = a.remote_id)"
	    " ORDER BY a.id", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, connector);
	rc = stmt_done(st, e);
	stmt_close(st);
	if (rc == -1 || (st = stmt_open(db, "INSERT OR IGNORE INTO stage_gone("
	    "remote_id, converted) SELECT p.remote_id, 0 FROM person p"
	    " WHERE p.connector = ?1 AND NOT EXISTS"
	    " (SELECT 1 FROM stage_person s WHERE s.remote_id = p.remote_id)"
	    " ORDER BY p.id", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, connector);
	return stmt_run(st, e);
}

int
sync_stage_count(struct db *db, const char *connector,
    struct stage_counts *c, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT (SELECT count(*) FROM stage_account),"
	    " (SELECT count(*) FROM stage_person),"
	    " (SELECT count(*) FROM account WHERE connector = ?1"
	    " AND state <> 'gone' AND converted = 0),"
	    " (SELECT count(*) FROM person WHERE connector = ?1"
	    " AND enabled = 1),"
	    " (SELECT count(*) FROM stage_gone g JOIN account a"
	    " ON a.connector = ?1 AND a.remote_id = g.remote_id"
	    " WHERE a.state <> 'gone' AND a.converted = 0),"
	    " (SELECT count(*) FROM stage_gone g JOIN person p"
	    " ON p.connector = ?1 AND p.remote_id = g.remote_id"
	    " WHERE p.enabled = 1 AND g.converted = 0"
	    " AND NOT EXISTS (SELECT 1 FROM stage_person s"
	    " WHERE s.remote_id = g.remote_id))", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, connector);
	if ((rc = stmt_step(st, e)) == 1) {
		c->accounts = stmt_col_int(st, 0);
		c->persons = stmt_col_int(st, 1);
		c->known = stmt_col_int(st, 2);
		c->known_persons = stmt_col_int(st, 3);
		c->gone = stmt_col_int(st, 4);
		c->gone_persons = stmt_col_int(st, 5);
	}
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}

int
sync_stage_next_gone(struct db *db, const char *connector, int64_t *after,
    char *remote_id, size_t room, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT g.n, g.remote_id FROM stage_gone g"
	    " CROSS JOIN account a ON a.connector = ?1"
	    " AND a.remote_id = g.remote_id WHERE g.n > ?2 AND g.converted = 0"
	    " AND a.state <> 'gone' ORDER BY g.n LIMIT 1", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, connector);
	stmt_int_at(st, 2, *after);
	if ((rc = stmt_step(st, e)) == 1) {
		*after = stmt_col_int(st, 0);
		stmt_col_copy(st, 1, remote_id, room);
	}
	stmt_close(st);
	return rc;
}

int
sync_stage_still(struct db *db, const char *remote_id, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "DELETE FROM stage_gone WHERE remote_id = ?1",
	    e)) == NULL)
		return -1;
	stmt_text_at(st, 1, remote_id);
	return stmt_run(st, e);
}
