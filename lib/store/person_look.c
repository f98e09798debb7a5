#include "store/person_look.h"

#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/text_find.h"

enum { BUDGET_MS = 500 };

#define ROW "SELECT p.upn_key, p.display_name, p.email, (SELECT m.upn_key" \
	" FROM person m WHERE m.id = p.manager), EXISTS (SELECT 1 FROM" \
	" contractor c WHERE c.upn_key = p.upn_key) FROM person p" \
	" WHERE p.enabled = 1 AND p.email IS NOT NULL AND p.upn_key <> ''"

static int64_t
clock_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
tell(struct stmt *st, person_look_cb *cb, void *arg)
{
	struct person_seen s = { stmt_col_text(st, 0), stmt_col_text(st, 1),
		stmt_col_text(st, 2), stmt_col_text(st, 3),
		(int)stmt_col_int(st, 4) };

	cb(&s, arg);
}

static int
by_upn(struct db *db, const char *folded, int max, person_look_cb *cb,
    void *arg, struct err *e)
{
	struct buf end = BUF_INIT(8192);
	struct stmt *st;
	int rc, n = 0;

	buf_fmt(&end, "%s\364\217\277\277", folded);
	if ((st = stmt_open(db, ROW " AND p.upn_key >= :low"
	    " AND p.upn_key <= :high ORDER BY p.upn_key LIMIT :max", e)) ==
	    NULL)
		rc = -1;
	else {
		stmt_text(st, ":low", folded);
		stmt_text(st, ":high", buf_get(&end));
		stmt_int(st, ":max", max);
		for (; (rc = stmt_step(st, e)) == 1; n++)
			tell(st, cb, arg);
	}
	stmt_close(st);
	buf_clear(&end);
	return rc == -1 ? -1 : n;
}

static int
by_name(struct db *db, const char *folded, int max, person_look_cb *cb,
    void *arg, struct err *e)
{
	int64_t until = clock_ms() + BUDGET_MS;
	struct stmt *st;
	int rc = 0, n = 0, looked = 0;

	if ((st = stmt_open(db, ROW " ORDER BY p.id", e)) == NULL)
		return -1;
	while (n < max && (rc = stmt_step(st, e)) == 1) {
		if (!text_find(stmt_col_text(st, 0), folded, 0) &&
		    (text_find(stmt_col_text(st, 1), folded, 1) ||
		    text_find(stmt_col_text(st, 2), folded, 1))) {
			tell(st, cb, arg);
			n++;
		}
		if (++looked % 256 == 0 && clock_ms() > until)
			break;
	}
	stmt_close(st);
	return n < max && rc == -1 ? -1 : n;
}

int
person_look(struct db *db, const char *folded, int max, person_look_cb *cb,
    void *arg, struct err *e)
{
	int n, m;

	if ((n = by_upn(db, folded, max, cb, arg, e)) == -1 || n >= max)
		return n;
	m = by_name(db, folded, max - n, cb, arg, e);
	return m == -1 ? -1 : n + m;
}
