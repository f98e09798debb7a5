#include "store/contractor_roster.h"

#include <stdio.h>
#include <string.h>

#define BRIEF "id, row_hash, status, feed, missing_on IS NOT NULL," \
	" upn_key IS NOT NULL, worker_id IS NOT NULL"

static void
put(char *to, size_t size, const char *from)
{
	size_t n = from == NULL ? 0 : strlen(from);

	if (n >= size)
		n = size - 1;
	if (n > 0)
		memcpy(to, from, n);
	to[n] = '\0';
}

static void
take(struct stmt *st, struct contractor_brief *b)
{
	const void *p;
	size_t n;

	b->id = stmt_col_int(st, 0);
	p = stmt_col_blob(st, 1, &n);
	if (n == sizeof(b->hash))
		memcpy(b->hash, p, n);
	else
		memset(b->hash, 0, sizeof(b->hash));
	put(b->status, sizeof(b->status), stmt_col_text(st, 2));
	put(b->feed, sizeof(b->feed), stmt_col_text(st, 3));
	b->missing = (int)stmt_col_int(st, 4);
	b->has_upn = (int)stmt_col_int(st, 5);
	b->has_worker = (int)stmt_col_int(st, 6);
}

static int
all(struct stmt *st, struct contractor_brief *b, int max, struct err *e)
{
	int n = 0, rc = 0;

	while (n < max && (rc = stmt_step(st, e)) == 1)
		take(st, &b[n++]);
	stmt_close(st);
	return rc == -1 ? -1 : n;
}

int
contractor_roster_highest(struct db *db, int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	*id = 0;
	if ((st = stmt_open(db, "SELECT max(id) FROM contractor", e)) == NULL)
		return -1;
	if ((rc = stmt_step(st, e)) == 1)
		*id = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}

int
contractor_roster_by_id(struct db *db, int64_t id, struct contractor_brief *b,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " BRIEF " FROM contractor"
	    " WHERE id = ?1", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, id);
	return all(st, b, 1, e);
}

int
contractor_roster_by_upn(struct db *db, const char *upn_key,
    struct contractor_brief *b, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " BRIEF " FROM contractor"
	    " WHERE upn_key = ?1", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, upn_key);
	return all(st, b, 1, e);
}

int
contractor_roster_by_worker(struct db *db, const char *worker_id,
    struct contractor_brief *b, int max, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " BRIEF " FROM contractor"
	    " WHERE worker_id = ?1 ORDER BY id", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, worker_id);
	return all(st, b, max, e);
}

int
contractor_roster_window(struct db *db, int64_t after,
    struct contractor_brief *b, int max, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " BRIEF " FROM contractor"
	    " WHERE id > ?1 ORDER BY id", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, after);
	return all(st, b, max, e);
}

static const char *
day(const char *s)
{
	return s[0] == '\0' ? NULL : s;
}

int
contractor_roster_insert(struct db *db, const struct contractor *c,
    const unsigned char *hash, int64_t roster, int64_t now, int64_t *id,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "INSERT INTO contractor(upn, upn_key,"
	    " worker_id, display_name, email, vendor, department, project,"
	    " manager_key, contract_start, contract_end, extra, origin, feed,"
	    " status, active_on, row_hash, roster, created_at, changed_at)"
	    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
	    " ?14, ?15, ?16, ?17, ?18, ?19, ?19)"
	    " ON CONFLICT(upn_key) DO NOTHING", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, c->upn);
	stmt_text_at(st, 2, c->upn_key);
	stmt_text_at(st, 3, c->worker_id);
	stmt_text_at(st, 4, c->display_name);
	stmt_text_at(st, 5, c->email);
	stmt_text_at(st, 6, c->vendor);
	stmt_text_at(st, 7, c->department);
	stmt_text_at(st, 8, c->project);
	stmt_text_at(st, 9, c->manager_key);
	stmt_text_at(st, 10, day(c->contract_start));
	stmt_text_at(st, 11, day(c->contract_end));
	stmt_text_at(st, 12, c->extra);
	stmt_text_at(st, 13, c->origin);
	stmt_text_at(st, 14, c->feed);
	stmt_text_at(st, 15, c->status);
	stmt_text_at(st, 16, day(c->active_on));
	stmt_blob_at(st, 17, hash, 16);
	if (roster != 0)
		stmt_int_at(st, 18, roster);
	stmt_int_at(st, 19, now);
	rc = stmt_done(st, e);
	stmt_close(st);
	if (rc == -1 || db_changes(db) == 0)
		return rc;
	*id = db_last_id(db);
	return 1;
}

int
contractor_roster_update(struct db *db, const struct contractor *c,
    const unsigned char *hash, int64_t roster, int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE OR IGNORE contractor SET upn = ?2,"
	    " upn_key = ?3, worker_id = ?4, display_name = ?5, email = ?6,"
	    " vendor = ?7, department = ?8, project = ?9, manager_key = ?10,"
	    " contract_start = ?11, contract_end = ?12, extra = ?13,"
	    " feed = ?14, missing_on = ?15, row_hash = ?16,"
	    " roster = coalesce(?17, roster), changed_at = ?18"
	    " WHERE id = ?1", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, c->id);
	stmt_text_at(st, 2, c->upn);
	stmt_text_at(st, 3, c->upn_key);
	stmt_text_at(st, 4, c->worker_id);
	stmt_text_at(st, 5, c->display_name);
	stmt_text_at(st, 6, c->email);
	stmt_text_at(st, 7, c->vendor);
	stmt_text_at(st, 8, c->department);
	stmt_text_at(st, 9, c->project);
	stmt_text_at(st, 10, c->manager_key);
	stmt_text_at(st, 11, day(c->contract_start));
	stmt_text_at(st, 12, day(c->contract_end));
	stmt_text_at(st, 13, c->extra);
	stmt_text_at(st, 14, c->feed);
	stmt_text_at(st, 15, day(c->missing_on));
	stmt_blob_at(st, 16, hash, 16);
	if (roster != 0)
		stmt_int_at(st, 17, roster);
	stmt_int_at(st, 18, now);
	return stmt_changed(st, e);
}

int
contractor_roster_missing(struct db *db, int64_t id, const char *on,
    int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE contractor SET missing_on = ?2,"
	    " changed_at = ?3 WHERE id = ?1", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, id);
	stmt_text_at(st, 2, on);
	stmt_int_at(st, 3, now);
	return stmt_run(st, e);
}

int
contractor_roster_has_account(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT 1 FROM account WHERE contractor = ?1"
	    " AND state <> 'gone' LIMIT 1", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, id);
	rc = stmt_step(st, e);
	stmt_close(st);
	return rc;
}

int
contractor_roster_begin_next(struct db *db, int64_t after, const char *on,
    int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT id FROM contractor"
	    " WHERE status = 'candidate' AND status <> 'active' AND id > ?1"
	    " AND upn IS NOT NULL AND (contract_start IS NULL OR"
	    " contract_start <= ?2) AND missing_on IS NULL"
	    " ORDER BY id LIMIT 1", e)) == NULL)
		return -1;
	stmt_int_at(st, 1, after);
	stmt_text_at(st, 2, on);
	if ((rc = stmt_step(st, e)) == 1)
		*id = stmt_col_int(st, 0);
	stmt_close(st);
	return rc;
}
