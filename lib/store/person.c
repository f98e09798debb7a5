#include "store/person.h"

#include <stdlib.h>
#include <string.h>

#define COLS "id, remote_id, upn_key, display_name, email, manager," \
	" enabled, manager_ref"

void
person_clear(struct person *p)
{
	free(p->remote_id);
	free(p->upn_key);
	free(p->display_name);
	free(p->email);
	free(p->manager_ref);
	memset(p, 0, sizeof(*p));
}

static int
one(struct stmt *st, struct person *p, struct err *e)
{
	int rc = stmt_step(st, e);

	memset(p, 0, sizeof(*p));
	if (rc == 1) {
		p->id = stmt_col_int(st, 0);
		p->remote_id = stmt_col_dup(st, 1);
		p->upn_key = stmt_col_dup(st, 2);
		p->display_name = stmt_col_dup(st, 3);
		p->email = stmt_col_dup(st, 4);
		p->manager = stmt_col_int(st, 5);
		p->enabled = (int)stmt_col_int(st, 6);
		p->manager_ref = stmt_col_dup(st, 7);
	}
	stmt_close(st);
	return rc;
}

int
person_get(struct db *db, int64_t id, struct person *p, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM person WHERE id = :id",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return one(st, p, e);
}

int
person_by_upn(struct db *db, const char *upn_key, struct person *p,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM person"
	    " WHERE upn_key = :upn_key ORDER BY enabled DESC, id DESC LIMIT 1",
	    e)) == NULL)
		return -1;
	stmt_text(st, ":upn_key", upn_key);
	return one(st, p, e);
}

static int
any(struct stmt *st, const char *key, const char *name, struct err *e)
{
	int rc;

	stmt_text(st, ":key", key);
	stmt_text(st, ":name", name);
	rc = stmt_step(st, e);
	stmt_close(st);
	return rc;
}

int
person_goes_by(struct db *db, const char *key, const char *name,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT 1 FROM person"
	    " WHERE (upn_key = :key OR email = :key COLLATE NOCASE)"
	    " AND (upn_key = :name COLLATE NOCASE"
	    " OR email = :name COLLATE NOCASE"
	    " OR substr(upn_key, 1, length(:name) + 1) = :name || '@'"
	    " COLLATE NOCASE"
	    " OR substr(email, 1, length(:name) + 1) = :name || '@'"
	    " COLLATE NOCASE)", e)) == NULL)
		return -1;
	return any(st, key, name, e);
}

int
person_mails(struct db *db, const char *key, const char *address,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT CASE WHEN count(*) = 0 THEN 2"
	    " ELSE coalesce(max(enabled = 1 AND email = :name COLLATE NOCASE),"
	    " 0) END FROM person WHERE upn_key = :key", e)) == NULL)
		return -1;
	stmt_text(st, ":key", key);
	stmt_text(st, ":name", address);
	if ((rc = stmt_step(st, e)) == 1)
		rc = (int)stmt_col_int(st, 0);
	stmt_close(st);
	return rc;
}

int
person_is(struct db *db, const char *key, const char *user, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT 1 FROM person"
	    " WHERE enabled = 1 AND upn_key <> ''"
	    " AND (upn_key = :name OR email = :name COLLATE NOCASE)"
	    " AND (upn_key = :key OR (email = :key COLLATE NOCASE"
	    " AND NOT EXISTS (SELECT 1 FROM person WHERE upn_key = :key)))",
	    e)) == NULL)
		return -1;
	return any(st, key, user, e);
}
