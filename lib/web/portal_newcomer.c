#include "web/portal_newcomer.h"

#include <stdio.h>
#include <string.h>

#include "web/portal_people.h"

int
portal_newcomer_setup(struct portal *p, struct newcomer_setup *s,
    struct err *e)
{
	if (newcomer_setup_load(p->x, p->conf, s, e) == -1) {
		if (e->kind != ERR_CONFIG)
			return -1;
		words_set(p->words, "broken", e->text);
		err_clear(e);
		return 0;
	}
	words_flag(p->words, "none_made", s->n_connectors == 0);
	return s->n_connectors > 0;
}

static const char *
sent(const struct portal *p, size_t i)
{
	char name[24];

	(void)snprintf(name, sizeof(name), "f%zu", i);
	return form_get(&p->body, name);
}

void
portal_newcomer_read(const struct portal *p, const struct newcomer_setup *s,
    struct newcomer_item *it)
{
	const struct newcomer_field *d;
	struct err bad = ERR_INIT;
	const char *value, *pick = portal_sent(p, "pick");
	size_t i;

	for (i = 0; i < newcomer_fields(&s->form); i++) {
		d = newcomer_field(&s->form, i);
		value = i == NEWCOMER_MANAGER && pick != NULL ? pick :
		    sent(p, i);
		if (value == NULL || newcomer_set(&s->form, &it->n, d->name,
		    value, &bad) == 0)
			continue;
		newcomer_want_fault(it, d->name, bad.text + strlen(d->name) +
		    2);
		err_clear(&bad);
	}
}

/* ------------------------------------------------------------- the fields */

static const char *
wrong(const struct newcomer_item *it, const char *field)
{
	size_t i;

	for (i = 0; i < it->faults; i++)
		if (strcmp(it->fault[i].field, field) == 0)
			return it->fault[i].words;
	return NULL;
}

static void
set_kind(struct words *w, const struct newcomer_field *d)
{
	words_flag(w, "is_choice", d->kind == NEWCOMER_CHOICE);
	words_flag(w, "is_day", d->kind == NEWCOMER_DAY);
	words_flag(w, "is_mail", d->kind == NEWCOMER_MAIL);
	words_flag(w, "is_text", d->kind != NEWCOMER_CHOICE && d->kind !=
	    NEWCOMER_DAY && d->kind != NEWCOMER_MAIL);
}

static int
field(struct portal *p, const struct newcomer_setup *s,
    const struct newcomer_rules *r, const struct newcomer_item *it, size_t i,
    struct buf *out, struct err *e)
{
	const struct newcomer_field *d = newcomer_field(&s->form, i);
	const char *bad = wrong(it, d->name);
	struct words *w = words_under(p->words);
	struct buf b = BUF_INIT(4096);
	int takes, rc = 0;

	words_int(w, "i", (int64_t)i);
	if (d->required)
		words_set(w, "needed", d->label);
	else
		words_set(w, "label", d->label);
	newcomer_takes(&s->form, r, i, &b);
	words_set(w, "takes", buf_get(&b));
	takes = b.len > 0;
	/* What is refused stands there as it was typed. */
	words_attr(w, "v", it->n.value[i] != NULL || p->method != CGI_POST ?
	    it->n.value[i] : sent(p, i));
	words_set(w, "wrong", bad);
	buf_empty(&b);
	if (takes && bad != NULL)
		buf_fmt(&b, " aria-describedby=\"h%zu e%zu\"", i, i);
	else if (takes || bad != NULL)
		buf_fmt(&b, " aria-describedby=\"%c%zu\"", takes ? 'h' : 'e',
		    i);
	buf_str(&b, bad != NULL ? " aria-invalid=\"true\"" : " ");
	words_html(w, "described", &b);
	set_kind(w, d);
	if (d->kind == NEWCOMER_CHOICE)
		rc = portal_options(w, d->choices, ',', it->n.value[i],
		    e);
	if (rc == 0)
		rc = words_block(w, "newcomer-field", out, e);
	buf_clear(&b);
	words_free(w);
	return rc;
}

static int
fields(struct portal *p, const struct newcomer_setup *s,
    const struct newcomer_item *it, struct err *e)
{
	/* Who he is, what he does and when, what the tenant asks beside. */
	static const struct {
		const char *as;
		size_t	from, to;
	} parts[] = {
		{ "who", 0, NEWCOMER_MANAGER },
		{ "boss", NEWCOMER_MANAGER, NEWCOMER_VENDOR },
		{ "work", NEWCOMER_VENDOR, NEWCOMER_BUILTIN },
		{ "own", NEWCOMER_BUILTIN, NEWCOMER_FIELDS }
	};
	struct newcomer_rules r;
	struct buf b = BUF_INIT(1 << 18);
	size_t i, k;
	int rc = 0;

	newcomer_want_rules(p->x, 0, &r);
	for (k = 0; k < sizeof(parts) / sizeof(parts[0]); k++) {
		buf_empty(&b);
		for (i = parts[k].from; rc == 0 && i < parts[k].to &&
		    i < newcomer_fields(&s->form); i++)
			rc = field(p, s, &r, it, i, &b, e);
		if (b.len > 0)
			words_html(p->words, parts[k].as, &b);
	}
	buf_clear(&b);
	words_flag(p->words, "some_own", newcomer_fields(&s->form) >
	    NEWCOMER_BUILTIN);
	return rc;
}

/* look: the manager that is looked for, if one is. */
static int
look(struct portal *p, struct err *e)
{
	const char *q = p->method == CGI_POST ? portal_sent(p, "q") : NULL;

	words_attr(p->words, "q", q);
	return q == NULL ? 0 : portal_manager_find(p, q, e);
}

int
portal_newcomer_show(struct portal *p, const struct newcomer_setup *s,
    struct newcomer_item *it, struct err *e)
{
	if (fields(p, s, it, e) == -1 || look(p, e) == -1)
		return -1;
	words_flag(p->words, "faulty", it->faults > 0);
	portal_form(p, p->words, "find", "newcomers/find");
	portal_form(p, p->words, "check", "newcomers/check");
	portal_command(p, "ctr-provision", "new", "FIELD=VALUE...",
	    (char *)NULL);
	return portal_page(p, "newcomer", "newcomers", e);
}

/* form: with what was sent; faults: whether that is judged. */
static int
form(struct portal *p, int faults, struct err *e)
{
	struct newcomer_setup s;
	struct newcomer_item it;
	int rc = portal_newcomer_setup(p, &s, e);

	memset(&it, 0, sizeof(it));
	if (rc == 1) {
		if (p->method == CGI_POST)
			portal_newcomer_read(p, &s, &it);
		if (!faults)
			it.faults = 0;
		rc = portal_newcomer_show(p, &s, &it, e);
	} else if (rc == 0)
		rc = portal_page(p, "newcomer-none", "newcomers", e);
	newcomer_clear(&it.n);
	newcomer_setup_clear(&s);
	return rc;
}

int
portal_newcomer(struct portal *p, struct err *e)
{
	return form(p, 1, e);
}

int
portal_newcomer_find(struct portal *p, struct err *e)
{
	return db_snapshot(p->x->db, e) == -1 ? -1 : form(p, 0, e);
}
