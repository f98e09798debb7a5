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
