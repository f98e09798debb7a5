#include "store/engagement_again.h"

int
engagement_again(struct db *db, int64_t contractor, int nth, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE engagement SET how = NULL,"
	    " ended_at = NULL WHERE contractor = :contractor AND nth = :nth"
	    " AND how = 'offboarded'", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_int(st, ":nth", nth);
	return stmt_changed(st, e);
}
