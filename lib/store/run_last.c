#include "store/run_last.h"

#include <string.h>

#include "base/when.h"

int
run_last(struct db *db, const char *tool, const char *part,
    struct run_last *r, struct err *e)
{
	struct stmt *st;
	int rc;

	memset(r, 0, sizeof(*r));
	r->ok_at = WHEN_NEVER;
	r->status = -1;
	if ((st = stmt_open(db, "SELECT started_at, ok_at, status, note"
	    " FROM run WHERE tool = :tool AND part = :part", e)) == NULL)
		return -1;
	stmt_text(st, ":tool", tool);
	stmt_text(st, ":part", part);
	if ((rc = stmt_step(st, e)) == 1) {
		r->started_at = stmt_col_int(st, 0);
		r->ok_at = stmt_col_at(st, 1);
		r->status = stmt_col_null(st, 2) ? -1 :
		    (int)stmt_col_int(st, 2);
		stmt_col_copy(st, 3, r->note, sizeof(r->note));
	}
	stmt_close(st);
	return rc;
}
