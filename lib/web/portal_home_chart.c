/* The pictures of the first page: rows and shapes out of the same numbers. */
#include <stdio.h>
#include <string.h>

#include "act/foresee.h"
#include "base/esc.h"
#include "base/when.h"
#include "store/tally.h"
#include "web/chart.h"
#include "web/portal_home.h"

enum {
	EXACT = 200,		/* forecasts that a page has time for */
	WEEKS = TALLY_DAYS / 7,
	CLOSING_DAYS = 90,
	SHOWN = 10		/* managers of a picture */
};

static void
number(char out[24], int64_t n)
{
	(void)snprintf(out, 24, "%lld", (long long)n);
}

/* ------------------------------------------------------------ mails to come */

struct ahead {
	int32_t	today;
	int64_t	mails[TALLY_DAYS], up[TALLY_DAYS];
};

static int
one_mail(const struct inquiry *q, int32_t day, const struct cadence_due *due,
    int days_left, void *arg)
{
	struct ahead *a = arg;

	(void)q;
	(void)days_left;
	a->mails[day - a->today]++;
	a->up[day - a->today] += due->kind == CADENCE_ESCALATE;
	return 0;
}

/* Where few are due in that time the rule itself is asked about each. */
static int
exactly(struct portal *p, struct ahead *a, struct err *e)
{
	struct inquiry_run r;
	int rc;

	memset(a->mails, 0, sizeof(a->mails));
	if (inquiry_run_init(&r, p->x, e) == -1)
		return -1;
	rc = foresee(&r, TALLY_DAYS, one_mail, a, e);
	inquiry_run_clear(&r);
	return rc;
}

int
portal_home_ahead(struct portal *p, struct sheet *s, struct err *e)
{
	struct ahead a = { .today = p->x->today };
	int64_t shown[TALLY_DAYS], all = 0, top = 0;
	struct buf b = BUF_INIT(40000);
	int32_t first = a.today - when_weekday(a.today);
	int i, exact, top_at = 0, past = a.today - first;
	char on[11], cell[2][24];

	if (tally_due(p->x->db, a.today, a.mails, e) == -1)
		return -1;
	for (i = 0; i < TALLY_DAYS; i++)
		all += a.mails[i];
	exact = all <= EXACT;
	if (exact && exactly(p, &a, e) == -1)
		return -1;
	for (i = 0, all = 0; i < TALLY_DAYS; i++) {
		shown[i] = i < past ? -1 : a.mails[i - past];
		if (shown[i] <= 0)
			continue;
		all += shown[i];
		if (shown[i] > top)
			top = shown[top_at = i];
		when_date(first + i, on);
		number(cell[0], shown[i]);
		number(cell[1], a.up[i - past]);
		sheet_row(s, (const char *[]){ on, cell[0], exact ? cell[1] :
		    "" }, NULL);
	}
	chart_days(&b, first, WEEKS, shown, a.today);
	words_html(p->words, "ahead_chart", &b);
	words_int(p->words, "ahead_height", chart_days_height(WEEKS));
	words_int(p->words, "ahead_total", all);
	words_int(p->words, "ahead_days", TALLY_DAYS);
	words_flag(p->words, "ahead_exact", exact);
	words_flag(p->words, "ahead_rough", !exact);
	when_date(first + top_at, on);
	words_set(p->words, "ahead_top_on", top > 0 ? on : NULL);
	words_int(p->words, "ahead_top", top);
	buf_clear(&b);
	return 0;
}

/* ------------------------------------------------------- answers per month */

