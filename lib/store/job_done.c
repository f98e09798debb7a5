#include "store/job_done.h"

int
job_done_last(struct db *db, int64_t contractor, const char *kind,
    int64_t *id, int64_t *done_at, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT id, done_at FROM job"
	    " WHERE contractor = :contractor AND kind = :kind"
	    " AND state = 'done' ORDER BY done_at DESC, id DESC LIMIT 1",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_text(st, ":kind", kind);
	if ((rc = stmt_step(st, e)) == 1) {
		*id = stmt_col_int(st, 0);
		*done_at = stmt_col_int(st, 1);
	}
	stmt_close(st);
	return rc;
}
