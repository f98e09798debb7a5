#include "web/portal_reports.h"

#include <stdio.h>
#include <string.h>

#include "act/key.h"
#include "base/esc.h"
#include "base/num.h"
#include "base/when.h"
#include "web/portal_pace.h"
#include "web/report_page.h"

enum {
	SAMPLE = 25,
	PATIENCE_MS = 8000,	/* of the verification, of a page */
	MOST = 2000000		/* questions that a page has time to count */
};

/* What the form says; the month before this one where it says nothing. */
struct asked {
	struct report_call c;
	char	from_on[11], to_on[11], sample[24], seed[65];
	int	given;
};

static void
copy(char *to, size_t room, const char *asked, const char *otherwise)
{
	(void)snprintf(to, room, "%s", asked != NULL ? asked : otherwise);
}

static int
read_form(struct portal *p, struct asked *a, struct err *e)
{
	const char *from = portal_asked(p, "from"), *to = portal_asked(p, "to"),
	    *sample = portal_asked(p, "sample"),
	    *seed = portal_asked(p, "seed");
	int32_t last = when_month_first(p->x->today) - 1;
	char day[11];
	int64_t n = SAMPLE;

	memset(a, 0, sizeof(*a));
	a->given = from != NULL && to != NULL;
	when_date(when_month_first(last), day);
	copy(a->from_on, sizeof(a->from_on), from, day);
	when_date(last, day);
	copy(a->to_on, sizeof(a->to_on), to, day);
	copy(a->sample, sizeof(a->sample), sample, "25");
	copy(a->seed, sizeof(a->seed), seed, a->from_on);
	a->c.from_on = a->from_on;
	a->c.to_on = a->to_on;
	a->c.seed = seed != NULL ? seed : a->seed;
	a->c.patience_ms = PATIENCE_MS;
	a->c.most = MOST;
	if (sample != NULL && num_int(sample, 0, REPORT_SAMPLE, &n) == -1)
		return err_set(e, ERR_DATA, "a sample has 0 to %d",
		    REPORT_SAMPLE);
	a->c.sample = (int)n;
	return 0;
}

/* The same query, for what is below. */
static void
query(struct portal *p, const struct asked *a)
{
	struct buf b = BUF_INIT(2000);

	buf_str(&b, "from=");
	esc_url(&b, a->from_on);
	buf_str(&b, "&to=");
	esc_url(&b, a->to_on);
	buf_fmt(&b, "&sample=%d&seed=", a->c.sample);
	esc_url(&b, a->seed);
	words_set(p->words, "query", buf_get(&b));
	buf_clear(&b);
}

/* fits: 1 if the report can be made; else the page says why. */
static int
fits(struct portal *p, struct asked *a, struct err *e)
{
	struct report r;

	if (read_form(p, a, e) == 0 && (!a->given ||
	    report_fits(p->x, &a->c, &r, e) == 0))
		return 1;
	if (e->kind != ERR_DATA)
		return -1;
	words_set(p->words, "refused", e->text);
	err_clear(e);
	p->status = 422;
	return 0;
}

static int
page(struct portal *p, struct asked *a, int ok, struct err *e)
{
	struct words *w = p->words;

	words_attr(w, "from", a->from_on);
	words_attr(w, "to", a->to_on);
	words_attr(w, "sample", a->sample);
	words_attr(w, "seed", a->seed);
	words_int(w, "sample_max", REPORT_SAMPLE);
	words_set(w, "report_from", a->from_on);
	words_set(w, "report_to", a->to_on);
	words_flag(w, "shown", ok && a->given);
	if (ok && a->given)
		query(p, a);
	portal_command(p, "ctr-evidence", "report", "--from", a->from_on,
	    "--to", a->to_on, "--sample", a->sample, "--seed", a->seed,
	    (char *)NULL);
	return portal_page(p, "reports", "reports", e);
}

static int
show(struct portal *p, struct err *e)
{
	struct asked a;
	int ok = fits(p, &a, e);

	return ok == -1 ? -1 : page(p, &a, ok, e);
}

/* file: the report itself; with view=1 for the frame of the page. */
static int
file(struct portal *p, struct err *e)
{
	struct asked a;
	char room[1024];
	int ok = portal_costly(p, e);

	if (ok != 1)
		return ok;
	if ((ok = fits(p, &a, e)) != 1)
		return ok == -1 ? -1 : page(p, &a, 0, e);
	if (report_page(p->x, key_dir(p->conf, room, sizeof(room)), &a.c,
	    &p->out, e) == -1) {
		if (e->kind != ERR_DATA)
			return -1;
		words_set(p->words, "refused", e->text);
		err_clear(e);
		buf_empty(&p->out);
		p->status = 422;
		return page(p, &a, 0, e);
	}
	p->framed = 1;	/* its style stands in it */
	if (portal_asked(p, "view") == NULL)
		(void)snprintf(p->file, sizeof(p->file), "%.50s-%s-%s.html",
		    p->tenant, a.from_on, a.to_on);
	return 0;
}

const struct portal_route portal_reports[] = {
	{ "reports", PORTAL_VIEW | PORTAL_AUDIT, show, NULL, ROLE_READ, 0,
	    NULL, 0 },
	{ "reports/file", PORTAL_VIEW | PORTAL_AUDIT, file, NULL, ROLE_READ,
	    0, NULL, 0 },
	{ NULL, 0, NULL, NULL, ROLE_READ, 0, NULL, 0 }
};
