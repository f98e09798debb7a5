#include "store/census.h"

#include "store/upgrade.h"

int
census_take(struct db *db, struct census *c, struct err *e)
{
	struct stmt *st;
	int rc;

	/* Of jobs in the words of index job_open, which has the open ones. */
	if ((st = stmt_open(db, "SELECT (SELECT count(*) FROM contractor),"
	    " (SELECT count(*) FROM question WHERE state = 'open'),"
	    " (SELECT count(*) FROM job WHERE state IN"
	    " ('waiting','due','held') AND state <> 'held'),"
	    " (SELECT count(*) FROM job WHERE state IN"
	    " ('waiting','due','held') AND state = 'held')"
	    " + (SELECT count(*) FROM finding WHERE closed_at IS NULL"
	    " AND kind = 'roster_held'),"
	    " (SELECT coalesce(max(started_at), 0) FROM run)", e)) == NULL)
		return -1;
	if ((rc = stmt_step(st, e)) == 1) {
		c->schema = upgrade_newest();
		c->contractors = stmt_col_int(st, 0);
		c->questions = stmt_col_int(st, 1);
		c->due = stmt_col_int(st, 2);
		c->held = stmt_col_int(st, 3);
		c->last_run = stmt_col_int(st, 4);
	}
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}
