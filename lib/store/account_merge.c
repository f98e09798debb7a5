#include "store/account_merge.h"

#include "base/when.h"

struct stmt *
account_merge_open(struct db *db, const char *connector, int64_t after,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT s.n, s.remote_id, s.login, s.state,"
	    " s.upn, s.upn_key, s.worker_id, s.display_name, s.email,"
	    " s.department, s.manager_ref, s.converted, s.privileged,"
	    " s.login_known, s.login_at, s.expires_at, s.made_at,"
	    " s.login_lag, coalesce(a.id, 0) FROM stage_account s"
	    " LEFT JOIN account a"
	    " ON a.connector = ?1 AND a.remote_id = s.remote_id"
	    " WHERE s.n > ?2 AND (a.id IS NULL OR a.login <> s.login"
	    " OR a.state <> s.state OR a.upn IS NOT s.upn"
	    " OR a.worker_id IS NOT s.worker_id"
	    " OR a.display_name IS NOT s.display_name"
	    " OR a.email IS NOT s.email OR a.department IS NOT s.department"
	    " OR a.manager_ref IS NOT s.manager_ref"
	    " OR a.converted <> s.converted OR a.privileged <> s.privileged"
	    " OR a.login_known <> s.login_known"
	    " OR a.login_at IS NOT s.login_at OR a.login_lag <> s.login_lag"
	    " OR a.expires_at IS NOT s.expires_at"
	    " OR a.made_at IS NOT s.made_at) ORDER BY s.n", e)) == NULL)
		return NULL;
	stmt_text_at(st, 1, connector);
	stmt_int_at(st, 2, after);
	return st;
}

int
account_merge_step(struct stmt *st, struct stage_account *s, int64_t *id,
    struct err *e)
{
	int rc = stmt_step(st, e);

	if (rc != 1)
		return rc;
	s->n = stmt_col_int(st, 0);
	s->remote_id = stmt_col_text(st, 1);
	s->login = stmt_col_text(st, 2);
	s->state = stmt_col_text(st, 3);
	s->upn = stmt_col_text(st, 4);
	s->upn_key = stmt_col_text(st, 5);
	s->worker_id = stmt_col_text(st, 6);
	s->display_name = stmt_col_text(st, 7);
	s->email = stmt_col_text(st, 8);
	s->department = stmt_col_text(st, 9);
	s->manager_ref = stmt_col_text(st, 10);
	s->converted = (int)stmt_col_int(st, 11);
	s->privileged = (int)stmt_col_int(st, 12);
	s->login_known = (int)stmt_col_int(st, 13);
	s->login_at = stmt_col_at(st, 14);
	s->expires_at = stmt_col_at(st, 15);
	s->made_at = stmt_col_at(st, 16);
	s->login_lag = stmt_col_int(st, 17);
	*id = stmt_col_int(st, 18);
	return 1;
}

static void
at_or_null(struct stmt *st, int pos, int64_t at)
{
	if (at == WHEN_NEVER)
		stmt_text_at(st, pos, NULL);
	else
		stmt_int_at(st, pos, at);
}

/* The same order in both statements: 1 to 16. */
static void
bind(struct stmt *st, const struct stage_account *s)
{
	stmt_text_at(st, 1, s->login);
	stmt_text_at(st, 2, s->state);
	stmt_text_at(st, 3, s->upn);
	stmt_text_at(st, 4, s->upn_key);
	stmt_text_at(st, 5, s->worker_id);
	stmt_text_at(st, 6, s->display_name);
	stmt_text_at(st, 7, s->email);
	stmt_text_at(st, 8, s->department);
	stmt_text_at(st, 9, s->manager_ref);
	stmt_int_at(st, 10, s->converted);
	stmt_int_at(st, 11, s->privileged);
	stmt_int_at(st, 12, s->login_known);
	at_or_null(st, 13, s->login_at);
	at_or_null(st, 14, s->expires_at);
	at_or_null(st, 15, s->made_at);
	stmt_int_at(st, 16, s->login_lag);
}

int
account_merge_insert(struct db *db, const char *connector,
    const struct stage_account *s, int64_t contractor, int64_t now,
    int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "INSERT INTO account(login, state, upn,"
	    " upn_key, worker_id, display_name, email, department,"
	    " manager_ref, converted, privileged, login_known, login_at,"
	    " expires_at, made_at, login_lag, connector, remote_id,"
	    " contractor, changed_at, main) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7,"
	    " ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,"
	    " nullif(?19, 0), ?20, ?19 <> 0 AND NOT EXISTS (SELECT 1"
	    " FROM account WHERE contractor = ?19 AND connector = ?17"
	    " AND main = 1))", e)) == NULL)
		return -1;
	bind(st, s);
	stmt_text_at(st, 17, connector);
	stmt_text_at(st, 18, s->remote_id);
	stmt_int_at(st, 19, contractor);
	stmt_int_at(st, 20, now);
	if ((rc = stmt_done(st, e)) == 0)
		*id = db_last_id(db);
	stmt_close(st);
	return rc;
}

