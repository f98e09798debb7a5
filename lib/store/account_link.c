#include "store/account_link.h"

int
account_link(struct db *db, int64_t account, int64_t contractor, int64_t now,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE account SET contractor = :contractor,"
	    " main = NOT EXISTS (SELECT 1 FROM account o"
	    " WHERE o.contractor = :contractor AND o.main = 1"
	    " AND o.connector = account.connector), changed_at = :now"
	    " WHERE id = :id AND contractor IS NULL", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", account);
	return stmt_changed(st, e);
}
