#include "store/press.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sha.h"

void
press_row_clear(struct press_row *r)
{
	free(r->body);
	memset(r, 0, sizeof(*r));
}

/* print: what makes it the same request. */
static void
print(const struct press_row *r, unsigned char out[32])
{
	struct sha st;
	char stamp[24];
	int n = snprintf(stamp, sizeof(stamp), "%lld:", (long long)r->stamp);

	sha_start(&st);
	sha_add(&st, stamp, (size_t)n);
	sha_add(&st, r->mac, sizeof(r->mac));
	sha_add(&st, r->body, r->len);
	sha_end(&st, out);
}

int
press_add(struct db *db, const struct press_row *r, struct err *e)
{
	unsigned char sum[32];
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO press (print, came_at, address,"
	    " stamp, mac, body) VALUES (:print, :came_at, :address, :stamp,"
	    " :mac, :body) ON CONFLICT (print) DO NOTHING", e)) == NULL)
		return -1;
	print(r, sum);
	stmt_blob(st, ":print", sum, sizeof(sum));
	stmt_int(st, ":came_at", r->came_at);
	stmt_text(st, ":address", r->address);
	stmt_int(st, ":stamp", r->stamp);
	stmt_blob(st, ":mac", r->mac, sizeof(r->mac));
	stmt_blob(st, ":body", r->body, r->len);
	return stmt_changed(st, e);
}

int64_t
press_waiting(struct db *db, struct err *e)
{
	struct stmt *st;
	int64_t n = -1;

	if ((st = stmt_open(db, "SELECT count(*) FROM press"
	    " WHERE body IS NOT NULL", e)) == NULL)
		return -1;
	if (stmt_step(st, e) == 1)
		n = stmt_col_int(st, 0);
	stmt_close(st);
	return n;
}

int
press_next(struct db *db, int64_t after, struct press_row *r, struct err *e)
{
	struct stmt *st;
	const void *p;
	size_t n;
	int rc;

	memset(r, 0, sizeof(*r));
	if ((st = stmt_open(db, "SELECT id, came_at, address, stamp, mac, body"
	    " FROM press WHERE id > :after AND body IS NOT NULL"
	    " ORDER BY id LIMIT 1", e)) == NULL)
		return -1;
	stmt_int(st, ":after", after);
	if ((rc = stmt_step(st, e)) == 1) {
		r->id = stmt_col_int(st, 0);
		r->came_at = stmt_col_int(st, 1);
		stmt_col_copy(st, 2, r->address, sizeof(r->address));
		r->stamp = stmt_col_int(st, 3);
		if ((p = stmt_col_blob(st, 4, &n)) != NULL &&
		    n == sizeof(r->mac))
			memcpy(r->mac, p, n);
		p = stmt_col_blob(st, 5, &r->len);
		r->body = mem_zero(1, r->len + 1);
		if (r->len > 0)
			memcpy(r->body, p, r->len);
	}
	stmt_close(st);
	return rc;
}

int
press_done(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE press SET body = NULL WHERE id = :id"
	    " AND body IS NOT NULL", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return stmt_changed(st, e);
}

int
press_forget(struct db *db, int64_t before, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "DELETE FROM press WHERE body IS NULL"
	    " AND came_at < :before", e)) == NULL)
		return -1;
	stmt_int(st, ":before", before);
	return stmt_run(st, e);
}

int
press_old(struct db *db, int64_t before, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT 1 FROM press WHERE body IS NULL"
	    " AND came_at < :before LIMIT 1", e)) == NULL)
		return -1;
	stmt_int(st, ":before", before);
	rc = stmt_step(st, e);
	stmt_close(st);
	return rc;
}
