/* What is asked of the table of contractors, in its query. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/text.h"
#include "base/when.h"
#include "domain/finding_words.h"
#include "web/portal_people.h"

enum { BUDGET_MS = 900, TEXT_LEN = 254 };

static const struct {
	const char *name;
	enum roll_in in;
} kinds[] = {
	{ "any", ROLL_ANY }, { "upn", ROLL_UPN }, { "worker", ROLL_WORKER },
	{ "name", ROLL_NAME }, { "vendor", ROLL_VENDOR },
	{ "manager", ROLL_MANAGER },
};

static const struct {
	const char *name;
	enum roll_sort sort;
} sorts[] = {
	{ "upn", ROLL_BY_UPN }, { "name", ROLL_BY_NAME },
	{ "status", ROLL_BY_STATUS }, { "end", ROLL_BY_END },
	{ "expiry", ROLL_BY_EXPIRY }, { "manager", ROLL_BY_MANAGER },
	{ "attested", ROLL_BY_ATTESTED }, { "id", ROLL_BY_ID },
};

static const char *const statuses[] = { "active", "candidate",
	"pending_review", "suspended", "offboarding", "offboarded",
	"withdrawn", "transferred", NULL };

/* All that a query may have, in the order in which links give it. */
static const char *const names[] = { "q", "by", "status", "connector",
	"finding", "question", "before", "noend", "missing", "sort", "dir",
	"after", "id", "from", NULL };

void
portal_people_ask_clear(struct portal_people_ask *a)
{
	free(a->folded);
	a->folded = NULL;
}

/* read_text: the search, without the spaces around it. */
static int
read_text(const struct portal *p, struct portal_people_ask *a, struct err *e)
{
	const char *text = portal_asked(p, "q"), *by = portal_asked(p, "by");
	size_t i;

	if (text == NULL)
		return 0;
	if (strlen(text) > TEXT_LEN)
		return err_set(e, ERR_DATA, "a search is at most %d bytes",
		    TEXT_LEN);
	(void)snprintf(a->worker, sizeof(a->worker), "%s", text);
	text_squeeze(a->worker);
	if (a->worker[0] == '\0')
		return 0;
	a->folded = text_fold(a->worker);
	a->q.text = a->folded;
	a->q.worker = a->worker;
	for (i = 0; by != NULL && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, by) == 0)
			a->q.in = kinds[i].in;
	/* An address in the box is a UPN's beginning: an index has it. */
	if (a->q.in == ROLL_ANY && strchr(a->worker, '@') != NULL)
		a->q.in = ROLL_UPN;
	return 0;
}

/* A key of a number is one, or none was given. */
static int
is_number(const struct roll_ask *q)
{
	int64_t n;

	return q->after == NULL || (q->sort != ROLL_BY_EXPIRY &&
	    q->sort != ROLL_BY_ATTESTED && q->sort != ROLL_BY_ID) ||
	    num_int(q->after, 0, INT64_MAX, &n) == 0;
}

static void
read_place(const struct portal *p, struct roll_ask *q)
{
	const char *sort = portal_asked(p, "sort");
	const char *dir = portal_asked(p, "dir");
	size_t i;

	for (i = 0; sort != NULL && i < sizeof(sorts) / sizeof(sorts[0]); i++)
		if (strcmp(sorts[i].name, sort) == 0)
			q->sort = sorts[i].sort;
	q->desc = dir != NULL && strcmp(dir, "desc") == 0;
	q->after_id = portal_number(portal_asked(p, "id"));
	q->after = form_get(&p->cgi.form, "after");
	q->from = portal_number(portal_asked(p, "from"));
}

int
portal_people_ask_read(const struct portal *p, struct portal_people_ask *a,
    struct err *e)
{
	struct roll_ask *q = &a->q;

	memset(a, 0, sizeof(*a));
	q->max = PORTAL_ROWS;
	q->budget_ms = BUDGET_MS;
	q->status = portal_asked(p, "status");
	q->connector = portal_asked(p, "connector");
	q->finding = portal_asked(p, "finding");
	q->before = portal_asked(p, "before");
	q->no_end = portal_asked(p, "noend") != NULL;
	q->missing = portal_asked(p, "missing") != NULL;
	q->question = portal_asked(p, "question") != NULL;
	read_place(p, q);
	if (q->before != NULL && when_day(q->before) == WHEN_NO_DAY) {
		q->before = NULL;
		return err_set(e, ERR_DATA, "the end: a day of the calendar, "
		    "YYYY-MM-DD");
	}
	if (!is_number(q)) {
		q->after = NULL;
		return err_set(e, ERR_DATA, "a place in the table that is "
		    "none");
	}
	return read_text(p, a, e);
}

