/*
 * What an operator does about one contractor: each a form of its own, and the
 * act that its command at the shell is.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/edit.h"
#include "act/review.h"
#include "base/mem.h"
#include "domain/edit_field.h"
#include "web/portal_people.h"

#define HERE " active pending_review suspended "
#define LIVES HERE "candidate offboarding "

/* The forms, in the order of the page. */
static const struct offer {
	const char *name;
	const char *statuses;	/* each between spaces; NULL: any */
	int	hold;		/* 1: of who is held; -1: of who is not */
} forms[] = {
	{ "ask", HERE, 0 },
	{ "leaves", HERE, 0 },
	{ "manager", LIVES, 0 },
	{ "extend", LIVES, 0 },
	{ "set", LIVES, 0 },
	{ "deputy", HERE, 0 },
	{ "exempt", HERE, 0 },
	{ "hold", NULL, -1 },
	{ "unhold", NULL, 1 },
	{ "employee", HERE, 0 },
	{ "withdrawn", " candidate ", 0 },
	{ "rehire", " offboarded withdrawn transferred ", 0 },
	{ "reinstate", " offboarded ", 0 },
	{ "suspend", " active pending_review ", 0 },
	{ "lift", " suspended ", 0 },
};

static int
offered(const struct offer *f, const struct contractor *c)
{
	char word[24];

	(void)snprintf(word, sizeof(word), " %s ", c->status);
	return (f->statuses == NULL || strstr(f->statuses, word) != NULL) &&
	    (f->hold == 0 || (f->hold == 1) == c->hold);
}

/* opened: the form that was asked for, or that came back. */
static void
opened(struct portal *p, struct words *w, const char *name)
{
	const char *want = portal_asked(p, "do");
	const char *sent = strrchr(p->path, '/');
	struct buf b = BUF_INIT(16);

	if (p->method == CGI_POST && sent != NULL)
		want = sent + 1;
	if (want == NULL || strcmp(want, name) != 0)
		buf_str(&b, " ");
	else {
		buf_str(&b, " open");
		words_set(p->words, "error_at", name);
	}
	words_html(w, "open", &b);
	buf_clear(&b);
}

/* typed: what was sent comes back with the reason why it was refused. */
static void
typed(struct portal *p, struct words *w, const struct contractor *c)
{
	static const char *const names[] = { "why", "day", "value", "deputy",
		"from", "to", NULL };
	int i, back = p->method == CGI_POST;

	for (i = 0; names[i] != NULL; i++)
		words_attr(w, names[i], back ? portal_sent(p, names[i]) :
		    NULL);
	if (!back || portal_sent(p, "day") == NULL)
		words_attr(w, "end", c->contract_end);
	else
		words_attr(w, "end", portal_sent(p, "day"));
}

static int
field_options(struct portal *p, struct buf *b, struct err *e)
{
	const char *chosen = p->method == CGI_POST ? portal_sent(p, "field") :
	    portal_asked(p, "field");
	const struct edit_field *f;
	struct words *w = words_under(p->words);
	struct buf on = BUF_INIT(16);
	char room[40];
	int rc = 0;

	for (f = edit_fields; f->name != NULL && rc == 0; f++) {
		words_set(w, "value", f->name);
		words_set(w, "label", portal_people_words(f->name, room,
		    sizeof(room)));
		buf_empty(&on);
		buf_str(&on, chosen != NULL && strcmp(chosen, f->name) == 0 ?
		    " selected" : " ");
		words_html(w, "selected", &on);
		rc = words_block(w, "people-option", b, e);
	}
	buf_clear(&on);
	words_free(w);
	return rc;
}

static int
one_form(struct portal *p, const struct contractor *c, const struct offer *f,
    struct buf *out, struct err *e)
{
	struct words *w = words_under(p->words);
	struct buf options = BUF_INIT(8192);
	char name[40];
	int rc = 0;

	opened(p, w, f->name);
	typed(p, w, c);
	if (strcmp(f->name, "set") == 0)
		rc = field_options(p, &options, e);
	words_html(w, "fields", &options);
	portal_form(p, w, "form", "people/%" PRId64 "/%s", c->id, f->name);
	(void)snprintf(name, sizeof(name), "person-act-%s", f->name);
	if (rc == 0)
		rc = words_block(w, name, out, e);
	buf_clear(&options);
	words_free(w);
	return rc;
}

int
portal_person_actions(struct portal *p, const struct contractor *c,
    struct err *e)
{
	struct buf b = BUF_INIT(100000);
	size_t i;
	int rc = 0;

	if (!portal_may(p, PORTAL_OPERATE) || c->upn == NULL)
		return 0;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]) && rc == 0; i++)
		if (offered(&forms[i], c))
			rc = one_form(p, c, &forms[i], &b, e);
	words_html(p->words, "actions", &b);
	words_flag(p->words, "acts", b.len > 0);
	buf_clear(&b);
	return rc;
}

/* begin: whom it is about.  1; 0 the page says that there is none; -1. */
static int
begin(struct portal *p, struct contractor *c, struct err *e)
{
	int rc;

	/* Read in a transaction of its own: the act begins another. */
	if ((rc = portal_person_load(p, c, e)) != 1)
		return rc;
	if (c->upn != NULL)
		return 1;
	contractor_clear(c);
	return err_set(e, ERR_REFUSED, "he has no account and no UPN yet");
}

