/*
 * One thing for all that are ticked: a page that names them and asks once
 * more, then each in a transaction of its own.  Sent twice, it finds the
 * second time that all is so already.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/edit.h"
#include "act/review.h"
#include "base/mem.h"
#include "web/portal_people.h"

enum { CHOSEN = 100 };

struct bulk {
	struct portal *p;
	const char *what;
	const char *value;	/* of a field that is set */
	const char *why;
	const char *upn;	/* whose turn it is */
	int	same;		/* that was so already */
	struct err *e;
};

static int
set_field(struct bulk *b, const char *field)
{
	struct edit d = { .why = b->why };
	struct buf word = BUF_INIT(8192);
	char *w;
	int rc;

	buf_fmt(&word, "%s=%s", field, b->value);
	w = mem_str(buf_get(&word));
	buf_clear(&word);
	rc = edit_set(b->p->x, &d, b->upn, &w, 1, b->e);
	b->same = d.n == 0;
	edit_clear(&d);
	free(w);
	return rc;
}

static int
manager(struct bulk *b)
{
	return set_field(b, "manager");
}

static int
end(struct bulk *b)
{
	return set_field(b, "contract_end");
}

static int
ask(struct bulk *b)
{
	struct review r = { .why = b->why };

	return review_do(b->p->x, &r, "ask", b->upn, b->e);
}

static int
held(struct bulk *b, int hold)
{
	struct edit d = { .why = b->why };
	int rc = edit_hold(b->p->x, &d, b->upn, hold, b->e);

	b->same = d.n == 0;
	edit_clear(&d);
	return rc;
}

static int
hold(struct bulk *b)
{
	return held(b, 1);
}

static int
unhold(struct bulk *b)
{
	return held(b, 0);
}

static const struct verb {
	const char *name;
	int	(*run)(struct bulk *);
	enum role role;
	const char *program, *first, *second;	/* its command, for each */
	int	value;		/* it needs one */
} verbs[] = {
	{ "ask", ask, ROLE_WEB_ASK, "ctr-review", "ask", "UPN", 0 },
	{ "end", end, ROLE_WEB_EDIT, "ctr-edit", "UPN", "contract_end=DAY",
	    1 },
	{ "hold", hold, ROLE_WEB_EDIT, "ctr-edit", "--hold", "UPN", 0 },
	{ "manager", manager, ROLE_WEB_EDIT, "ctr-edit", "UPN",
	    "manager=UPN", 1 },
	{ "unhold", unhold, ROLE_WEB_EDIT, "ctr-edit", "--unhold", "UPN", 0 },
};

