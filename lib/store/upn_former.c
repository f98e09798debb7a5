#include "store/upn_former.h"

int
upn_former_add(struct db *db, const char *upn_key, int64_t contractor,
    int64_t until_at, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO upn_former(upn_key, contractor,"
	    " until_at) VALUES(:upn_key, :contractor, :until_at)"
	    " ON CONFLICT(upn_key, contractor) DO UPDATE"
	    " SET until_at = excluded.until_at", e)) == NULL)
		return -1;
	stmt_text(st, ":upn_key", upn_key);
	stmt_int(st, ":contractor", contractor);
	stmt_int(st, ":until_at", until_at);
	return stmt_run(st, e);
}

int
upn_former_has(struct db *db, const char *upn_key, int64_t contractor,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT 1 FROM upn_former"
	    " WHERE upn_key = :upn_key AND contractor = :contractor", e)) ==
	    NULL)
		return -1;
	stmt_text(st, ":upn_key", upn_key);
	stmt_int(st, ":contractor", contractor);
	rc = stmt_step(st, e);
	stmt_close(st);
	return rc;
}

int
upn_former_holders(struct db *db, const char *upn_key, int64_t *ids,
    int max, struct err *e)
{
	struct stmt *st;
	int n = 0, rc = 0;

	if ((st = stmt_open(db, "SELECT contractor FROM upn_former"
	    " WHERE upn_key = ?1 ORDER BY until_at DESC", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, upn_key);
	while (n < max && (rc = stmt_step(st, e)) == 1)
		ids[n++] = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == -1 ? -1 : n;
}

int
upn_former_each(struct db *db, int64_t contractor,
    int (*cb)(const char *, void *), void *arg, struct err *e)
{
	struct stmt *st;
	int rc = 0, got = 0;

	if ((st = stmt_open(db, "SELECT upn_key FROM upn_former"
	    " WHERE contractor = :contractor", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	while (got == 0 && (rc = stmt_step(st, e)) == 1)
		got = cb(stmt_col_text(st, 0), arg);
	stmt_close(st);
	return rc == -1 ? -1 : got;
}