typedef int person_do(struct portal *, struct edit *, const char *upn,
    struct err *);

/* edit: one act of act/edit.h; done is the notice of the page after it. */
static int
edit(struct portal *p, person_do *run, const char *done, struct err *e)
{
	struct edit d = { .why = portal_sent(p, "why") };
	struct contractor c;
	int rc;

	if ((rc = begin(p, &c, e)) != 1)
		return rc;
	rc = run(p, &d, c.upn, e);
	if (rc == 0)
		portal_go(p, d.n == 0 ? "nothing" : done, "people/%" PRId64,
		    c.id);
	edit_clear(&d);
	contractor_clear(&c);
	return rc == -1 ? -1 : 0;
}

/* word: "FIELD=VALUE" for edit_set. */
static int
set_word(struct portal *p, struct edit *d, const char *upn, const char *field,
    const char *value, struct err *e)
{
	struct buf b = BUF_INIT(8192);
	char *word;
	int rc;

	buf_fmt(&b, "%s=%s", field, value != NULL ? value : "");
	word = mem_str(buf_get(&b));
	buf_clear(&b);
	rc = edit_set(p->x, d, upn, &word, 1, e);
	free(word);
	return rc;
}

static int
do_manager(struct portal *p, struct edit *d, const char *upn, struct err *e)
{
	const char *key = portal_sent(p, "pick");

	if (key == NULL)
		key = portal_sent(p, "manager");
	return key == NULL ? err_set(e, ERR_DATA, "whom? A manager's UPN is "
	    "missing") : set_word(p, d, upn, "manager", key, e);
}

int
portal_person_act_manager(struct portal *p, struct err *e)
{
	return edit(p, do_manager, "changed", e);
}

static int
do_set(struct portal *p, struct edit *d, const char *upn, struct err *e)
{
	const char *field = portal_sent(p, "field");

	return field == NULL ? err_set(e, ERR_DATA, "which field?") :
	    set_word(p, d, upn, field, portal_sent(p, "value"), e);
}

int
portal_person_act_set(struct portal *p, struct err *e)
{
	return edit(p, do_set, "changed", e);
}

static int
do_clear(struct portal *p, struct edit *d, const char *upn, struct err *e)
{
	const char *field = portal_sent(p, "field");
	char *word;
	int rc;

	if (portal_sure(p, e) == -1)
		return -1;
	if (field == NULL)
		return err_set(e, ERR_DATA, "which field?");
	word = mem_str(field);
	rc = edit_back(p->x, d, upn, &word, 1, e);
	free(word);
	return rc;
}

int
portal_person_act_clear(struct portal *p, struct err *e)
{
	return edit(p, do_clear, "cleared", e);
}

static int
do_extend(struct portal *p, struct edit *d, const char *upn, struct err *e)
{
	const char *day = portal_sent(p, "day");

	return day == NULL ? err_set(e, ERR_DATA, "until when?") :
	    set_word(p, d, upn, "contract_end", day, e);
}

int
portal_person_act_extend(struct portal *p, struct err *e)
{
	return edit(p, do_extend, "changed", e);
}

static int
do_hold(struct portal *p, struct edit *d, const char *upn, struct err *e)
{
	return edit_hold(p->x, d, upn, 1, e);
}

int
portal_person_act_hold(struct portal *p, struct err *e)
{
	return edit(p, do_hold, "held", e);
}

static int
do_unhold(struct portal *p, struct edit *d, const char *upn, struct err *e)
{
	return portal_sure(p, e) == -1 ? -1 :
	    edit_hold(p->x, d, upn, 0, e);
}

int
portal_person_act_unhold(struct portal *p, struct err *e)
{
	return edit(p, do_unhold, "unheld", e);
}

static int
do_exempt(struct portal *p, struct edit *d, const char *upn, struct err *e)
{
	const char *day = portal_sent(p, "day");

	if (day == NULL || d->why == NULL)
		return err_set(e, ERR_DATA, "a day and a reason are needed");
	return edit_exempt(p->x, d, upn, day, e);
}

int
portal_person_act_exempt(struct portal *p, struct err *e)
{
	return edit(p, do_exempt, "exempt", e);
}

static int
become(struct portal *p, struct edit *d, const char *upn, const char *to,
    struct err *e)
{
	if (d->why == NULL)
		return err_set(e, ERR_DATA, "a reason is needed");
	return portal_sure(p, e) == -1 ? -1 :
	    edit_status(p->x, d, upn, to, e);
}

static int
do_employee(struct portal *p, struct edit *d, const char *upn, struct err *e)
{
	return become(p, d, upn, "transferred", e);
}

int
portal_person_act_employee(struct portal *p, struct err *e)
{
	return edit(p, do_employee, "status", e);
}

static int
do_withdrawn(struct portal *p, struct edit *d, const char *upn,
    struct err *e)
{
	return become(p, d, upn, "withdrawn", e);
}

int
portal_person_act_withdrawn(struct portal *p, struct err *e)
{
	return edit(p, do_withdrawn, "status", e);
}