void
portal_people_ask_link(struct portal *p, const char *name, const char *path,
    const char *const *with)
{
	portal_link(p, name, path, names, with);
}

void
portal_people_ask_sort(struct portal *p, const struct roll_ask *q)
{
	size_t i;

	for (i = 0; i < sizeof(sorts) / sizeof(sorts[0]); i++) {
		int now = sorts[i].sort == q->sort;
		const char *const with[] = { "sort", sorts[i].name, "dir",
			now && !q->desc ? "desc" : NULL, "after", NULL, "id",
			NULL, "from", NULL, NULL };
		struct buf b = BUF_INIT(8192);
		char name[24];

		(void)snprintf(name, sizeof(name), "href_%s", sorts[i].name);
		portal_people_ask_link(p, name, "people", with);
		(void)snprintf(name, sizeof(name), "aria_%s", sorts[i].name);
		buf_str(&b, !now ? " " : q->desc ?
		    " aria-sort=\"descending\"" : " aria-sort=\"ascending\"");
		words_html(p->words, name, &b);
		buf_clear(&b);
	}
}

/* What makes the options of one field. */
struct options {
	struct portal *p;
	const char *chosen;
	struct buf b;
	struct err *e;
	int	rc;
};

static void
option(const char *word, void *arg)
{
	struct options *o = arg;
	struct words *w = words_under(o->p->words);
	char room[80];
	struct buf b = BUF_INIT(32);

	words_set(w, "value", word);
	words_set(w, "label", portal_people_words(word, room, sizeof(room)));
	buf_str(&b, o->chosen != NULL && strcmp(o->chosen, word) == 0 ?
	    " selected" : " ");
	words_html(w, "selected", &b);
	if (words_block(w, "people-option", &o->b, o->e) == -1)
		o->rc = -1;
	buf_clear(&b);
	words_free(w);
}

static void
end_options(struct options *o, const char *name, const char *field)
{
	words_html(o->p->words, name, &o->b);
	buf_empty(&o->b);
	o->chosen = portal_asked(o->p, field);
}

/* flag: " checked" and the like, where the query has the name. */
static void
flag(struct portal *p, const char *name, const char *word, int on)
{
	struct buf b = BUF_INIT(64);

	buf_fmt(&b, " %s", on ? word : "");
	words_html(p->words, name, &b);
	buf_clear(&b);
}

int
portal_people_ask_form(struct portal *p, struct err *e)
{
	static const char *const filters[] = { "status", "connector",
		"finding", "question", "before", "noend", "missing", NULL };
	struct options o = { p, portal_asked(p, "by"), BUF_INIT(65536), e, 0 };
	const char *const *w;
	int rc, any = 0;
	size_t i;

	words_attr(p->words, "q", portal_asked(p, "q"));
	words_attr(p->words, "before", portal_asked(p, "before"));
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		char name[24];

		(void)snprintf(name, sizeof(name), "by_%s", kinds[i].name);
		flag(p, name, "selected", o.chosen != NULL &&
		    strcmp(o.chosen, kinds[i].name) == 0);
	}
	o.chosen = portal_asked(p, "status");
	for (w = statuses; *w != NULL; w++)
		option(*w, &o);
	end_options(&o, "statuses", "connector");
	rc = roll_connectors(p->x->db, option, &o, e);
	end_options(&o, "connectors", "finding");
	for (w = finding_words_all(); *w != NULL; w++)
		option(*w, &o);
	end_options(&o, "findings", "sort");
	for (w = filters; *w != NULL; w++)
		any |= portal_asked(p, *w) != NULL;
	flag(p, "filters_open", "open", any);
	for (i = 3; i < 7; i++)
		flag(p, filters[i], "checked", portal_asked(p, filters[i]) !=
		    NULL);
	buf_clear(&o.b);
	return rc == -1 ? -1 : o.rc;
}
