#include "store/feed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

int
feed_name(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return n > 0 && n < sizeof(((struct feed *)NULL)->name) &&
	    s[n] == '\0' && s[0] != '-';
}

static void
take(struct stmt *st, struct feed *f)
{
	stmt_col_copy(st, 0, f->name, sizeof(f->name));
	f->rows = stmt_col_int(st, 1);
	f->fields = stmt_col_int(st, 2);
	f->ok_at = stmt_col_int(st, 3);
	f->voided = stmt_col_int(st, 4);
}

int
feed_get(struct db *db, const char *name, struct feed *f, struct err *e)
{
	struct stmt *st;
	int rc;

	memset(f, 0, sizeof(*f));
	snprintf(f->name, sizeof(f->name), "%s", name);
	if ((st = stmt_open(db, "SELECT name, rows, fields, ok_at, voided"
	    " FROM feed WHERE name = :name", e)) == NULL)
		return -1;
	stmt_text(st, ":name", name);
	if ((rc = stmt_step(st, e)) == 1)
		take(st, f);
	stmt_close(st);
	return rc;
}

int
feed_put(struct db *db, const struct feed *f, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO feed(name, rows, fields, ok_at,"
	    " voided) VALUES(:name, :rows, :fields, :ok_at, :voided)"
	    " ON CONFLICT(name) DO UPDATE SET rows = excluded.rows,"
	    " fields = excluded.fields, ok_at = excluded.ok_at,"
	    " voided = excluded.voided", e)) == NULL)
		return -1;
	stmt_text(st, ":name", f->name);
	stmt_int(st, ":rows", f->rows);
	stmt_int(st, ":fields", f->fields);
	if (f->ok_at != 0)
		stmt_int(st, ":ok_at", f->ok_at);
	stmt_int(st, ":voided", f->voided);
	return stmt_run(st, e);
}

int
feed_each(struct db *db, feed_cb *cb, void *arg, struct err *e)
{
	struct feed *all = NULL;
	struct stmt *st;
	size_t i, n = 0;
	int rc;

	if ((st = stmt_open(db, "SELECT name, rows, fields, ok_at, voided"
	    " FROM feed ORDER BY name", e)) == NULL)
		return -1;
	while ((rc = stmt_step(st, e)) == 1) {
		all = mem_grow(all, n + 1, sizeof(*all));
		memset(&all[n], 0, sizeof(*all));
		take(st, &all[n++]);
	}
	stmt_close(st);
	for (i = 0; i < n && rc == 0; i++)
		rc = cb(&all[i], arg);
	free(all);
	return rc;
}

int
feed_people(struct db *db, const char *name, int64_t *n, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT count(*) FROM contractor"
	    " WHERE feed = :name AND missing_on IS NULL AND status IN"
	    " ('candidate','active','pending_review','suspended')", e)) ==
	    NULL)
		return -1;
	stmt_text(st, ":name", name);
	if ((rc = stmt_step(st, e)) == 1)
		*n = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}
