#include "store/run_size.h"

int
run_size_largest(struct db *db, int64_t since_at, int64_t *largest,
    int *any, struct err *e)
{
	struct stmt *st;
	int rc;

	*largest = *any = 0;
	if ((st = stmt_open(db, "SELECT count(*), max(CASE WHEN at >= :since"
	    " THEN json_extract(detail, '$.asked') END) FROM evidence"
	    " WHERE subject = 'run/ctr-cadence' AND action = 'cadence.run'",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":since", since_at);
	if ((rc = stmt_step(st, e)) == 1) {
		*any = stmt_col_int(st, 0) > 0;
		*largest = stmt_col_int(st, 1);
	}
	stmt_close(st);
	return rc == 1 ? 0 : -1;
}
