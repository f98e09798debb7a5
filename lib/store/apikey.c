#include "store/apikey.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define COLS "id, name, hash, master, nonce, role, scopes, rate, made_at," \
	" expires_at, revoked_at, used_at, busy_at, evidence"

static void
bytes(unsigned char *to, size_t want, struct stmt *st, int col)
{
	size_t len;
	const void *p = stmt_col_blob(st, col, &len);

	memset(to, 0, want);
	if (p != NULL && len == want)
		memcpy(to, p, want);
}

static void
take(struct stmt *st, struct apikey *k)
{
	memset(k, 0, sizeof(*k));
	k->id = stmt_col_int(st, 0);
	stmt_col_copy(st, 1, k->name, sizeof(k->name));
	bytes(k->hash, sizeof(k->hash), st, 2);
	k->master = (int)stmt_col_int(st, 3);
	bytes(k->nonce, sizeof(k->nonce), st, 4);
	stmt_col_copy(st, 5, k->role, sizeof(k->role));
	stmt_col_copy(st, 6, k->scopes, sizeof(k->scopes));
	k->rate = stmt_col_int(st, 7);
	k->made_at = stmt_col_int(st, 8);
	k->expires_at = stmt_col_at(st, 9);
	k->revoked_at = stmt_col_at(st, 10);
	k->used_at = stmt_col_at(st, 11);
	k->busy_at = stmt_col_int(st, 12);
	k->evidence = stmt_col_int(st, 13);
}

static int
one(struct stmt *st, struct apikey *k, struct err *e)
{
	int rc = stmt_step(st, e);

	if (rc == 1)
		take(st, k);
	stmt_close(st);
	return rc;
}

int
apikey_get(struct db *db, int64_t id, struct apikey *k, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM api_key WHERE id = :id",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return one(st, k, e);
}

int
apikey_named(struct db *db, const char *name, struct apikey *k, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM api_key"
	    " WHERE name = :name AND revoked_at IS NULL", e)) == NULL)
		return -1;
	stmt_text(st, ":name", name);
	return one(st, k, e);
}

int
apikey_each(struct db *db, apikey_cb *cb, void *arg, struct err *e)
{
	struct apikey *list = NULL;
	struct stmt *st;
	size_t n = 0, i;
	int rc;

	if ((st = stmt_open(db, "SELECT " COLS " FROM api_key ORDER BY id",
	    e)) == NULL)
		return -1;
	while ((rc = stmt_step(st, e)) == 1) {
		list = mem_grow(list, n + 1, sizeof(*list));
		take(st, &list[n++]);
	}
	stmt_close(st);
	for (i = 0; rc == 0 && i < n; i++)
		rc = cb(&list[i], arg);
	free(list);
	return rc;
}

int
apikey_next(struct db *db, int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT coalesce(max(id), 0) + 1 FROM api_key",
	    e)) == NULL)
		return -1;
	if ((rc = stmt_step(st, e)) == 1)
		*id = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == 1 ? 0 : -1;
}

int
apikey_insert(struct db *db, const struct apikey *k, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO api_key (id, name, hash, master,"
	    " nonce, role, scopes, rate, made_at, expires_at, evidence)"
	    " VALUES (:id, :name, :hash, :master, :nonce, :role, :scopes,"
	    " :rate, :made_at, :expires_at, :evidence)", e)) == NULL)
		return -1;
	stmt_int(st, ":id", k->id);
	stmt_text(st, ":name", k->name);
	stmt_blob(st, ":hash", k->hash, sizeof(k->hash));
	stmt_int(st, ":master", k->master);
	stmt_blob(st, ":nonce", k->nonce, sizeof(k->nonce));
	stmt_text(st, ":role", k->role);
	stmt_text(st, ":scopes", k->scopes);
	stmt_int(st, ":rate", k->rate);
	stmt_int(st, ":made_at", k->made_at);
	stmt_when(st, ":expires_at", k->expires_at);
	stmt_int(st, ":evidence", k->evidence);
	return stmt_run(st, e);
}

int
apikey_revoke(struct db *db, int64_t id, int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE api_key SET revoked_at = :now"
	    " WHERE id = :id AND revoked_at IS NULL", e)) == NULL)
		return -1;
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
apikey_used(struct db *db, int64_t id, int64_t now, int64_t busy_at,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE api_key SET used_at = :now,"
	    " busy_at = :busy_at WHERE id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":now", now);
	stmt_int(st, ":busy_at", busy_at);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}
