/* One contractor's part of a period, and the departures of it. */
#include "store/evidence_subjects.h"
#include "store/period.h"

/* Its time runs from the decision, or from the day that it named. */
#define LEAVE "SELECT j.id, j.contractor, c.upn, c.display_name, d.answer," \
	" j.state, d.decided_at, j.due_at, d.evidence," \
	" iif(d.answer = 'offboard_now', d.decided_at, j.due_at)," \
	" count(s.id), total(s.id IS NOT NULL AND s.done_at IS NULL)," \
	" max(coalesce(s.done_at, max(:now, j.due_at))), (SELECT" \
	" group_concat(op, ' ') FROM step w WHERE w.job = j.id" \
	" AND w.state = 'waived')" \
	" FROM job j JOIN decision d ON d.id = j.decision" \
	" JOIN contractor c ON c.id = j.contractor LEFT JOIN step s" \
	" ON s.job = j.id AND s.op = 'disable' AND s.state <> 'waived'" \
	" WHERE j.kind = 'offboard'"

static int
leaves(struct stmt *st, period_leave_cb *cb, void *arg, struct err *e)
{
	int rc;

	while ((rc = stmt_step(st, e)) == 1) {
		struct period_leave l = { .job = stmt_col_int(st, 0),
			.contractor = stmt_col_int(st, 1),
			.upn = stmt_col_text(st, 2),
			.name = stmt_col_text(st, 3),
			.answer = stmt_col_text(st, 4),
			.state = stmt_col_text(st, 5),
			.decided_at = stmt_col_int(st, 6),
			.due_at = stmt_col_int(st, 7),
			.evidence = stmt_col_int(st, 8),
			.base_at = stmt_col_int(st, 9),
			.accounts = stmt_col_int(st, 10),
			.left = stmt_col_int(st, 11),
			.waived = stmt_col_text(st, 13) };

		l.seconds = l.accounts > 0 ? stmt_col_int(st, 12) - l.base_at :
		    0;
		if (l.seconds < 0)
			l.seconds = 0;
		if ((rc = cb(&l, arg)) != 0)
			break;
	}
	stmt_close(st);
	return rc;
}

int
period_leaves(struct db *db, const struct period *p, int64_t contractor,
    period_leave_cb *cb, void *arg, struct err *e)
{
	struct stmt *st;

	if (contractor == 0)
		st = stmt_open(db, LEAVE " AND j.id >= :first"
		    " AND j.id < :after GROUP BY j.id ORDER BY j.id", e);
	else
		st = stmt_open(db, LEAVE " AND j.contractor = :contractor"
		    " AND j.id >= :first AND j.id < :after GROUP BY j.id"
		    " ORDER BY j.id", e);
	if (st == NULL)
		return -1;
	if (contractor != 0)
		stmt_int(st, ":contractor", contractor);
	stmt_int(st, ":now", p->now);
	stmt_int(st, ":first", p->job[0]);
	stmt_int(st, ":after", p->job[1]);
	return leaves(st, cb, arg, e);
}

int
period_leave_one(struct db *db, const struct period *p, int64_t job,
    period_leave_cb *cb, void *arg, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, LEAVE " AND j.id = :job GROUP BY j.id", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":now", p->now);
	stmt_int(st, ":job", job);
	return leaves(st, cb, arg, e);
}

int
period_questions(struct db *db, const struct period *p, int64_t contractor,
    int (*cb)(const struct period_question *, void *), void *arg,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT q.id, q.kind, q.period, q.state,"
	    " q.asked_on, (SELECT group_concat(reviewer_key, ' ') FROM ask k"
	    " WHERE k.question = q.id), d.answer, coalesce(a.reviewer_key,"
	    " v.actor), d.reason, coalesce(d.decided_at, 0),"
	    " coalesce(d.evidence, 0) FROM question q"
	    " LEFT JOIN decision d ON d.id = q.decision"
	    " LEFT JOIN ask a ON a.id = d.ask"
	    " LEFT JOIN evidence v ON v.seq = d.evidence"
	    " WHERE q.contractor = :id AND q.id >= :first AND q.id < :after"
	    " ORDER BY q.id", e)) == NULL)
		return -1;
	stmt_int(st, ":id", contractor);
	stmt_int(st, ":first", p->question[0]);
	stmt_int(st, ":after", p->question[1]);
	while ((rc = stmt_step(st, e)) == 1) {
		struct period_question q = { stmt_col_int(st, 0),
			stmt_col_text(st, 1), stmt_col_text(st, 2),
			stmt_col_text(st, 3), stmt_col_text(st, 4),
			stmt_col_text(st, 5), stmt_col_text(st, 6),
			stmt_col_text(st, 7), stmt_col_text(st, 8),
			stmt_col_int(st, 9), stmt_col_int(st, 10) };

		if ((rc = cb(&q, arg)) != 0)
			break;
	}
	stmt_close(st);
	return rc;
}

int
period_records(struct db *db, const struct period *p, int64_t contractor,
    void (*cb)(int64_t, void *), void *arg, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT seq FROM evidence WHERE subject IN ("
	    EVIDENCE_SUBJECTS ") AND seq >= :first AND seq < :after"
	    " ORDER BY seq", e)) == NULL)
		return -1;
	stmt_int(st, ":id", contractor);
	stmt_int(st, ":first", p->evidence[0]);
	stmt_int(st, ":after", p->evidence[1]);
	while ((rc = stmt_step(st, e)) == 1)
		cb(stmt_col_int(st, 0), arg);
	stmt_close(st);
	return rc;
}
