#include "store/db_internal.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* A literal has one address per call site (or is the same text). */
static struct stmt **
slot(struct db *db, const char *literal)
{
	size_t i = ((uintptr_t)literal >> 3) * 2654435761u % DB_STATEMENTS;
	size_t n;

	for (n = 0; n < DB_STATEMENTS; n++) {
		struct stmt **s = &db->cache[(i + n) % DB_STATEMENTS];

		if (*s == NULL || (*s)->key == literal)
			return s;
	}
	return NULL;
}

struct stmt *
stmt_open_literal(struct db *db, const char *literal, struct err *e)
{
	struct stmt **at = slot(db, literal), *st;
	sqlite3_stmt *s = NULL;

	if (at != NULL && *at != NULL && !(*at)->open) {
		(*at)->open = 1;
		return *at;
	}
	if (sqlite3_prepare_v3(db->sq, literal, -1, SQLITE_PREPARE_PERSISTENT,
	    &s, NULL) != SQLITE_OK) {
		db_fail(db, sqlite3_extended_errcode(db->sq), literal, e);
		return NULL;
	}
	st = mem_zero(1, sizeof(*st));
	st->s = s;
	st->db = db;
	st->open = 1;
	if (at != NULL && *at == NULL) {
		st->key = literal;
		*at = st;
	}
	return st;
}

void
stmt_close(struct stmt *st)
{
	if (st == NULL)
		return;
	if (st->key == NULL) {
		sqlite3_finalize(st->s);
		free(st);
		return;
	}
	sqlite3_reset(st->s);
	sqlite3_clear_bindings(st->s);
	st->open = 0;
	st->bad_bind = 0;
}

static int
place(struct stmt *st, const char *name)
{
	int i = sqlite3_bind_parameter_index(st->s, name);

	if (i == 0)
		st->bad_bind = 1;
	return i;
}

void
stmt_int(struct stmt *st, const char *name, int64_t v)
{
	stmt_int_at(st, place(st, name), v);
}

void
stmt_text(struct stmt *st, const char *name, const char *v)
{
	stmt_text_at(st, place(st, name), v);
}

void
stmt_blob(struct stmt *st, const char *name, const void *p, size_t len)
{
	stmt_blob_at(st, place(st, name), p, len);
}

void
stmt_null(struct stmt *st, const char *name)
{
	stmt_text_at(st, place(st, name), NULL);
}

void
stmt_when(struct stmt *st, const char *name, int64_t at)
{
	if (at == INT64_MAX)
		stmt_null(st, name);
	else
		stmt_int(st, name, at);
}

void
stmt_int_at(struct stmt *st, int pos, int64_t v)
{
	if (sqlite3_bind_int64(st->s, pos, v) != SQLITE_OK)
		st->bad_bind = 1;
}

void
stmt_text_at(struct stmt *st, int pos, const char *v)
{
	int rc = v == NULL ? sqlite3_bind_null(st->s, pos) :
	    sqlite3_bind_text(st->s, pos, v, -1, SQLITE_STATIC);

	if (rc != SQLITE_OK)
		st->bad_bind = 1;
}

void
stmt_blob_at(struct stmt *st, int pos, const void *p, size_t len)
{
	int rc = p == NULL ? sqlite3_bind_null(st->s, pos) :
	    sqlite3_bind_blob64(st->s, pos, p, len, SQLITE_STATIC);

	if (rc != SQLITE_OK)
		st->bad_bind = 1;
}

int
stmt_step(struct stmt *st, struct err *e)
{
	int rc;

	if (st->bad_bind)
		return err_set(e, ERR_BUG, "%s: a bind that it does not take",
		    sqlite3_sql(st->s));
	rc = sqlite3_step(st->s);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE)
		return 0;
	return db_fail(st->db, sqlite3_extended_errcode(st->db->sq),
	    sqlite3_sql(st->s), e);
}

int
stmt_done(struct stmt *st, struct err *e)
{
	int rc = stmt_step(st, e);

	if (rc == 1)
		return err_set(e, ERR_BUG, "%s: a row where none was expected",
		    sqlite3_sql(st->s));
	return rc;
}

int
stmt_run(struct stmt *st, struct err *e)
{
	int rc = stmt_done(st, e);

	stmt_close(st);
	return rc;
}

int
stmt_changed(struct stmt *st, struct err *e)
{
	struct db *db = st->db;

	return stmt_run(st, e) == -1 ? -1 : db_changes(db) > 0;
}

void
stmt_again(struct stmt *st)
{
	sqlite3_reset(st->s);
}

int
stmt_col_null(struct stmt *st, int col)
{
	return sqlite3_column_type(st->s, col) == SQLITE_NULL;
}

int64_t
stmt_col_int(struct stmt *st, int col)
{
	return sqlite3_column_int64(st->s, col);
}

int64_t
stmt_col_at(struct stmt *st, int col)
{
	return stmt_col_null(st, col) ? INT64_MAX : stmt_col_int(st, col);
}

const char *
stmt_col_text(struct stmt *st, int col)
{
	return (const char *)sqlite3_column_text(st->s, col);
}

char *
stmt_col_dup(struct stmt *st, int col)
{
	return mem_str(stmt_col_text(st, col));
}

void
stmt_col_copy(struct stmt *st, int col, char *to, size_t room)
{
	const char *text = stmt_col_text(st, col);

	(void)snprintf(to, room, "%s", text != NULL ? text : "");
}

const void *
stmt_col_blob(struct stmt *st, int col, size_t *len)
{
	const void *p = sqlite3_column_blob(st->s, col);

	*len = (size_t)sqlite3_column_bytes(st->s, col);
	return p;
}
