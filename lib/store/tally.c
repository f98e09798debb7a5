#include "store/tally.h"

#include <string.h>

#include "base/when.h"

enum { BLOCK = 100 };

static int
bounds(struct db *db, int64_t *from, int64_t *to, struct err *e)
{
	struct stmt *st;
	int rc;

	*from = *to = 0;
	if ((st = stmt_open(db, "SELECT (SELECT min(id) FROM contractor),"
	    " (SELECT max(id) FROM contractor)", e)) == NULL)
		return -1;
	if ((rc = stmt_step(st, e)) == 1) {
		*from = stmt_col_int(st, 0);
		*to = stmt_col_int(st, 1);
	}
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}

static void
put(struct tally_spread *t, int32_t today, int32_t end)
{
	if (end == WHEN_NO_DAY)
		return;
	if (end < today)
		t->past++;
	else if ((end - today) / 7 < TALLY_WEEKS)
		t->week[(end - today) / 7]++;
	else
		t->later++;
}

/* What was seen, as of all. */
static void
scale(struct tally_spread *t, int64_t span, int64_t seen)
{
	int64_t *const n[] = { &t->row[0], &t->row[1], &t->row[2], &t->past,
		&t->later };
	size_t i;

	for (i = 0; i < sizeof(n) / sizeof(n[0]); i++)
		*n[i] = (*n[i] * span + seen / 2) / seen;
	for (i = 0; i < TALLY_WEEKS; i++)
		t->week[i] = (t->week[i] * span + seen / 2) / seen;
}

static int
look(struct stmt *st, int32_t today, struct tally_spread *t, struct err *e)
{
	const char *end;
	int rc;

	while ((rc = stmt_step(st, e)) == 1) {
		end = stmt_col_text(st, 0);
		if (end != NULL) {
			t->row[0]++;
			put(t, today, when_day(end));
		} else if (!stmt_col_null(st, 1)) {
			t->row[1]++;
			put(t, today, when_last_day(stmt_col_int(st, 1)));
		} else
			t->row[2]++;
	}
	stmt_close(st);
	return rc;
}

/* Numbers of contractors have no gaps to speak of: none is ever deleted. */
int
tally_spread(struct db *db, int32_t today, struct tally_spread *t,
    struct err *e)
{
	struct stmt *st;
	int64_t from, to, step, block = BLOCK;

	memset(t, 0, sizeof(*t));
	if (bounds(db, &from, &to, e) == -1)
		return -1;
	t->all = t->looked = to == 0 ? 0 : to - from + 1;
	t->estimated = t->all > TALLY_SPREAD;
	step = t->all / (TALLY_SPREAD / BLOCK);
	if (!t->estimated)
		step = block = t->all + 1;
	if ((st = stmt_open(db, "WITH RECURSIVE b(i) AS (SELECT :from"
	    " UNION ALL SELECT i + :step FROM b WHERE i + :step <= :to)"
	    " SELECT c.contract_end, c.expiry_at FROM b"
	    " CROSS JOIN contractor c WHERE c.id >= b.i"
	    " AND c.id < b.i + :block AND (c.status = 'active'"
	    " OR c.status = 'pending_review' OR c.status = 'suspended')",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":from", from);
	stmt_int(st, ":to", to);
	stmt_int(st, ":step", step);
	stmt_int(st, ":block", block);
	if (look(st, today, t, e) == -1)
		return -1;
	if (t->estimated) {
		t->looked = ((t->all - 1) / step + 1) * block;
		scale(t, t->all, t->looked);
	}
	return 0;
}

int
tally_due(struct db *db, int32_t today, int64_t day[TALLY_DAYS],
    struct err *e)
{
	struct stmt *st;
	char until[11];
	int32_t on;
	int rc;

	memset(day, 0, TALLY_DAYS * sizeof(day[0]));
	when_date(today + TALLY_DAYS - 1, until);
	if ((st = stmt_open(db, "SELECT next_check_on, count(*)"
	    " FROM contractor WHERE (status = 'active'"
	    " OR status = 'pending_review' OR status = 'suspended')"
	    " AND next_check_on <= :until GROUP BY next_check_on", e)) ==
	    NULL)
		return -1;
	stmt_text(st, ":until", until);
	while ((rc = stmt_step(st, e)) == 1) {
		on = when_day(stmt_col_text(st, 0));
		day[on < today ? 0 : on - today] += stmt_col_int(st, 1);
	}
	stmt_close(st);
	return rc;
}
