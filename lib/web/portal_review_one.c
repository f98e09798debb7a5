/* One finding: what it is, its story, and the verbs that settle it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/cause.h"
#include "act/review.h"
#include "base/when.h"
#include "store/finding_page.h"
#include "web/portal_review.h"

/* What a page shows of a detail; the command has all of it. */
enum { VALUE_LEN = 1000, FACTS = 40 };

struct one {
	struct portal *p;
	struct finding f;
	struct buf facts, line, before, verbs, cure;
	int	n, rc;
	struct err *e;
};

static void
fact(const char *name, const char *value, void *arg)
{
	struct one *o = arg;
	struct words *w;

	if (o->n++ >= FACTS)
		return;
	w = words_under(o->p->words);
	words_cell(w, "name", name);
	words_brief(w, "value", value, VALUE_LEN);
	if (words_block(w, "review-fact", &o->facts, o->e) == -1)
		o->rc = -1;
	words_free(w);
}

static int
told(int64_t seq, int64_t at, const char *actor, const char *action,
    void *arg)
{
	static const char *const actions[] = { "open", "gone", "own", "kept",
		"dismissed", "asked", "registered", "linked", "rehired" };
	struct one *o = arg;
	struct words *w = words_under(o->p->words);
	char flag[32];
	size_t i;
	int rc;

	for (i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		(void)snprintf(flag, sizeof(flag), "did_%s", actions[i]);
		words_flag(w, flag, strcmp(action + 8, actions[i]) == 0);
	}
	words_int(w, "seq", seq);
	words_moment(w, "at", at);
	words_set(w, "actor", actor);
	rc = words_block(w, "review-line", &o->line, o->e);
	words_free(w);
	return rc;
}

static int
earlier(const struct finding *f, void *arg)
{
	struct one *o = arg;
	struct words *w = words_under(o->p->words);
	int rc = portal_review_words(o->p, w, f, o->e);

	if (rc == 0)
		rc = words_block(w, "review-before", &o->before, o->e);
	words_free(w);
	return rc;
}

/* typed: what was in the form that was refused stands in it again. */
static void
typed(struct portal *p, struct words *w, const char *verb)
{
	static const char *const fields[] = { "why", "until", "word" };
	int mine = p->method == CGI_POST && strcmp(p->part[1], verb) == 0;
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		words_attr(w, fields[i], mine ? portal_sent(p, fields[i]) :
		    NULL);
	if (mine)
		words_set(p->words, "error_at", verb);
	words_flag(w, "unfolded", mine);
	words_flag(w, "folded", !mine);
}

/* verb: its form, if it is one for this finding and this reader. */
static int
verb(struct one *o, const char *name)
{
	struct words *w = words_under(o->p->words);
	char block[32], day[11];
	int rc;

	portal_form(o->p, w, "form", "review/%lld/%s", (long long)o->f.id,
	    name);
	typed(o->p, w, name);
	when_date(o->p->x->today + 1, day);
	words_set(w, "day_min", day);
	when_date(o->p->x->today + 365, day);
	words_set(w, "day_max", day);
	words_flag(w, "absence", strcmp(o->f.kind, "missing_from_roster") ==
	    0);
	words_flag(w, "usual", strcmp(o->f.kind, "missing_from_roster") != 0 &&
	    strcmp(o->f.kind, "privileged_access") != 0);
	words_flag(w, "privileged", strcmp(o->f.kind, "privileged_access") ==
	    0);
	(void)snprintf(block, sizeof(block), "review-do-%s", name);
	rc = words_block(w, block, &o->verbs, o->e);
	words_free(w);
	return rc;
}

/* verbs: those that fit, what settles it before what puts it off. */
static int
verbs(struct one *o, int contractor)
{
	static const char *const names[] = { "register", "link", "rehire",
		"ask", "keep", "dismiss", "own" };
	size_t i;

	if (o->f.closed_at != WHEN_NEVER ||
	    !portal_may(o->p, PORTAL_OPERATE))
		return 0;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!review_cures(names[i], o->f.kind) ||
		    (strcmp(names[i], "ask") == 0 && !contractor))
			continue;
		if (verb(o, names[i]) == -1)
			return -1;
	}
	return 0;
}

/* anybody: 1 if it is about a contractor, who has a manager to ask. */
static int
anybody(struct one *o)
{
	struct contractor c;
	struct account a;
	int rc = cause_about(o->p->x, &o->f, &c, &a, o->e);

	if (rc == 0)
		rc = c.id != 0;
	contractor_clear(&c);
	account_clear(&a);
	return rc;
}

/* end: how it was settled. */
static int
end(struct one *o)
{
	struct words *w = o->p->words;
	char *by, *why;
	int open = o->f.closed_at == WHEN_NEVER;

	if (finding_end(o->p->x->db, o->f.id, &by, &why, o->e) == -1)
		return -1;
	words_flag(w, "is_open", open);
	words_flag(w, "is_closed", !open);
	words_set(w, "closed_by", by);
	words_set(w, "closed_why", why);
	words_set(w, "closed_until", strcmp(o->f.until_on, "9999-12-31") ==
	    0 ? NULL : o->f.until_on);
	words_flag(w, "seen_until", strcmp(o->f.until_on, "9999-12-31") == 0);
	words_moment(w, "seen", o->f.seen_at);
	free(by);
	free(why);
	return 0;
}

static int
fill(struct one *o)
{
	struct words *w = o->p->words;
	struct db *db = o->p->x->db;
	int who = anybody(o);

	portal_review_kind(w, o->f.kind);
	if (who == -1 || end(o) == -1 ||
	    portal_review_words(o->p, w, &o->f, o->e) == -1 ||
	    portal_review_detail(o->p, &o->f, fact, o, o->e) == -1 ||
	    o->rc == -1 || finding_story(db, &o->f, told, o, o->e) == -1 ||
	    finding_before(db, &o->f, 10, earlier, o, o->e) == -1 ||
	    verbs(o, who) == -1)
		return -1;
	if (o->f.closed_at == WHEN_NEVER) {
		if (words_block(w, "review-cure", &o->cure, o->e) == -1)
			return -1;
		words_html(w, "cure", &o->cure);
	}
	words_html(w, "facts", &o->facts);
	words_html(w, "line", &o->line);
	words_flag(w, "has_line", o->line.len > 0);
	words_html(w, "before", &o->before);
	words_flag(w, "has_before", o->before.len > 0);
	words_html(w, "verbs", &o->verbs);
	words_flag(w, "has_verbs", o->verbs.len > 0);
	return 0;
}

int
portal_review_one(struct portal *p, struct err *e)
{
	struct one o = { p, { 0 }, BUF_INIT(1 << 18), BUF_INIT(1 << 18),
		BUF_INIT(1 << 18), BUF_INIT(1 << 18), BUF_INIT(1 << 18), 0, 0,
		e };
	char id[32];
	int rc = finding_get(p->x->db, portal_number(p->part[0]), &o.f, e);

	if (rc == 0)
		return portal_missing(p, e);
	if (rc == 1)
		rc = fill(&o);
	if (rc == 0) {
		(void)snprintf(id, sizeof(id), "id=%lld", (long long)o.f.id);
		portal_command(p, "ctr-list", "finding", id, (char *)NULL);
		rc = portal_page(p, "finding", "review", e);
	}
	buf_clear(&o.facts);
	buf_clear(&o.line);
	buf_clear(&o.before);
	buf_clear(&o.verbs);
	buf_clear(&o.cure);
	finding_clear(&o.f);
	return rc;
}
