#include "web/portal_evidence.h"

#include <stdio.h>
#include <string.h>

#include "base/when.h"
#include "store/contractor.h"
#include "store/evidence_find.h"
#include "store/since.h"

enum { SCAN = 50000, WORDS = 160 };

/* What a search may say, in its form and in links to the rest of it. */
static const char *const asks[] = { "q", "actor", "action", "from", "to",
	"before", NULL };

/* A search as it was asked for. */
struct search {
	struct portal *p;
	struct evidence_find f;
	char	subject[256];
	struct buf rows;
	int	bad;
	struct err *e;
};

static int
row(const struct evidence *r, void *arg)
{
	struct search *s = arg;
	struct words *w = words_under(s->p->words);

	words_int(w, "seq", r->seq);
	words_moment(w, "at", r->at);
	words_set(w, "actor", r->actor);
	words_set(w, "action", r->action);
	words_set(w, "subject", r->subject);
	portal_evidence_url(w, "subject_url", r->subject);
	words_flag(w, "erased", r->detail == NULL);
	if (r->detail != NULL)
		words_brief(w, "detail", r->detail, WORDS);
	if (!s->bad && words_block(w, "evidence-row", &s->rows, s->e) == -1)
		s->bad = 1;
	words_free(w);
	return s->bad;
}

/* about: whose evidence: 1 a number (gone there), 0, -1 with e. */
static int
about(struct search *s, struct err *e)
{
	const char *q = portal_asked(s->p, "q");
	struct contractor c;
	int rc;

	if (q == NULL)
		return 0;
	if (portal_number(q) != 0) {
		portal_go(s->p, NULL, "evidence/%lld",
		    (long long)portal_number(q));
		return 1;
	}
	if (strchr(q, '@') == NULL) {
		(void)snprintf(s->subject, sizeof(s->subject), "%s", q);
		s->f.subject = s->subject;
		return 0;
	}
	memset(&c, 0, sizeof(c));
	if ((rc = contractor_find(s->p->x->db, q, &c, e)) == -1)
		return -1;
	s->f.contractor = rc == 1 ? c.id : -1;
	contractor_clear(&c);
	return 0;
}

/* Days are the tenant's; a day that is none is told and left out. */
static int
day(struct search *s, const char *name, int after, int64_t *seq,
    struct err *e)
{
	const char *on = portal_asked(s->p, name);
	int32_t d = on == NULL ? WHEN_NO_DAY : when_day(on);
	int64_t from;

	if (on != NULL && d == WHEN_NO_DAY)
		words_flag(s->p->words, "bad_day", 1);
	if (d == WHEN_NO_DAY)
		return 0;
	if (since_evidence(s->p->x->db, after ? when_after(d) :
	    when_start(d), &from, e) == -1)
		return -1;
	if (after ? from < *seq : from > *seq)
		*seq = from;
	return 0;
}

/* The search again, from further down. */
static void
link_to(struct search *s, const char *name, int64_t before)
{
	char text[24];
	const char *const with[] = { "before", before > 0 ? text : NULL,
		NULL };

	(void)snprintf(text, sizeof(text), "%lld", (long long)before);
	portal_link(s->p, name, "evidence", asks, with);
}

static void
command(struct search *s)
{
	const char *q = portal_asked(s->p, "q");

	if (q != NULL)
		portal_command(s->p, "ctr-evidence", "show", q, (char *)NULL);
	else
		portal_command(s->p, "ctr-list", "evidence", (char *)NULL);
}

static void
fields(struct portal *p)
{
	const char *const *name;

	for (name = asks; *name != NULL; name++)
		words_attr(p->words, *name, portal_asked(p, *name));
}

static int
find(struct search *s, int64_t first, int64_t last, struct err *e)
{
	struct words *w = s->p->words;
	int64_t down, before = portal_number(portal_asked(s->p, "before"));
	int n;

	s->f.actor = portal_asked(s->p, "actor");
	s->f.action = portal_asked(s->p, "action");
	s->f.from = first;
	s->f.before = last + 1;
	s->f.scan = SCAN;
	s->f.max = PORTAL_ROWS;
	if (day(s, "from", 0, &s->f.from, e) == -1 ||
	    day(s, "to", 1, &s->f.before, e) == -1)
		return -1;
	if (before > 0 && before < s->f.before)
		s->f.before = before;
	n = evidence_find(s->p->x->db, &s->f, &down, row, s, e);
	if (n == -1 || s->bad)
		return -1;
	words_html(w, "rows", &s->rows);
	words_flag(w, "nothing", n == 0);
	words_flag(w, "something", n > 0);
	words_int(w, "found", n);
	words_flag(w, "is_first", before == 0);
	if (before != 0)
		link_to(s, "newest_url", 0);
	/* A full page, or a stretch that was looked through: there is more. */
	if (n == PORTAL_ROWS && down > s->f.from)
		link_to(s, "older_url", down);
	else if (down > s->f.from) {
		link_to(s, "further_url", down);
		words_int(w, "looked_down", down);
		words_int(w, "looked", s->f.before - down);
	}
	return 0;
}

static int
list(struct portal *p, struct err *e)
{
	struct search s = { .p = p, .rows = BUF_INIT(200000), .e = e };
	int64_t first, last;
	int rc;

	words_set(p->words, "base", p->base);
	if (evidence_range(p->x->db, &first, &last, e) == -1)
		return -1;
	if ((rc = about(&s, e)) != 0)
		return rc == 1 ? 0 : -1;
	words_int(p->words, "first", first);
	words_int(p->words, "last", last);
	words_flag(p->words, "nobody_so", s.f.contractor == -1);
	fields(p);
	command(&s);
	rc = find(&s, first, last, e);
	buf_clear(&s.rows);
	return rc == -1 ? -1 : portal_page(p, "evidence", "evidence", e);
}

const struct portal_route portal_evidence[] = {
	{ "evidence", PORTAL_VIEW | PORTAL_AUDIT, list, NULL, ROLE_READ, 0,
	    NULL, 0 },
	{ "evidence/export", PORTAL_VIEW | PORTAL_AUDIT,
	    portal_evidence_export, NULL, ROLE_READ, 0, NULL, 0 },
	{ "evidence/verify", PORTAL_VIEW | PORTAL_AUDIT,
	    portal_evidence_verify, NULL, ROLE_READ, 0, NULL, 0 },
	{ "evidence/*", PORTAL_VIEW | PORTAL_AUDIT, portal_evidence_record,
	    NULL, ROLE_READ, 0, NULL, 0 },
	{ NULL, 0, NULL, NULL, ROLE_READ, 0, NULL, 0 }
};
