#include "store/listed.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

int
listed_add(struct db *db, int64_t outbox, int64_t ask, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO listed (outbox, ask)"
	    " VALUES (:outbox, :ask)", e)) == NULL)
		return -1;
	stmt_int(st, ":outbox", outbox);
	stmt_int(st, ":ask", ask);
	return stmt_run(st, e);
}

int
listed_has(struct db *db, int64_t outbox, int64_t ask, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT 1 FROM listed"
	    " WHERE outbox = :outbox AND ask = :ask", e)) == NULL)
		return -1;
	stmt_int(st, ":outbox", outbox);
	stmt_int(st, ":ask", ask);
	rc = stmt_step(st, e);
	stmt_close(st);
	return rc;
}

static void
take(struct stmt *st, struct listed *l)
{
	const void *nonce;
	size_t len;

	memset(l, 0, sizeof(*l));
	l->ask = stmt_col_int(st, 0);
	l->contractor = stmt_col_int(st, 1);
	nonce = stmt_col_blob(st, 2, &len);
	if (len == sizeof(l->nonce))
		memcpy(l->nonce, nonce, len);
	l->reviewer_key = stmt_col_dup(st, 3);
	stmt_col_copy(st, 4, l->kind, sizeof(l->kind));
	stmt_col_copy(st, 5, l->period, sizeof(l->period));
	stmt_col_copy(st, 6, l->batch, sizeof(l->batch));
}

int
listed_all(struct db *db, int64_t outbox, struct listed **all, size_t *n,
    struct err *e)
{
	struct stmt *st;
	int rc;

	*all = NULL;
	*n = 0;
	/* LEFT JOIN: a row that is gone is not the list that was signed. */
	if ((st = stmt_open(db, "SELECT l.ask, q.contractor, q.nonce,"
	    " a.reviewer_key, q.kind, q.period, q.batch FROM listed l"
	    " LEFT JOIN ask a ON a.id = l.ask"
	    " LEFT JOIN question q ON q.id = a.question"
	    " WHERE l.outbox = :outbox ORDER BY l.ask", e)) == NULL)
		return -1;
	stmt_int(st, ":outbox", outbox);
	while ((rc = stmt_step(st, e)) == 1) {
		*all = mem_grow(*all, *n + 1, sizeof(**all));
		take(st, &(*all)[(*n)++]);
	}
	stmt_close(st);
	return rc;
}

void
listed_free(struct listed *all, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(all[i].reviewer_key);
	free(all);
}

int
listed_each(struct db *db, int64_t outbox, ask_cb *cb, void *arg,
    struct err *e)
{
	struct listed *all;
	struct ask a;
	size_t n, i;
	int rc = listed_all(db, outbox, &all, &n, e);

	for (i = 0; i < n && rc == 0; i++) {
		if ((rc = ask_get(db, all[i].ask, &a, e)) == 1)
			rc = cb(&a, arg);
		ask_clear(&a);
	}
	listed_free(all, n);
	return rc;
}
