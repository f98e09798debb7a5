#include <string.h>

#include "store/tally.h"

/*
 * Partial indices are used where a query says their condition in their own
 * words: question_due, question_open, job_open, finding_once, outbox_due.
 */
int
tally_need(struct db *db, int64_t now, int64_t late_at, int64_t old_at,
    struct tally_need *t, struct err *e)
{
	struct stmt *st;
	int64_t *const n[] = { &t->findings, &t->findings_late,
		&t->findings_old, &t->rosters_held, &t->questions,
		&t->approvals, &t->jobs_waiting, &t->jobs_due, &t->jobs_held,
		&t->runs_failed, &t->unsent };
	size_t i;
	int rc;

	memset(t, 0, sizeof(*t));
	if ((st = stmt_open(db, "SELECT f.n, f.late, f.old, f.rosters,"
	    " q.own, q.all_open - q.own, j.waiting, j.due, j.held,"
	    " (SELECT count(*) FROM run WHERE status IS NOT NULL"
	    " AND status <> 0), (SELECT count(*) FROM outbox"
	    " WHERE state IN ('queued','sending') AND next_at < :now - 3600)"
	    " FROM (SELECT count(*) AS n, total(opened_at <= :late) AS late,"
	    " total(opened_at <= :old) AS old, total(kind = 'roster_held')"
	    " AS rosters FROM finding WHERE closed_at IS NULL) f,"
	    " (SELECT (SELECT count(*) FROM question WHERE state = 'open'"
	    " AND kind IN ('monthly','anchor','left')) AS own, (SELECT"
	    " count(*) FROM question WHERE state = 'open') AS all_open) q,"
	    " (SELECT total(state = 'waiting') AS waiting,"
	    " total(state = 'due') AS due, total(state = 'held') AS held"
	    " FROM job WHERE state IN ('waiting','due','held')) j", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":now", now);
	stmt_int(st, ":late", late_at);
	stmt_int(st, ":old", old_at);
	if ((rc = stmt_step(st, e)) == 1)
		for (i = 0; i < sizeof(n) / sizeof(n[0]); i++)
			*n[i] = stmt_col_int(st, (int)i);
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}

int
tally_findings(struct db *db, void (*cb)(const char *, int64_t, int64_t,
    void *), void *arg, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT kind, count(*) AS n, min(opened_at)"
	    " FROM finding WHERE closed_at IS NULL GROUP BY kind"
	    " ORDER BY n DESC, kind", e)) == NULL)
		return -1;
	while ((rc = stmt_step(st, e)) == 1)
		cb(stmt_col_text(st, 0), stmt_col_int(st, 1),
		    stmt_col_int(st, 2), arg);
	stmt_close(st);
	return rc;
}

int
tally_runs(struct db *db, void (*cb)(const char *, const char *, int64_t,
    int64_t, const char *, void *), void *arg, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT tool, part, started_at,"
	    " coalesce(status, -1), note FROM run ORDER BY tool, part", e)) ==
	    NULL)
		return -1;
	while ((rc = stmt_step(st, e)) == 1)
		cb(stmt_col_text(st, 0), stmt_col_text(st, 1),
		    stmt_col_int(st, 2), stmt_col_int(st, 3),
		    stmt_col_text(st, 4), arg);
	stmt_close(st);
	return rc;
}