int
portal_home_answers(struct portal *p, struct sheet *s, struct err *e)
{
	struct tally_month m[TALLY_MONTHS];
	struct chart_bar c[TALLY_MONTHS] = { { "", { 0 } } };
	struct buf b = BUF_INIT(40000);
	char day[11], cell[5][24];
	int i, estimated = 0;

	if (tally_months(p->x->db, p->x->today, m, e) == -1)
		return -1;
	for (i = 0; i < TALLY_MONTHS; i++) {
		when_date(m[i].first, day);
		(void)snprintf(c[i].label, sizeof(c[i].label), "%.7s", day);
		c[i].n[0] = m[i].answered - m[i].leaves;
		c[i].n[1] = m[i].asked - m[i].answered;
		c[i].n[2] = m[i].leaves;
		number(cell[0], m[i].asked);
		number(cell[1], c[i].n[0]);
		number(cell[2], c[i].n[2]);
		number(cell[3], c[i].n[1]);
		number(cell[4], m[i].open);
		sheet_row(s, (const char *[]){ c[i].label, cell[0], cell[1],
		    cell[2], cell[3], cell[4] }, NULL);
		estimated |= m[i].estimated;
	}
	chart_bars(&b, c, TALLY_MONTHS, 3, -1, NULL);
	words_html(p->words, "answers_chart", &b);
	words_flag(p->words, "answers_estimated", estimated);
	i = TALLY_MONTHS - 1;
	words_set(p->words, "answers_month", c[i].label);
	words_int(p->words, "answers_asked", m[i].asked);
	words_int(p->words, "answers_given", m[i].answered);
	words_int(p->words, "answers_leave", m[i].leaves);
	buf_clear(&b);
	return 0;
}

/* --------------------------------------- from confirmation to disabled */

enum { EDGES = 8 };

struct closing {
	int64_t	edge[EDGES];	/* minutes; of the last column: 0 */
	int64_t	n[EDGES];
	int	count, mark;
	int64_t	late, sla;
};

/* The agreed time is an edge of the columns, wherever it lies. */
static void
edges(struct closing *c, int64_t sla)
{
	static const int64_t usual[] = { 15, 60, 240, 480, 1440, 2880 };
	size_t i;
	int put = 0;

	memset(c, 0, sizeof(*c));
	c->sla = sla;
	for (i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		if (!put && sla < usual[i])
			c->edge[c->count++] = sla;
		put |= sla <= usual[i];
		c->edge[c->count++] = usual[i];
	}
	if (!put)
		c->edge[c->count++] = sla;
	for (i = 0; (int)i < c->count; i++)
		if (c->edge[i] == sla)
			c->mark = (int)i + 1;
	c->count++;
}

static void
one_account(int64_t seconds, void *arg)
{
	struct closing *c = arg;
	int i;

	for (i = 0; i < c->count - 1 && seconds > c->edge[i] * 60; i++)
		;
	c->n[i]++;
	c->late += seconds > c->sla * 60;
}

static void
edge_words(const struct closing *c, int i, char out[40])
{
	if (i == c->count - 1)
		(void)snprintf(out, 40, "> %lld h",
		    (long long)(c->edge[i - 1] / 60));
	else if (c->edge[i] < 60)
		(void)snprintf(out, 40, "%lld min", (long long)c->edge[i]);
	else
		(void)snprintf(out, 40, "%lld h",
		    (long long)(c->edge[i] / 60));
}

int
portal_home_closing(struct portal *p, struct sheet *s, struct err *e)
{
	struct chart_bar bars[EDGES];
	struct buf b = BUF_INIT(40000);
	struct tally_closing t;
	struct closing c;
	char cell[24], sla[24];
	int i;

	edges(&c, 60 * policy_int(p->x->policy, "offboard_sla_hours"));
	if (tally_closing(p->x->db, p->x->now - CLOSING_DAYS * 86400LL, &t,
	    one_account, &c, e) == -1)
		return -1;
	memset(bars, 0, sizeof(bars));
	for (i = 0; i < c.count; i++) {
		edge_words(&c, i, bars[i].label);
		bars[i].n[i >= c.mark ? 2 : 0] = c.n[i];
		number(cell, c.n[i]);
		sheet_row(s, (const char *[]){ bars[i].label, cell }, NULL);
	}
	(void)snprintf(sla, sizeof(sla), "%lld h", (long long)(c.sla / 60));
	chart_bars(&b, bars, (size_t)c.count, 1, c.mark, sla);
	words_html(p->words, "closing_chart", &b);
	words_int(p->words, "closing_days", CLOSING_DAYS);
	words_int(p->words, "closing_departures", t.departures);
	words_int(p->words, "closing_accounts", t.accounts);
	words_int(p->words, "closing_waiting", t.waiting);
	words_int(p->words, "closing_late", c.late);
	words_int(p->words, "closing_sla", c.sla / 60);
	words_flag(p->words, "closing_more", t.more);
	buf_clear(&b);
	return 0;
}