int
account_merge_update(struct db *db, int64_t id, const struct stage_account *s,
    int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE account SET login = ?1, state = ?2,"
	    " upn = ?3, upn_key = ?4, worker_id = ?5, display_name = ?6,"
	    " email = ?7, department = ?8, manager_ref = ?9, converted = ?10,"
	    " privileged = ?11, login_known = ?12, login_at = ?13,"
	    " expires_at = ?14, made_at = ?15, login_lag = ?16,"
	    " changed_at = ?17 WHERE id = ?18", e)) == NULL)
		return -1;
	bind(st, s);
	stmt_int_at(st, 17, now);
	stmt_int_at(st, 18, id);
	return stmt_run(st, e);
}

int
account_merge_gone_next(struct db *db, const char *connector, int64_t *after,
    int64_t *id, int *converted, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT g.n, a.id, g.converted"
	    " FROM stage_gone g CROSS JOIN account a ON a.connector = ?1"
	    " AND a.remote_id = g.remote_id WHERE g.n > ?2"
	    " AND a.state <> 'gone' AND (g.converted = 0 OR a.converted = 0)"
	    " ORDER BY g.n LIMIT 1", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, connector);
	stmt_int_at(st, 2, *after);
	if ((rc = stmt_step(st, e)) == 1) {
		*after = stmt_col_int(st, 0);
		*id = stmt_col_int(st, 1);
		*converted = (int)stmt_col_int(st, 2);
	}
	stmt_close(st);
	return rc;
}

int
account_merge_expired_next(struct db *db, const char *connector, int64_t now,
    int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT id FROM account"
	    " WHERE connector = :connector AND state = 'enabled'"
	    " AND expires_at IS NOT NULL AND expires_at <= :now"
	    " ORDER BY expires_at LIMIT 1", e)) == NULL)
		return -1;
	stmt_text(st, ":connector", connector);
	stmt_int(st, ":now", now);
	if ((rc = stmt_step(st, e)) == 1)
		*id = stmt_col_int(st, 0);
	stmt_close(st);
	return rc;
}

int
account_merge_state(struct db *db, int64_t id, const char *state,
    int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE account SET state = :state,"
	    " main = iif(:state = 'gone', 0, main), changed_at = :now"
	    " WHERE id = :id", e)) == NULL)
		return -1;
	stmt_text(st, ":state", state);
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

int
account_merge_converted(struct db *db, int64_t id, int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE account SET converted = 1,"
	    " changed_at = :now WHERE id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

int
account_merge_link(struct db *db, int64_t id, int64_t contractor,
    int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE account SET contractor = :contractor,"
	    " main = 0, changed_at = :now WHERE id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

int
account_merge_main(struct db *db, int64_t id, int main, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE account SET main = ?1 WHERE id = ?2",
	    e)) == NULL)
		return -1;
	stmt_int_at(st, 1, main);
	stmt_int_at(st, 2, id);
	return stmt_run(st, e);
}

int64_t
account_merge_managers(struct db *db, const char *connector, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "UPDATE account SET manager = m.id FROM"
	    " (SELECT a.id AS account, p.id FROM account a LEFT JOIN person p"
	    " ON p.connector = a.connector AND p.remote_id = a.manager_ref"
	    " WHERE a.connector = ?1 AND a.manager IS NOT p.id) m"
	    " WHERE account.id = m.account", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, connector);
	rc = stmt_done(st, e);
	stmt_close(st);
	return rc == -1 ? -1 : db_changes(db);
}

int
account_merge_orphan_next(struct db *db, const char *connector, int64_t *id,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT a.id FROM stage_gone g"
	    " CROSS JOIN person p ON p.connector = ?1"
	    " AND p.remote_id = g.remote_id"
	    " CROSS JOIN account a ON a.manager = p.id"
	    " WHERE g.converted = 0 AND a.connector = ?1"
	    " AND a.manager_ref = g.remote_id AND NOT EXISTS (SELECT 1"
	    " FROM stage_account s WHERE s.remote_id = a.remote_id)"
	    " LIMIT 1", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, connector);
	if ((rc = stmt_step(st, e)) == 1)
		*id = stmt_col_int(st, 0);
	stmt_close(st);
	return rc;
}

int
account_merge_orphan(struct db *db, int64_t id, int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE account SET manager_ref = NULL,"
	    " manager = NULL, changed_at = :now WHERE id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

int
account_merge_find(struct db *db, const char *connector,
    const char *remote_id, int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT id FROM account WHERE connector = ?1"
	    " AND remote_id = ?2", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, connector);
	stmt_text_at(st, 2, remote_id);
	if ((rc = stmt_step(st, e)) == 1)
		*id = stmt_col_int(st, 0);
	stmt_close(st);
	return rc;
}
