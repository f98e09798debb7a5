/* A finding in the words of a row: what, about whom, since when, whose. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "act/cause.h"
#include "base/num.h"
#include "base/when.h"
#include "domain/finding_words.h"
#include "store/evidence.h"
#include "web/portal_review.h"

enum { DETAIL_LEN = 300 };

struct telling {
	void	(*cb)(const char *name, const char *value, void *);
	void	*arg;
};

/* ends: 1 if s ends so. */
static int
ends(const char *s, const char *with)
{
	size_t n = strlen(s), m = strlen(with);

	return n >= m && strcmp(s + n - m, with) == 0;
}

/* told: names as words, instants as people read them. */
static void
told(const char *path, const char *value, void *arg)
{
	const struct telling *t = arg;
	char name[100], local[17], *p;
	int64_t at;

	(void)snprintf(name, sizeof(name), "%s", path);
	for (p = name; *p != '\0'; p++)
		if (*p == '_' || *p == '.')
			*p = ' ';
	if (value != NULL && (ends(path, "_at") || strcmp(path, "at") == 0) &&
	    num_int(value, 0, INT64_MAX, &at) == 0) {
		when_local(at, local);
		value = local;
	}
	t->cb(name, value, t->arg);
}

int
portal_review_detail(struct portal *p, const struct finding *f,
    void (*cb)(const char *, const char *, void *), void *arg, struct err *e)
{
	struct telling t = { cb, arg };

	return evidence_members(p->x->db, f->detail, told, &t, e);
}

/* more: "rows 12; why ...", as far as it goes. */
static void
more(const char *name, const char *value, void *arg)
{
	struct buf *b = arg;

	/* Whom it is about stands beside. */
	if (value != NULL && strcmp(name, "upn") != 0)
		buf_fmt(b, "%s%s %s", b->len > 0 ? "; " : "", name, value);
}

static void
whom(struct words *w, const struct finding *f, const struct contractor *c,
    const struct account *a)
{
	char id[24] = "";
	const char *other = f->subject;
	int feed = strncmp(f->subject, "feed/", 5) == 0;

	if (c->id != 0)
		(void)snprintf(id, sizeof(id), "%lld", (long long)c->id);
	words_set(w, "contractor", id);
	words_set(w, "person", NULL);
	if (c->id != 0)
		words_brief(w, "person", c->display_name != NULL ?
		    c->display_name : c->upn != NULL ? c->upn : f->subject,
		    WORDS_NAME);
	words_set(w, "upn", c->display_name != NULL ? c->upn : NULL);
	words_set(w, "login", a->login);
	words_set(w, "connector", a->connector);
	words_set(w, "feed", feed ? f->subject + 5 : NULL);
	words_set(w, "other", c->id != 0 || a->id != 0 || feed ? NULL :
	    other);
}

static int
about(struct words *w, struct err *e)
{
	struct buf b = BUF_INIT(16384);
	int rc = words_block(w, "review-about", &b, e);

	words_html(w, "about", &b);
	buf_clear(&b);
	return rc;
}

void
portal_review_kind(struct words *w, const char *kind)
{
	char what[100];

	words_is(w, kind);
	(void)snprintf(what, sizeof(what), "%s", finding_words(kind));
	what[0] = (char)toupper((unsigned char)what[0]);
	words_set(w, "headline", what);
}

int
portal_review_words(struct portal *p, struct words *w,
    const struct finding *f, struct err *e)
{
	struct buf b = BUF_INIT(65536);
	struct contractor c;
	struct account a;
	int rc = cause_about(p->x, f, &c, &a, e);

	if (rc == 0)
		rc = portal_review_detail(p, f, more, &b, e);
	if (rc != -1) {
		whom(w, f, &c, &a);
		rc = about(w, e);
		words_int(w, "id", f->id);
		words_set(w, "kind", f->kind);
		words_set(w, "what", finding_words(f->kind));
		words_brief(w, "detail", buf_get(&b), DETAIL_LEN);
		words_int(w, "age", ((f->closed_at == WHEN_NEVER ? p->x->now :
		    f->closed_at) - f->opened_at) / 86400);
		words_cell(w, "owner", f->owner);
		words_moment(w, "opened", f->opened_at);
		words_moment(w, "closed", f->closed_at);
		words_cell(w, "outcome", f->outcome);
	}
	contractor_clear(&c);
	account_clear(&a);
	buf_clear(&b);
	return rc == -1 ? -1 : 0;
}
