#include "store/tenant_row.h"

int
tenant_row_insert(struct db *db, const char *name, int test, int64_t now,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO tenant(id, name, test, made_at)"
	    " VALUES(1, :name, :test, :now)", e)) == NULL)
		return -1;
	stmt_text(st, ":name", name);
	stmt_int(st, ":test", test);
	stmt_int(st, ":now", now);
	return stmt_run(st, e);
}

int
tenant_row_name(struct db *db, char name[64], struct err *e)
{
	struct stmt *st;
	int rc;

	name[0] = '\0';
	if ((st = stmt_open(db, "SELECT name FROM tenant", e)) == NULL)
		return -1;
	if ((rc = stmt_step(st, e)) == 1)
		stmt_col_copy(st, 0, name, 64);
	stmt_close(st);
	if (rc == -1)
		return -1;
	return tenant_name(name) ? 0 : err_set(e, ERR_DATA,
	    "a registry of no tenant");
}
