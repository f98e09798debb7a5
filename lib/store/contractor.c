#include "store/contractor.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define COLS "id, upn, upn_key, worker_id, display_name, email, vendor," \
	" department, project, manager_key, contract_start, contract_end," \
	" extra, origin, feed, engagement, status, was, departure, active_on," \
	" missing_on, expiry_at, attested_at, next_check_on, exempt_on, hold," \
	" created_at, changed_at"

void
contractor_clear(struct contractor *c)
{
	free(c->upn);
	free(c->upn_key);
	free(c->worker_id);
	free(c->display_name);
	free(c->email);
	free(c->vendor);
	free(c->department);
	free(c->project);
	free(c->manager_key);
	free(c->extra);
	free(c->feed);
	memset(c, 0, sizeof(*c));
}

static void
take(struct stmt *st, struct contractor *c)
{
	memset(c, 0, sizeof(*c));
	c->id = stmt_col_int(st, 0);
	c->upn = stmt_col_dup(st, 1);
	c->upn_key = stmt_col_dup(st, 2);
	c->worker_id = stmt_col_dup(st, 3);
	c->display_name = stmt_col_dup(st, 4);
	c->email = stmt_col_dup(st, 5);
	c->vendor = stmt_col_dup(st, 6);
	c->department = stmt_col_dup(st, 7);
	c->project = stmt_col_dup(st, 8);
	c->manager_key = stmt_col_dup(st, 9);
	stmt_col_copy(st, 10, c->contract_start, 11);
	stmt_col_copy(st, 11, c->contract_end, 11);
	c->extra = stmt_col_dup(st, 12);
	stmt_col_copy(st, 13, c->origin, sizeof(c->origin));
	c->feed = stmt_col_dup(st, 14);
	c->engagement = (int)stmt_col_int(st, 15);
	stmt_col_copy(st, 16, c->status, sizeof(c->status));
	stmt_col_copy(st, 17, c->was, sizeof(c->was));
	c->departure = stmt_col_int(st, 18);
	stmt_col_copy(st, 19, c->active_on, 11);
	stmt_col_copy(st, 20, c->missing_on, 11);
	c->expiry_at = stmt_col_at(st, 21);
	c->attested_at = stmt_col_int(st, 22);
	stmt_col_copy(st, 23, c->next_check_on, 11);
	stmt_col_copy(st, 24, c->exempt_on, 11);
	c->hold = (int)stmt_col_int(st, 25);
	c->created_at = stmt_col_int(st, 26);
	c->changed_at = stmt_col_int(st, 27);
}

static int
one(struct stmt *st, struct contractor *c, struct err *e)
{
	int rc = stmt_step(st, e);

	if (rc == 1)
		take(st, c);
	stmt_close(st);
	return rc;
}

int
contractor_get(struct db *db, int64_t id, struct contractor *c, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM contractor"
	    " WHERE id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return one(st, c, e);
}

int
contractor_by_upn(struct db *db, const char *upn_key, struct contractor *c,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM contractor"
	    " WHERE upn_key = :upn_key", e)) == NULL)
		return -1;
	stmt_text(st, ":upn_key", upn_key);
	return one(st, c, e);
}

int
contractor_find(struct db *db, const char *upn, struct contractor *c,
    struct err *e)
{
	char *key = text_fold(upn);
	int rc;

	if (key == NULL)
		return 0;
	rc = contractor_by_upn(db, key, c, e);
	free(key);
	return rc;
}

int
contractor_status(struct db *db, int64_t id, const char *from,
    const char *to, const char *was, int64_t departure, int64_t now,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "UPDATE contractor SET status = :to,"
	    " was = :was, departure = :departure, changed_at = :now"
	    " WHERE id = :id AND status = :from", e)) == NULL)
		return -1;
	stmt_text(st, ":to", to);
	stmt_text(st, ":was", was);
	if (departure != 0)
		stmt_int(st, ":departure", departure);
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", id);
	stmt_text(st, ":from", from);
	rc = stmt_done(st, e);
	stmt_close(st);
	if (rc == 0 && db_changes(db) != 1)
		return err_set(e, ERR_TEMP, "contractor/%lld is no longer %s",
		    (long long)id, from);
	return rc;
}

int
contractor_look(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE contractor"
	    " SET next_check_on = '0001-01-01' WHERE id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

int
contractor_look_all(struct db *db, struct err *e)
{
	return db_run(db, "UPDATE contractor SET next_check_on = '0001-01-01'"
	    " WHERE (status = 'active' OR status = 'pending_review'"
	    " OR status = 'suspended') AND next_check_on > '0001-01-01'", e);
}

int
contractor_attested(struct db *db, int64_t id, int64_t at, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE contractor SET attested_at = :at,"
	    " next_check_on = '0001-01-01' WHERE id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":at", at);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

int
contractor_active(struct db *db, int64_t id, const char *on, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE contractor SET active_on = :on"
	    " WHERE id = :id", e)) == NULL)
		return -1;
	stmt_text(st, ":on", on);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

int
contractor_end(struct db *db, int64_t id, const char *on, int64_t now,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE contractor SET contract_end = :on,"
	    " changed_at = :now WHERE id = :id", e)) == NULL)
		return -1;
	stmt_text(st, ":on", on[0] != '\0' ? on : NULL);
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

int
contractor_extra(struct db *db, const char *extra,
    void (*cb)(const char *name, const char *value, void *), void *arg,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if (extra == NULL)
		return 0;
	if ((st = stmt_open(db, "SELECT key, value FROM json_each(:extra)"
	    " WHERE type IN ('text','integer','real')", e)) == NULL)
		return -1;
	stmt_text(st, ":extra", extra);
	while ((rc = stmt_step(st, e)) == 1)
		cb(stmt_col_text(st, 0), stmt_col_text(st, 1), arg);
	stmt_close(st);
	return rc;
}

int
contractor_former(struct db *db, int64_t id, char **key, struct err *e)
{
	struct stmt *st;
	int rc;

	*key = NULL;
	if ((st = stmt_open(db, "SELECT coalesce((SELECT o.value"
	    " FROM override o WHERE o.contractor = :id"
	    " AND o.field = 'manager_key' AND o.source = 'roster'),"
	    " (SELECT p.upn_key FROM account a JOIN person p"
	    " ON p.id = a.manager WHERE a.contractor = :id AND a.main = 1))",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	if ((rc = stmt_step(st, e)) == 1)
		*key = stmt_col_dup(st, 0);
	stmt_close(st);
	return rc == 1 ? *key != NULL : rc;
}

/* All but the odd ones: those have an index. */
int64_t
contractor_count_active(struct db *db, struct err *e)
{
	struct stmt *st;
	int64_t n = -1;

	if ((st = stmt_open(db, "SELECT (SELECT count(*) FROM contractor) -"
	    " (SELECT count(*) FROM contractor WHERE status <> 'active')",
	    e)) == NULL)
		return -1;
	if (stmt_step(st, e) == 1)
		n = stmt_col_int(st, 0);
	stmt_close(st);
	return n;
}
