#include "store/period.h"

#include <string.h>

#include "store/since.h"

int
period_bounds(struct db *db, struct period *p, struct err *e)
{
	int64_t at[2] = { p->from_at, p->to_at };
	int i;

	for (i = 0; i < 2; i++)
		if (since_question(db, at[i], &p->question[i], e) == -1 ||
		    since_job(db, at[i], &p->job[i], e) == -1 ||
		    since_finding(db, at[i], &p->finding[i], e) == -1 ||
		    since_evidence(db, at[i], &p->evidence[i], e) == -1)
			return -1;
	return 0;
}

int
period_people(struct db *db, const struct period *p,
    struct period_people *n, struct err *e)
{
	struct stmt *st;
	int rc;

	memset(n, 0, sizeof(*n));
	if ((st = stmt_open(db, "SELECT total(began_at < :to"
	    " AND (ended_at IS NULL OR ended_at >= :to)),"
	    " total(began_at >= :from AND began_at < :to),"
	    " total(how = 'offboarded' AND ended_at >= :from"
	    " AND ended_at < :to), total(how = 'withdrawn'"
	    " AND ended_at >= :from AND ended_at < :to),"
	    " total(how = 'transferred' AND ended_at >= :from"
	    " AND ended_at < :to) FROM engagement", e)) == NULL)
		return -1;
	stmt_int(st, ":from", p->from_at);
	stmt_int(st, ":to", p->to_at);
	if ((rc = stmt_step(st, e)) == 1) {
		n->present = stmt_col_int(st, 0);
		n->joined = stmt_col_int(st, 1);
		n->offboarded = stmt_col_int(st, 2);
		n->withdrawn = stmt_col_int(st, 3);
		n->transferred = stmt_col_int(st, 4);
	}
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}

int
period_statuses(struct db *db, void (*cb)(const char *, int64_t, void *),
    void *arg, struct err *e)
{
	struct stmt *st;
	int rc;

	/* The many that are active are what the index of the others leaves. */
	if ((st = stmt_open(db, "SELECT 'active', (SELECT count(*)"
	    " FROM contractor) - (SELECT count(*) FROM contractor"
	    " WHERE status <> 'active') UNION ALL SELECT * FROM (SELECT"
	    " status, count(*) FROM contractor WHERE status <> 'active'"
	    " GROUP BY status ORDER BY status)", e)) == NULL)
		return -1;
	while ((rc = stmt_step(st, e)) == 1)
		cb(stmt_col_text(st, 0), stmt_col_int(st, 1), arg);
	stmt_close(st);
	return rc;
}

int
period_stays(struct db *db, const struct period *p, void (*cb)(int64_t,
    void *), void *arg, struct err *e)
{
	struct stmt *st;
	int64_t last = 0;
	int rc;

	if ((st = stmt_open(db, "SELECT contractor FROM engagement"
	    " WHERE began_at < :to AND (ended_at IS NULL"
	    " OR ended_at >= :from) ORDER BY contractor", e)) == NULL)
		return -1;
	stmt_int(st, ":from", p->from_at);
	stmt_int(st, ":to", p->to_at);
	while ((rc = stmt_step(st, e)) == 1) {
		if (stmt_col_int(st, 0) != last)
			cb(stmt_col_int(st, 0), arg);
		last = stmt_col_int(st, 0);
	}
	stmt_close(st);
	return rc;
}

int
period_answers(struct db *db, const struct period *p,
    struct period_answers *n, struct err *e)
{
	struct stmt *st;
	int rc;

	memset(n, 0, sizeof(*n));
	if ((st = stmt_open(db, "SELECT count(*),"
	    " total(q.decision IS NOT NULL), total(d.permits IS 'offboard'),"
	    " total(d.answer IS 'extend'), total(q.state = 'open'),"
	    " total(q.decision IS NULL AND q.state <> 'open'),"
	    " total(q.level > 0) FROM question q"
	    " LEFT JOIN decision d ON d.id = q.decision"
	    " WHERE q.id >= :first AND q.id < :after"
	    " AND q.kind IN ('monthly','anchor','left')", e)) == NULL)
		return -1;
	stmt_int(st, ":first", p->question[0]);
	stmt_int(st, ":after", p->question[1]);
	if ((rc = stmt_step(st, e)) == 1) {
		n->asked = stmt_col_int(st, 0);
		n->answered = stmt_col_int(st, 1);
		n->leaves = stmt_col_int(st, 2);
		n->extends = stmt_col_int(st, 3);
		n->open = stmt_col_int(st, 4);
		n->never = stmt_col_int(st, 5);
		n->escalated = stmt_col_int(st, 6);
	}
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}

int
period_findings(struct db *db, const struct period *p,
    int (*cb)(const struct period_finding *, void *), void *arg,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT f.id, f.kind, f.subject, c.upn,"
	    " f.opened_at, coalesce(f.closed_at, 0), f.outcome, f.why"
	    " FROM finding f LEFT JOIN contractor c"
	    " ON f.subject GLOB 'contractor/*'"
	    " AND c.id = CAST(substr(f.subject, 12) AS INTEGER)"
	    " WHERE f.id >= :first AND f.id < :after ORDER BY f.id", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":first", p->finding[0]);
	stmt_int(st, ":after", p->finding[1]);
	while ((rc = stmt_step(st, e)) == 1) {
		struct period_finding f = { stmt_col_int(st, 0),
			stmt_col_text(st, 1), stmt_col_text(st, 2),
			stmt_col_text(st, 3), stmt_col_int(st, 4),
			stmt_col_int(st, 5), stmt_col_text(st, 6),
			stmt_col_text(st, 7) };

		if ((rc = cb(&f, arg)) != 0)
			break;
	}
	stmt_close(st);
	return rc;
}
