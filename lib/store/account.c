#include "store/account.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define COLS "id, contractor, connector, remote_id, login, display_name," \
	" email, manager, main, ours, state, privileged, expires_at, made_at," \
	" login_at, login_known, upn, upn_key, worker_id, department," \
	" manager_ref, converted, login_lag"

void
account_clear(struct account *a)
{
	free(a->connector);
	free(a->remote_id);
	free(a->login);
	free(a->upn);
	free(a->upn_key);
	free(a->worker_id);
	free(a->department);
	free(a->manager_ref);
	free(a->display_name);
	free(a->email);
	memset(a, 0, sizeof(*a));
}

static void
take(struct stmt *st, struct account *a)
{
	memset(a, 0, sizeof(*a));
	a->id = stmt_col_int(st, 0);
	a->contractor = stmt_col_int(st, 1);
	a->connector = stmt_col_dup(st, 2);
	a->remote_id = stmt_col_dup(st, 3);
	a->login = stmt_col_dup(st, 4);
	a->display_name = stmt_col_dup(st, 5);
	a->email = stmt_col_dup(st, 6);
	a->manager = stmt_col_int(st, 7);
	a->main = (int)stmt_col_int(st, 8);
	a->ours = (int)stmt_col_int(st, 9);
	stmt_col_copy(st, 10, a->state, sizeof(a->state));
	a->privileged = (int)stmt_col_int(st, 11);
	a->expires_at = stmt_col_at(st, 12);
	a->made_at = stmt_col_int(st, 13);
	a->login_at = stmt_col_int(st, 14);
	a->login_known = (int)stmt_col_int(st, 15);
	a->upn = stmt_col_dup(st, 16);
	a->upn_key = stmt_col_dup(st, 17);
	a->worker_id = stmt_col_dup(st, 18);
	a->department = stmt_col_dup(st, 19);
	a->manager_ref = stmt_col_dup(st, 20);
	a->converted = (int)stmt_col_int(st, 21);
	a->login_lag = stmt_col_int(st, 22);
}

/* Sorted here: for a handful, SQLite's sorter costs more to set up. */
static int
compare(const void *x, const void *y)
{
	const struct account *a = x, *b = y;
	int rc = b->privileged - a->privileged;

	if (rc == 0)
		rc = strcmp(a->connector, b->connector);
	if (rc == 0)
		rc = strcmp(a->login, b->login);
	return rc == 0 ? (a->id > b->id) - (a->id < b->id) : rc;
}

int
account_each(struct db *db, int64_t contractor, account_cb *cb, void *arg,
    struct err *e)
{
	struct account *all = NULL;
	struct stmt *st;
	size_t n = 0, i;
	int rc;

	if ((st = stmt_open(db, "SELECT " COLS " FROM account"
	    " WHERE contractor = :contractor", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	while ((rc = stmt_step(st, e)) == 1) {
		all = mem_grow(all, n + 1, sizeof(*all));
		take(st, &all[n++]);
	}
	stmt_close(st);
	if (n > 1)
		qsort(all, n, sizeof(*all), compare);
	for (i = 0; i < n; i++) {
		if (rc == 0)
			rc = cb(&all[i], arg);
		account_clear(&all[i]);
	}
	free(all);
	return rc;
}

int
account_get(struct db *db, int64_t id, struct account *a, struct err *e)
{
	struct stmt *st;
	int rc;

	memset(a, 0, sizeof(*a));
	if ((st = stmt_open(db, "SELECT " COLS " FROM account WHERE id = :id",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	if ((rc = stmt_step(st, e)) == 1)
		take(st, a);
	stmt_close(st);
	return rc;
}

int
account_seen(struct db *db, int64_t id, const char *state, int64_t expires_at,
    int privileged, int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE account SET state = :state,"
	    " expires_at = :expires_at, privileged = :privileged,"
	    " changed_at = :now WHERE id = :id", e)) == NULL)
		return -1;
	stmt_text(st, ":state", state);
	stmt_when(st, ":expires_at", expires_at);
	stmt_int(st, ":privileged", privileged);
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}
