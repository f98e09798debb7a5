#include "store/account_new.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/when.h"

int
account_new(const char *remote_id)
{
	return strncmp(remote_id, "new/", 4) == 0;
}

int
account_new_insert(struct db *db, int64_t contractor, int engagement,
    const char *connector, const char *login, const char *upn,
    const char *upn_key, int64_t now, struct err *e)
{
	char id[48];
	struct stmt *st;

	(void)snprintf(id, sizeof(id), "new/%lld/%d", (long long)contractor,
	    engagement);
	if ((st = stmt_open(db, "INSERT INTO account (contractor, connector,"
	    " remote_id, login, upn, upn_key, ours, state, changed_at)"
	    " VALUES (:contractor, :connector, :id, :login, :upn, :key, 1,"
	    " 'disabled', :now) ON CONFLICT (connector, remote_id) DO"
	    " NOTHING", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_text(st, ":connector", connector);
	stmt_text(st, ":id", id);
	stmt_text(st, ":login", login);
	stmt_text(st, ":upn", upn);
	stmt_text(st, ":key", upn_key);
	stmt_int(st, ":now", now);
	return stmt_changed(st, e);
}

/* The row of a list that has this id in the same system; 1, 0, -1. */
static int
listed(struct db *db, int64_t account, const char *remote_id, int64_t *id,
    int *foreign, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT r.id, r.contractor IS NOT NULL AND"
	    " r.contractor <> a.contractor FROM account a JOIN account r"
	    " ON r.connector = a.connector AND r.remote_id = :remote"
	    " WHERE a.id = :id AND r.id <> a.id", e)) == NULL)
		return -1;
	stmt_text(st, ":remote", remote_id);
	stmt_int(st, ":id", account);
	if ((rc = stmt_step(st, e)) == 1) {
		*id = stmt_col_int(st, 0);
		*foreign = (int)stmt_col_int(st, 1);
	}
	stmt_close(st);
	return rc;
}

static int
two(struct stmt *st, int64_t from, int64_t to, struct err *e)
{

	if (st == NULL)
		return -1;
	stmt_int(st, ":from", from);
	stmt_int(st, ":to", to);
	return stmt_run(st, e);
}

static int
take_over(struct db *db, int64_t from, int64_t to, struct err *e)
{
	struct stmt *st;

	if (two(stmt_open(db, "UPDATE account SET ours = 1, contractor ="
	    " (SELECT p.contractor FROM account p WHERE p.id = :from)"
	    " WHERE id = :to", e), from, to, e) == -1 ||
	    two(stmt_open(db, "UPDATE step SET account = :to"
	    " WHERE account = :from", e), from, to, e) == -1)
		return -1;
	if ((st = stmt_open(db, "DELETE FROM account WHERE id = :id", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":id", from);
	return stmt_run(st, e);
}

/* His first in this system is the main one. */
static int
name_it(struct db *db, int64_t account, const char *remote_id, int64_t now,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE account SET"
	    " remote_id = coalesce(:remote, remote_id), made_at ="
	    " coalesce(made_at, :now), changed_at = :now, main = main OR NOT"
	    " EXISTS (SELECT 1 FROM account o WHERE o.contractor ="
	    " account.contractor AND o.connector = account.connector"
	    " AND o.main = 1) WHERE id = :id", e)) == NULL)
		return -1;
	stmt_text(st, ":remote", remote_id);
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", account);
	return stmt_run(st, e);
}

int
account_new_made(struct db *db, int64_t account, const char *remote_id,
    int64_t now, int64_t *id, struct err *e)
{
	int rc, foreign = 0;

	*id = account;
	if ((rc = listed(db, account, remote_id, id, &foreign, e)) == -1)
		return -1;
	if (rc == 0)
		return name_it(db, account, remote_id, now, e);
	if (foreign)
		return err_set(e, ERR_REFUSED, "the account is another "
		    "contractor's");
	if (take_over(db, account, *id, e) == -1)
		return -1;
	return name_it(db, *id, NULL, now, e);
}

int
account_new_person(struct db *db, const char *connector, const char *upn_key,
    char **remote_id, struct err *e)
{
	struct stmt *st;
	int rc;

	*remote_id = NULL;
	if ((st = stmt_open(db, "SELECT remote_id FROM person WHERE"
	    " upn_key = :key AND connector = :connector ORDER BY enabled"
	    " DESC, id DESC LIMIT 1", e)) == NULL)
		return -1;
	stmt_text(st, ":key", upn_key);
	stmt_text(st, ":connector", connector);
	if ((rc = stmt_step(st, e)) == 1)
		*remote_id = stmt_col_dup(st, 0);
	stmt_close(st);
	return rc;
}