static const struct verb *
find_verb(const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

/* chosen: the ticks of a form.  Their number; -1 with e: none, or too many. */
static int
chosen(const struct form *f, int64_t ids[CHOSEN], struct err *e)
{
	int64_t id;
	int i, n = 0;

	for (i = 0; i < f->count; i++) {
		if (f->field[i].name[0] != 'c' ||
		    (id = portal_number(f->field[i].name + 1)) == 0)
			continue;
		if (n == CHOSEN)
			return err_set(e, ERR_DATA, "more than %d at once",
			    CHOSEN);
		ids[n++] = id;
	}
	return n > 0 ? n : err_set(e, ERR_DATA, "nobody was chosen: tick "
	    "them in the table first");
}

/* row: one of those chosen.  1, 0: there is none of this number, -1. */
static int
row(struct portal *p, int64_t id, const char *template, const char *state,
    const char *why, struct buf *out, struct err *e)
{
	struct words *w = words_under(p->words);
	struct roll_line l;
	int rc = roll_get(p->x->db, id, &l, e);

	if (rc == 1) {
		portal_people_line(w, &l);
		words_cell(w, "why", why);
		if (state != NULL)
			words_is(w, state);
		rc = words_block(w, template, out, e) == -1 ? -1 : 1;
		roll_line_clear(&l);
	}
	words_free(w);
	return rc;
}

static void
names(struct portal *p, const struct verb *v)
{
	char name[24];

	(void)snprintf(name, sizeof(name), "bulk_%s", v->name);
	words_flag(p->words, name, 1);
	words_set(p->words, "what", v->name);
	portal_command(p, v->program, v->first, v->second, (char *)NULL);
}

/* refuse: with the reason, on the confirming page or an empty one. */
static int
refuse(struct portal *p, struct err *e)
{
	if (e->kind != ERR_DATA)
		return -1;
	words_set(p->words, "wrong", e->text);
	words_flag(p->words, "no_list", 1);
	err_clear(e);
	p->status = 422;
	return portal_page(p, "people-bulk", "people", e);
}

int
portal_people_bulk(struct portal *p, struct err *e)
{
	const struct form *f = p->method == CGI_POST ? &p->body : &p->cgi.form;
	const struct verb *v = find_verb(form_get(f, "what"));
	struct buf b = BUF_INIT(1 << 20);
	int64_t ids[CHOSEN];
	int i, n, rc = 0, count = 0;

	if (v == NULL)
		return portal_missing(p, e);
	names(p, v);
	if ((n = chosen(f, ids, e)) == -1)
		return refuse(p, e);
	for (i = 0; i < n && rc != -1; i++)
		if ((rc = row(p, ids[i], "people-bulk-row", NULL, NULL, &b,
		    e)) == 1)
			count++;
	words_html(p->words, "rows", &b);
	buf_clear(&b);
	words_int(p->words, "count", count);
	words_flag(p->words, "some", count > 0);
	words_attr(p->words, "why", form_get(f, "why"));
	words_attr(p->words, "bulk", form_get(f, "value"));
	portal_form(p, p->words, "bulk", "people/bulk/do");
	return rc == -1 ? -1 : portal_page(p, "people-bulk", "people", e);
}

/* one: done, so already, or refused with its reason.  0; 1: the registry cannot
 * be written, the others are not tried; -1 with b->e. */
static int
one(struct bulk *b, const struct verb *v, int64_t id, struct buf *out,
    int *done, int *failed)
{
	struct portal *p = b->p;
	const char *state = "done", *why = NULL;
	struct err mine = ERR_INIT, *e = b->e;
	struct contractor c;
	int rc;

	if ((rc = contractor_get(p->x->db, id, &c, e)) != 1)
		return rc;
	b->upn = c.upn;
	b->same = 0;
	b->e = &mine;
	rc = c.upn == NULL ? err_set(&mine, ERR_REFUSED, "no UPN yet") :
	    v->run(b);
	if (rc == -1) {
		state = "failed";
		why = mine.text;
		(*failed)++;
	} else {
		state = b->same ? "same" : "done";
		*done += !b->same;
	}
	contractor_clear(&c);
	b->e = e;
	return row(p, id, "people-bulk-result", state, why, out, e) == -1 ?
	    -1 : rc == -1 && mine.kind != ERR_DATA && mine.kind !=
	    ERR_REFUSED && mine.kind != ERR_USAGE ? 1 : 0;
}

int
portal_people_bulk_act(struct portal *p, struct err *e)
{
	const struct verb *v = find_verb(portal_sent(p, "what"));
	struct bulk b = { .p = p, .value = portal_sent(p, "value"),
		.why = portal_sent(p, "why") };
	struct buf out = BUF_INIT(1 << 20);
	int i, n, rc = 0, done = 0, failed = 0;
	int64_t ids[CHOSEN];

	if (v == NULL)
		return portal_missing(p, e);
	if (portal_sure(p, e) == -1)
		return -1;
	if (v->value && b.value == NULL)
		return err_set(e, ERR_DATA, "the new value is missing");
	if ((n = chosen(&p->body, ids, e)) == -1)
		return -1;
	names(p, v);
	db_narrow(p->x->db, v->role);
	b.e = e;
	for (i = 0; i < n && rc == 0; i++)
		rc = one(&b, v, ids[i], &out, &done, &failed);
	words_html(p->words, "rows", &out);
	buf_clear(&out);
	words_int(p->words, "done_count", done);
	words_int(p->words, "failed_count", failed);
	words_int(p->words, "left_count", n - i);
	words_flag(p->words, "left_some", n > i);
	return rc == -1 ? -1 : portal_page(p, "people-bulk-done", "people",
	    e);
}
