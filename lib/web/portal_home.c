#include "web/portal_home.h"
#include "web/portal_start.h"

#include <stdio.h>
#include <string.h>

#include "domain/finding_words.h"
#include "store/census.h"
#include "store/tally.h"

enum { DAY = 86400, OLD_DAYS = 30 };

const struct portal_chart portal_charts[] = {
	{ "ahead", portal_home_ahead, { "day", "mails", "escalations",
	    NULL } },
	{ "answers", portal_home_answers, { "month", "asked", "stays",
	    "leaves", "unanswered", "open", NULL } },
	{ "closing", portal_home_closing, { "within", "accounts", NULL } },
	{ "ends", portal_home_ends, { "from", "to", "contractors", NULL } },
	{ "overdue", portal_home_overdue, { "manager", "login", "questions",
	    "oldest_asked_on", NULL } },
	{ NULL, NULL, { NULL } }
};

struct rows {
	struct portal *p;
	struct buf b;
	int64_t	failed;
	int	bad;		/* a template failed */
	struct err *e;
};

static void
add(struct rows *r, struct words *w, const char *name)
{
	if (!r->bad && words_block(w, name, &r->b, r->e) == -1)
		r->bad = 1;
	words_free(w);
}

static void
finding_row(const char *kind, int64_t n, int64_t oldest_at, void *arg)
{
	struct rows *r = arg;
	struct words *w = words_under(r->p->words);

	words_set(w, "kind", kind);
	words_set(w, "kind_words", finding_words(kind));
	words_int(w, "kind_count", n);
	words_int(w, "kind_days", (r->p->x->now - oldest_at) / DAY);
	add(r, w, "home-finding");
}

static void
run_row(const char *tool, const char *part, int64_t started_at,
    int64_t status, const char *note, void *arg)
{
	struct rows *r = arg;
	struct words *w = words_under(r->p->words);

	words_set(w, "tool", tool);
	words_set(w, "part", part);
	words_moment(w, "started", started_at);
	words_flag(w, "run_good", status == 0);
	words_flag(w, "run_none", status == -1);
	if (status > 0)
		words_int(w, "run_status", status);
	words_cell(w, "note", note);
	add(r, w, "home-run");
}

/* The tables below the cards. */
static int
lists(struct portal *p, struct err *e)
{
	struct rows r = { p, BUF_INIT(100000), 0, 0, e };
	int rc = tally_findings(p->x->db, finding_row, &r, e);

	if (rc == 0 && !r.bad)
		words_html(p->words, "finding_rows", &r.b);
	buf_empty(&r.b);
	if (rc == 0 && !r.bad)
		rc = tally_runs(p->x->db, run_row, &r, e);
	if (rc == 0 && !r.bad)
		words_html(p->words, "run_rows", &r.b);
	buf_clear(&r.b);
	return r.bad ? -1 : rc;
}

static int
cards(struct portal *p, struct err *e)
{
	struct words *w = p->words;
	struct tally_need n;
	struct census c;
	int64_t late = policy_int(p->x->policy, "finding_days");

	if (census_take(p->x->db, &c, e) == -1 || tally_need(p->x->db,
	    p->x->now, p->x->now - late * DAY, p->x->now - OLD_DAYS * DAY, &n,
	    e) == -1)
		return -1;
	words_int(w, "contractors", c.contractors);
	words_int(w, "findings", n.findings);
	words_int(w, "findings_late", n.findings_late);
	words_int(w, "findings_old", n.findings_old);
	words_int(w, "finding_days", late);
	words_int(w, "old_days", OLD_DAYS);
	words_int(w, "questions", n.questions);
	words_int(w, "approvals", n.approvals);
	words_int(w, "jobs_waiting", n.jobs_waiting);
	words_int(w, "jobs_due", n.jobs_due);
	words_int(w, "jobs_held", n.jobs_held);
	words_int(w, "rosters_held", n.rosters_held);
	words_int(w, "runs_failed", n.runs_failed);
	words_int(w, "unsent", n.unsent);
	words_flag(w, "empty", c.contractors == 0);
	return 0;
}

static int
chart(struct portal *p, const struct portal_chart *c, int csv, struct err *e)
{
	struct sheet s;
	char name[32];
	int rc;

	sheet_init(&s, c->cols);
	rc = c->fill(p, &s, e);
	(void)snprintf(name, sizeof(name), "%s_rows", c->name);
	if (rc == 0 && !csv)
		words_html(p->words, name, &s.html);
	else if (rc == 0)
		buf_add(&p->out, buf_get(&s.csv), s.csv.len);
	sheet_clear(&s);
	return rc;
}

static int
home(struct portal *p, struct err *e)
{
	const struct portal_chart *c;

	if (portal_start_count(p, p->words, e) == -1)
		return -1;
	if (cards(p, e) == -1 || lists(p, e) == -1)
		return -1;
	for (c = portal_charts; c->name != NULL; c++)
		if (chart(p, c, 0, e) == -1)
			return -1;
	portal_command(p, "ctr-list", "tenant", (char *)NULL);
	return portal_page(p, "home", "home", e);
}

/* csv: the rows of a picture, "csv/ahead.csv". */
static int
csv(struct portal *p, struct err *e)
{
	const struct portal_chart *c;
	size_t n;

	for (c = portal_charts; c->name != NULL; c++) {
		n = strlen(c->name);
		if (strncmp(p->part[0], c->name, n) == 0 &&
		    strcmp(p->part[0] + n, ".csv") == 0)
			break;
	}
	if (c->name == NULL)
		return portal_missing(p, e);
	p->type = "text/csv; charset=utf-8";
	(void)snprintf(p->file, sizeof(p->file), "%s-%s-%s.csv", p->tenant,
	    c->name, p->x->today_on);
	return chart(p, c, 1, e);
}

const struct portal_route portal_home[] = {
	{ "", PORTAL_VIEW, home, NULL, ROLE_READ, 0, NULL, 0 },
	{ "csv/*", PORTAL_VIEW, csv, NULL, ROLE_READ, 0, NULL, 0 },
	{ NULL, 0, NULL, NULL, ROLE_READ, 0, NULL, 0 }
};
