#include "store/account_groups.h"

int
account_groups(struct db *db, int64_t account, struct buf *b, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT (SELECT group_concat(coalesce("
	    "json_extract(g.value, '$.name'), json_extract(g.value, '$.id')),"
	    " ', ') FROM json_each(coalesce(s.after, s.before), '$.groups') g)"
	    " FROM step s WHERE s.account = :account AND s.before IS NOT NULL"
	    " ORDER BY s.id DESC LIMIT 1", e)) == NULL)
		return -1;
	stmt_int(st, ":account", account);
	if ((rc = stmt_step(st, e)) == 1 && stmt_col_text(st, 0) != NULL)
		buf_str(b, stmt_col_text(st, 0));
	stmt_close(st);
	return rc;
}