/* --------------------------------------------------------------- ends ahead */

int
portal_home_ends(struct portal *p, struct sheet *s, struct err *e)
{
	struct chart_bar c[TALLY_WEEKS];
	struct buf b = BUF_INIT(40000);
	struct tally_spread t;
	char from[11], to[11], cell[24];
	int64_t all = 0;
	int i;

	if (tally_spread(p->x->db, p->x->today, &t, e) == -1)
		return -1;
	memset(c, 0, sizeof(c));
	for (i = 0; i < TALLY_WEEKS; i++) {
		when_date(p->x->today + 7 * i, from);
		when_date(p->x->today + 7 * i + 6, to);
		(void)snprintf(c[i].label, sizeof(c[i].label), "%.5s",
		    from + 5);
		c[i].n[0] = t.week[i];
		all += t.week[i];
		number(cell, t.week[i]);
		sheet_row(s, (const char *[]){ from, to, cell }, NULL);
	}
	chart_bars(&b, c, TALLY_WEEKS, 2, -1, NULL);
	words_html(p->words, "ends_chart", &b);
	words_int(p->words, "ends_weeks", TALLY_WEEKS);
	words_int(p->words, "ends_total", all);
	words_int(p->words, "ends_past", t.past);
	words_flag(p->words, "ends_estimated", t.estimated);
	words_int(p->words, "ends_looked", t.looked);
	words_int(p->words, "ends_all", t.all);
	buf_clear(&b);
	return 0;
}

/* ------------------------------------------------------- overdue by manager */

int
portal_home_overdue(struct portal *p, struct sheet *s, struct err *e)
{
	static struct tally_overdue t;
	struct chart_bar c[SHOWN];
	struct buf b = BUF_INIT(40000), where = BUF_INIT(2000);
	char late_on[11], cell[24];
	size_t i, shown;

	when_date(p->x->today - (int32_t)policy_int(p->x->policy,
	    "escalate_after_days"), late_on);
	if (tally_overdue(p->x->db, p->x->today_on, late_on, &t, e) == -1)
		return -1;
	memset(c, 0, sizeof(c));
	shown = t.n < SHOWN ? t.n : SHOWN;
	for (i = 0; i < t.n; i++) {
		number(cell, t.who[i].overdue);
		buf_empty(&where);
		buf_fmt(&where, "%s/people?question=1&by=manager&q=", p->base);
		esc_url(&where, t.who[i].key);
		sheet_row(s, (const char *[]){ t.who[i].name[0] != '\0' ?
		    t.who[i].name : t.who[i].key, t.who[i].key, cell,
		    t.who[i].oldest_on }, buf_get(&where));
		if (i >= shown)
			continue;
		(void)snprintf(c[i].label, sizeof(c[i].label), "%.39s",
		    t.who[i].name[0] != '\0' ? t.who[i].name : t.who[i].key);
		c[i].n[0] = t.who[i].overdue;
	}
	chart_rows(&b, c, shown);
	words_html(p->words, "overdue_chart", &b);
	words_int(p->words, "overdue_height", chart_rows_height(shown));
	words_int(p->words, "overdue_total", t.questions);
	words_int(p->words, "overdue_managers", t.managers);
	words_flag(p->words, "overdue_none", t.n == 0);
	words_flag(p->words, "overdue_more", t.more);
	words_set(p->words, "overdue_first", shown > 0 ? c[0].label : NULL);
	words_int(p->words, "overdue_most", shown > 0 ? c[0].n[0] : 0);
	buf_clear(&where);
	buf_clear(&b);
	return 0;
}
