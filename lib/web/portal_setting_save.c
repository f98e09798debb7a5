/* What a change of settings would do, shown; and the change. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/propose.h"
#include "web/portal_setting.h"
#include "web/portal_settings.h"

struct checking {
	struct portal *p;
	const struct portal_setting_sent *sent;
	struct policy *then;
	struct propose f;
	struct err *e;
};

static int
keep(const char *name, const struct policy_setting *s, void *arg)
{
	struct checking *g = arg;

	(void)s;
	return policy_set(g->then, name, policy_get(g->p->x->policy, name),
	    g->e);
}

/* new_policy: the policy as it would be. */
static int
new_policy(struct checking *g)
{
	size_t i;
	int rc = 0;

	g->then = policy_new();
	for (i = 0; rc == 0 && portal_setting_group(i) != NULL; i++)
		rc = portal_setting_each(portal_setting_group(i), keep, g);
	for (i = 0; rc == 0 && i < g->sent->n; i++)
		rc = policy_set(g->then, g->sent->change[i].name,
		    g->sent->change[i].value, g->e);
	return rc;
}

/* One row: old, new, and the hidden fields that carry it on. */
static int
change(struct checking *g, size_t nth, struct buf *out)
{
	const struct govern *c = &g->sent->change[nth];
	const char *is = policy_get(g->p->x->policy, c->name);
	struct words *w = words_under(g->p->words);
	int rc;

	words_int(w, "i", (int64_t)nth);
	words_set(w, "name", c->name);
	words_set(w, "sentence", policy_find(c->name)->words);
	words_cell(w, "is", is);
	words_cell(w, "will", c->value);
	words_attr(w, "was", is);
	words_attr(w, "v", c->value);
	rc = words_block(w, "settings-change", out, g->e);
	words_free(w);
	return rc;
}

static void
pair(struct words *w, const struct propose_pair *n)
{
	char more[24];
	int64_t d = n->then - n->now;

	words_int(w, "now", n->now);
	words_int(w, "then", n->then);
	(void)snprintf(more, sizeof(more), "%s%lld", d > 0 ? "+" : "",
	    (long long)d);
	words_set(w, "more", d == 0 ? "0" : more);
}

/* The kind's line of a template is chosen by its word. */
static int
kind(struct checking *g, const struct propose_kind *k, struct buf *out)
{
	struct words *w = words_under(g->p->words);
	char is[40];
	int rc;

	if (strncmp(k->what, "T-", 2) == 0)
		words_set(w, "before", k->what + 2);
	else if (strncmp(k->what, "escalate:", 9) == 0)
		words_set(w, "level", k->what + 9);
	else {
		(void)snprintf(is, sizeof(is), "is_%s", k->what);
		words_flag(w, is, 1);
	}
	pair(w, &k->n);
	rc = words_block(w, "settings-kind", out, g->e);
	words_free(w);
	return rc;
}

enum { BAR_STEP = 20, BAR_TOP = 110 };

/* bars: two for each day, as parts of an SVG. */
static void
bars(const struct propose *f, struct buf *b)
{
	int64_t most = 1, n;
	int i, k, h;

	for (i = 0; i < PROPOSE_DAYS; i++) {
		most = f->day[i].now > most ? f->day[i].now : most;
		most = f->day[i].then > most ? f->day[i].then : most;
	}
	for (i = 0; i < PROPOSE_DAYS; i++)
		for (k = 0; k < 2; k++) {
			n = k == 0 ? f->day[i].now : f->day[i].then;
			h = (int)(n * (BAR_TOP - 10) / most);
			h = n > 0 && h == 0 ? 1 : h;
			buf_fmt(b, "<rect class=\"%s\" x=\"%d\" y=\"%d\" "
			    "width=\"8\" height=\"%d\"/>\n", k == 0 ? "bar2" :
			    "bar", i * BAR_STEP + 2 + k * 8, BAR_TOP - h, h);
		}
}

