#include <stdio.h>
#include <string.h>

#include "base/when.h"
#include "store/since.h"
#include "store/tally.h"

enum { MONTH_SAMPLE = 250, OPEN_MAX = 20000 };

/* The questions of one month: every step-th of their numbers. */
static int
month(struct db *db, int64_t from, int64_t to, int64_t step,
    struct tally_month *m, struct err *e)
{
	struct stmt *st;
	int64_t points, all = to - from;
	int rc;

	if (all <= 0)
		return 0;
	if ((st = stmt_open(db, "WITH RECURSIVE n(i) AS (SELECT :from"
	    " UNION ALL SELECT i + :step FROM n WHERE i + :step < :to)"
	    " SELECT count(*), total(q.decision IS NOT NULL),"
	    " total(d.permits IS 'offboard'), total(q.state = 'open')"
	    " FROM n CROSS JOIN question q ON q.id = n.i"
	    " LEFT JOIN decision d ON d.id = q.decision"
	    " WHERE q.kind IN ('monthly','anchor','left')", e)) == NULL)
		return -1;
	stmt_int(st, ":from", from);
	stmt_int(st, ":to", to);
	stmt_int(st, ":step", step);
	points = (all - 1) / step + 1;
	if ((rc = stmt_step(st, e)) == 1) {
		m->asked = (stmt_col_int(st, 0) * all + points / 2) / points;
		m->answered = (stmt_col_int(st, 1) * all + points / 2) /
		    points;
		m->leaves = (stmt_col_int(st, 2) * all + points / 2) / points;
		m->open = (stmt_col_int(st, 3) * all + points / 2) / points;
		m->estimated = step > 1;
	}
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}

int
tally_months(struct db *db, int32_t today, struct tally_month
    list[TALLY_MONTHS], struct err *e)
{
	int64_t id[TALLY_MONTHS + 1], step;
	int32_t first;
	int i;

	memset(list, 0, TALLY_MONTHS * sizeof(list[0]));
	for (i = 0; i <= TALLY_MONTHS; i++) {
		first = when_add_months(when_month_first(today),
		    i - TALLY_MONTHS + 1);
		if (since_question(db, when_start(first), &id[i], e) == -1)
			return -1;
		if (i < TALLY_MONTHS)
			list[i].first = first;
	}
	for (i = 0; i < TALLY_MONTHS; i++) {
		step = id[TALLY_MONTHS] - id[0] <= TALLY_ASKED ? 1 :
		    (id[i + 1] - id[i]) / MONTH_SAMPLE;
		if (month(db, id[i], id[i + 1], step < 1 ? 1 : step, &list[i],
		    e) == -1)
			return -1;
	}
	return 0;
}

int
tally_closing(struct db *db, int64_t since, struct tally_closing *t,
    void (*cb)(int64_t, void *), void *arg, struct err *e)
{
	struct stmt *st;
	int64_t job = 0;
	int rc;

	memset(t, 0, sizeof(*t));
	if ((st = stmt_open(db, "SELECT j.id, s.id, s.done_at, s.done_at -"
	    " iif(d.answer = 'offboard_now', d.decided_at, j.due_at)"
	    " FROM (SELECT id, decision, due_at FROM job WHERE"
	    " kind = 'offboard' AND started_at IS NOT NULL"
	    " AND started_at >= :since ORDER BY started_at DESC LIMIT :max) j"
	    " JOIN decision d ON d.id = j.decision"
	    " LEFT JOIN step s ON s.job = j.id AND s.op = 'disable'"
	    " AND s.state <> 'waived'", e)) == NULL)
		return -1;
	stmt_int(st, ":since", since);
	stmt_int(st, ":max", TALLY_CLOSED);
	while ((rc = stmt_step(st, e)) == 1) {
		t->departures += stmt_col_int(st, 0) != job;
		job = stmt_col_int(st, 0);
		if (stmt_col_null(st, 1))
			continue;	/* no account to disable */
		if (stmt_col_null(st, 2)) {
			t->waiting++;
			continue;
		}
		t->accounts++;
		cb(stmt_col_int(st, 3) < 0 ? 0 : stmt_col_int(st, 3), arg);
	}
	stmt_close(st);
	t->more = t->departures == TALLY_CLOSED;
	return rc;
}

static int
managers(struct stmt *st, struct tally_overdue *t, struct err *e)
{
	struct tally_manager *m;
	const char *name;
	int rc;

	while ((rc = stmt_step(st, e)) == 1) {
		t->managers++;
		t->questions += stmt_col_int(st, 1);
		if (t->n == TALLY_PEOPLE)
			continue;
		m = &t->who[t->n++];
		name = stmt_col_text(st, 3);
		stmt_col_copy(st, 0, m->key, sizeof(m->key));
		(void)snprintf(m->name, sizeof(m->name), "%s", name == NULL ?
		    "" : name);
		m->overdue = stmt_col_int(st, 1);
		stmt_col_copy(st, 2, m->oldest_on, sizeof(m->oldest_on));
	}
	stmt_close(st);
	return rc;
}

int
tally_overdue(struct db *db, const char *today_on, const char *late_on,
    struct tally_overdue *t, struct err *e)
{
	struct stmt *st;

	memset(t, 0, sizeof(*t));
	/* Those that are never due again stand last in the index. */
	if ((st = stmt_open(db, "SELECT reviewer_key, n, oldest, (SELECT"
	    " display_name FROM person p WHERE p.upn_key = reviewer_key"
	    " LIMIT 1) FROM (SELECT k.reviewer_key, count(*) AS n,"
	    " min(q.asked_on) AS oldest FROM (SELECT * FROM (SELECT id, kind,"
	    " level, next_on, asked_on FROM question WHERE state = 'open'"
	    " AND next_on < '9999-12-31' ORDER BY next_on LIMIT :max)"
	    " UNION ALL SELECT * FROM (SELECT id, kind, level, next_on,"
	    " asked_on FROM question WHERE state = 'open'"
	    " AND next_on = '9999-12-31' LIMIT :max)) q"
	    " CROSS JOIN ask k ON k.question = q.id AND k.level = 0"
	    " AND k.moved_at IS NULL WHERE q.kind IN ('monthly','anchor',"
	    "'left') AND (q.level > 0 OR q.next_on <= :today_on OR"
	    " (q.next_on = '9999-12-31' AND q.asked_on <= :late_on))"
	    " GROUP BY k.reviewer_key) ORDER BY n DESC, reviewer_key", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":max", OPEN_MAX);
	stmt_text(st, ":today_on", today_on);
	stmt_text(st, ":late_on", late_on);
	if (managers(st, t, e) == -1)
		return -1;
	if ((st = stmt_open(db, "SELECT count(*) FROM question"
	    " WHERE state = 'open'", e)) == NULL)
		return -1;
	if (stmt_step(st, e) == -1) {
		stmt_close(st);
		return -1;
	}
	t->more = stmt_col_int(st, 0) > OPEN_MAX;
	stmt_close(st);
	return 0;
}
