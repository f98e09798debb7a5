#include "act/asking_tell.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "act/foresee.h"
#include "base/jot.h"
#include "base/when.h"
#include "domain/cadence_words.h"
#include "store/due_plan.h"

const struct rows_col asking_tell_cols[] = {
	{ "day", ROWS_TEXT, 0 },
	{ "kind", ROWS_TEXT, 0 },
	{ "why", ROWS_TEXT, 0 },
	{ NULL, ROWS_TEXT, 0 }
};

struct telling {
	struct asking *a;
	struct rows *rows;
	cadence_explain_cb *cb;	/* each line of an explanation */
	void	*arg;
	struct err *e;
	struct inquiry q;
};

static int
line(int32_t day, const char *kind, const char *why, void *arg)
{
	struct telling *t = arg;

	return t->cb(day, kind, why, t->arg);
}

static int
as_row(int32_t day, const char *kind, const char *why, void *arg)
{
	struct telling *t = arg;
	char on[11] = "";
	const char *cells[3] = { on, kind, why };

	if (day != WHEN_NO_DAY)
		when_date(day, on);
	return rows_add(t->rows, cells, t->e);
}

/* Who is asked, and why not those whom the sources name. */
static int
tell_reviewer(struct telling *t)
{
	const struct inquiry *q = &t->q;
	struct buf b = BUF_INIT(4000);
	int rc;

	if (q->first.who == NULL)
		buf_str(&b, "nobody");
	else if (q->first.deputy != NULL)
		buf_fmt(&b, "%s, in place of %s", q->first.deputy->key,
		    q->first.who->key);
	else
		buf_str(&b, q->first.who->key);
	if (q->first.is_fallback)
		buf_str(&b, " (fallback_reviewer)");
	if (q->passed.len > 0)
		buf_fmt(&b, "; passed over: %s", buf_get(&q->passed));
	rc = line(WHEN_NO_DAY, "reviewer", buf_get(&b), t);
	buf_clear(&b);
	return rc;
}

static int
tell_status(struct telling *t)
{
	struct buf b = BUF_INIT(200);
	int rc;

	buf_fmt(&b, "%s%s", t->q.c.status,
	    t->q.in.status == CADENCE_OTHER ? ": nobody is asked" : "");
	rc = line(t->q.in.active_on, "status", buf_get(&b), t);
	buf_clear(&b);
	return rc;
}

/* The stored day of the next look, if it would be too late. */
static int
tell_look(struct telling *t)
{
	int32_t due = when_day(t->q.c.next_check_on);

	if (due <= t->a->run.x->today || t->q.out.look_on == WHEN_NO_DAY ||
	    t->q.out.look_on >= due)
		return 0;
	return line(due, "bug", "next_check_on is later than the rule; "
	    "ctr-cadence --all repairs it", t);
}

static int
tell(struct telling *t, int64_t contractor)
{
	int rc = inquiry_load(&t->a->run, contractor, 1, &t->q, t->e);

	if (rc != 1)
		return rc == 0 ? err_set(t->e, ERR_DATA, "no such contractor") :
		    -1;
	rc = tell_status(t);
	if (rc == 0 && t->q.in.status != CADENCE_OTHER)
		rc = tell_reviewer(t);
	if (rc == 0)
		rc = cadence_explain(&t->q.in, &t->a->run.p,
		    t->a->run.x->today, line, t);
	if (rc == 0)
		rc = tell_look(t);
	inquiry_clear(&t->q);
	return rc;
}

int
asking_tell_each(struct asking *a, int64_t contractor,
    cadence_explain_cb *cb, void *arg, struct err *e)
{
	struct telling t = { .a = a, .cb = cb, .arg = arg, .e = e };

	return tell(&t, contractor);
}

int
asking_tell_explain(struct asking *a, const char *upn, struct rows *rows,
    struct err *e)
{
	struct contractor c;
	struct telling t = { .a = a, .rows = rows, .cb = as_row, .e = e };
	int rc;

	memset(&c, 0, sizeof c);
	t.arg = &t;
	if ((rc = contractor_find(a->run.x->db, upn, &c, e)) == 0)
		rc = err_set(e, ERR_DATA, "%s: no such contractor", upn);
	if (rc == 1)
		rc = tell(&t, c.id);
	contractor_clear(&c);
	return rc;
}

/* One mail of the forecast: change holds the day, for the order. */
static int
foretell(const struct inquiry *q, int32_t day, const struct cadence_due *due,
    int days_left, void *arg)
{
	struct telling *t = arg;
	struct due_plan p = { .pass = DUE_QUIET, .contractor = q->c.id,
		.subject = q->c.upn };
	struct buf b = BUF_INIT(200);
	char on[11], left[40] = "";
	int rc;

	cadence_words_due(&b, due);
	(void)snprintf(p.what, sizeof p.what, "%s", buf_get(&b));
	when_date(day, on);
	if (q->out.end_on != WHEN_NO_DAY)
		(void)snprintf(left, sizeof left, "%d days left", days_left);
	p.change = on;
	p.why = left;
	rc = due_plan_add(t->a->run.x->db, &p, t->e);
	buf_clear(&b);
	return rc;
}

static int
forecast_row(const struct due_plan *p, void *arg)
{
	struct telling *t = arg;
	struct buf b = BUF_INIT(1000);
	const char *cells[3] = { p->change, p->what, NULL };
	int rc;

	buf_fmt(&b, "%s%s%s", p->subject, *p->why != '\0' ? ": " : "", p->why);
	cells[2] = buf_get(&b);
	rc = rows_add(t->rows, cells, t->e);
	buf_clear(&b);
	return rc;
}

int
asking_tell_forecast(struct asking *a, int days, struct rows *rows,
    struct err *e)
{
	struct telling t = { .a = a, .rows = rows, .e = e };

	if (due_plan_start(a->run.x->db, e) == -1 ||
	    foresee(&a->run, days, foretell, &t, e) == -1)
		return -1;
	return due_plan_by_change(a->run.x->db, forecast_row, &t, e);
}

void
asking_tell_report(const struct inquiry_count *c, int json, struct buf *b)
{
	const struct {
		const char *name;
		int64_t n;
	} all[] = {
		{ "asked", c->asked }, { "readdressed", c->readdressed },
		{ "escalated", c->escalated }, { "recorded", c->recorded },
		{ "closed", c->closed }, { "withdrawn", c->withdrawn },
		{ "suspended", c->suspended }, { "found", c->found },
		{ "gone", c->gone }, { "later", c->missed },
		{ "looked", c->looked }, { "reminded", c->reminded },
		{ "told", c->told }
	};
	struct jot j;
	size_t i;

	jot_init(&j);
	jot_int(&j, "v", 1);
	if (!json)
		buf_str(b, "ctr-cadence");
	for (i = 0; i < sizeof all / sizeof all[0]; i++) {
		jot_int(&j, all[i].name, all[i].n);
		if (!json)
			buf_fmt(b, " %s=%" PRId64, all[i].name, all[i].n);
	}
	if (json)
		buf_str(b, jot_get(&j));
	jot_clear(&j);
}