static int
forecast(struct checking *g)
{
	struct words *w = g->p->words;
	struct propose *f = &g->f;
	struct buf b = BUF_INIT(1 << 16);
	int64_t limit = policy_int(g->then, "mail_limit");
	size_t i;
	int rc;

	if ((rc = propose(g->p->x, g->then, f, g->e)) == -1)
		return -1;
	for (i = 0; rc == 0 && i < f->n; i++)
		rc = kind(g, &f->kind[i], &b);
	words_html(w, "kinds", &b);
	words_flag(w, "nothing_goes", f->n == 0);
	pair(w, &f->all);
	words_int(w, "first_now", f->day[0].now);
	words_int(w, "first_then", f->day[0].then);
	words_int(w, "people", f->people);
	words_flag(w, "exact", f->every == 1);
	if (f->every > 1)
		words_int(w, "every", f->every);
	if (f->day[0].then > limit && f->day[0].then > f->day[0].now)
		words_int(w, "over_limit", limit);
	buf_empty(&b);
	bars(f, &b);
	words_html(w, "bars", &b);
	buf_empty(&b);
	if (rc == 0 && f->n > 0 && (rc = words_block(w, "settings-forecast",
	    &b, g->e)) == 0)
		words_html(w, "forecast", &b);
	buf_clear(&b);
	return rc;
}

static void
commands(struct checking *g)
{
	const struct govern *c = g->sent->change;
	size_t i;

	for (i = 0; i < g->sent->n; i++)
		portal_command(g->p, "ctr-policy", "set", c[i].name,
		    c[i].value, (char *)NULL);
}

static int
fill(struct checking *g)
{
	struct words *w = g->p->words;
	struct buf b = BUF_INIT(1 << 18);
	int asks = 0, rc = new_policy(g);
	size_t i;

	for (i = 0; rc == 0 && i < g->sent->n; i++) {
		asks |= govern_asks(g->sent->change[i].name);
		rc = change(g, i, &b);
	}
	words_html(w, "changes", &b);
	words_int(w, "count", (int64_t)g->sent->n);
	buf_clear(&b);
	if (rc == 0 && asks)
		rc = forecast(g);
	words_flag(w, "no_forecast", !asks);
	portal_form(g->p, w, "save", "settings/%s/save", g->p->part[0]);
	commands(g);
	return rc;
}

/* show: what was sent, against the settings of now. */
static int
show(struct portal *p, struct portal_setting_sent *sent, struct err *e)
{
	struct checking *g = &(struct checking){ .p = p, .sent = sent,
		.e = e };
	int rc;

	if (!portal_setting_known(p->part[0]))
		return portal_missing(p, e);
	rc = fill(g);
	policy_free(g->then);
	if (rc == 0)
		rc = portal_setting_head(p, p->words, p->part[0], e);
	return rc == 0 ? portal_page(p, "settings-check", "settings", e) : -1;
}

int
portal_setting_check(struct portal *p, struct err *e)
{
	struct portal_setting_sent sent = { .n = 0 };
	int rc = db_snapshot(p->x->db, e);

	if (rc == 0 && (rc = portal_setting_read(p, &sent, e)) == 0)
		rc = show(p, &sent, e);
	portal_setting_clear(&sent);
	return rc;
}

int
portal_setting_again(struct portal *p, struct err *e)
{
	struct portal_setting_sent sent;
	struct err none = ERR_INIT;
	int rc = portal_setting_read(p, &sent, &none);

	rc = rc == 0 ? show(p, &sent, e) : portal_settings_edit(p, e);
	portal_setting_clear(&sent);
	return rc;
}

int
portal_setting_save(struct portal *p, struct err *e)
{
	struct portal_setting_sent sent;
	int rc = portal_setting_read(p, &sent, e);

	if (rc == 0 && (rc = govern_all(p->x, sent.change, sent.n, e)) != -1)
		portal_go(p, "settings-saved", "settings");
	portal_setting_clear(&sent);
	return rc == -1 ? -1 : 0;
}
