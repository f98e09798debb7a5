#include "store/db_internal.h"

#include <stdlib.h>
#include <string.h>

int
db_fail(struct db *db, int rc, const char *what, struct err *e)
{
	const char *words = db->sq ? sqlite3_errmsg(db->sq) :
	    sqlite3_errstr(rc);
	int kind;

	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, ERR_TEMP, "%s: the database is busy: %s",
		    what, words);
	case SQLITE_NOMEM:
		kind = ERR_SYSTEM;
		break;
	case SQLITE_PERM:
	case SQLITE_READONLY:
		kind = ERR_REFUSED;
		break;
	case SQLITE_CANTOPEN:
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_CORRUPT:
		kind = ERR_IO;
		break;
	case SQLITE_NOTADB:		/* whoever put it there */
		kind = ERR_CONFIG;
		break;
	case SQLITE_CONSTRAINT:
		kind = rc == SQLITE_CONSTRAINT_TRIGGER ? ERR_REFUSED : ERR_BUG;
		break;
	default:
		kind = ERR_BUG;
	}
	return err_set(e, kind, "%s: %s", what, words);
}

int
db_pragma_int(struct db *db, const char *pragma, int64_t *out, struct err *e)
{
	sqlite3_stmt *s = NULL;
	int rc;

	rc = sqlite3_prepare_v2(db->sq, pragma, -1, &s, NULL);
	if (rc != SQLITE_OK)
		return db_fail(db, rc, pragma, e);
	if ((rc = sqlite3_step(s)) == SQLITE_ROW)
		*out = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return rc == SQLITE_ROW ? 0 : db_fail(db, rc, pragma, e);
}

void
db_close(struct db *db)
{
	size_t i;

	if (db == NULL)
		return;
	db_rollback(db);
	for (i = 0; i < DB_STATEMENTS; i++)
		if (db->cache[i] != NULL) {
			sqlite3_finalize(db->cache[i]->s);
			free(db->cache[i]);
		}
	sqlite3_close(db->sq);
	free(db);
}

int
db_begin(struct db *db, struct err *e)
{
	db->chain.known = 0;
	if (db->unsettled && db_settle(db, e) == -1)
		return -1;
	return db_run(db, "BEGIN IMMEDIATE", e);
}

int
db_snapshot(struct db *db, struct err *e)
{
	if (db->unsettled && db_settle(db, e) == -1)
		return -1;
	return db_run(db, "BEGIN", e);
}

int
db_commit(struct db *db, struct err *e)
{
	if (db_run(db, "COMMIT", e) == 0)
		return 0;
	db_rollback(db);
	return err_add(e, "commit");
}

void
db_rollback(struct db *db)
{
	if (db != NULL && db->sq != NULL && !sqlite3_get_autocommit(db->sq))
		sqlite3_exec(db->sq, "ROLLBACK", NULL, NULL, NULL);
}

int
db_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(db->sq);
}

int64_t
db_changes(struct db *db)
{
	return sqlite3_changes64(db->sq);
}

int64_t
db_last_id(struct db *db)
{
	return sqlite3_last_insert_rowid(db->sq);
}

int
db_is_test(const struct db *db)
{
	return db->test;
}

struct db_chain *
db_chain(struct db *db)
{
	return &db->chain;
}

int
db_run_literal(struct db *db, const char *literal, struct err *e)
{
	int rc = sqlite3_exec(db->sq, literal, NULL, NULL, NULL);

	if (rc == SQLITE_OK)
		return 0;
	return db_fail(db, sqlite3_extended_errcode(db->sq), literal, e);
}
