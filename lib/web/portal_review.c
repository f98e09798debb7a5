/* The queue: findings by kind and owner, a page at a time. */
#include <stdio.h>
#include <string.h>

#include "base/when.h"
#include "domain/finding_words.h"
#include "store/finding_page.h"
#include "store/job_trouble.h"
#include "store/question_approval.h"
#include "web/portal_review.h"

struct queue {
	struct portal *p;
	struct finding_filter f;
	struct buf rows;
	int	n;		/* rows shown */
	int64_t	last, more;	/* the last one shown; if there are others */
	struct err *e;
};

static int
row(const struct finding *f, void *arg)
{
	struct queue *q = arg;
	struct words *w;
	int rc;

	if (q->n == PORTAL_ROWS) {
		q->more = q->last;
		return 0;
	}
	w = words_under(q->p->words);
	rc = portal_review_words(q->p, w, f, q->e);
	words_flag(w, "tick", !q->f.closed &&
	    portal_may(q->p, PORTAL_OPERATE));
	if (rc == 0)
		rc = words_block(w, q->f.closed ? "review-was" : "review-row",
		    &q->rows, q->e);
	words_free(w);
	q->n++;
	q->last = f->id;
	return rc;
}

/* option: one of a list to choose from. */
static int
option(struct queue *q, const char *value, const char *text, int64_t n,
    const char *chosen, struct buf *out)
{
	struct words *w = words_under(q->p->words);
	int rc;

	words_set(w, "option", value);
	words_set(w, "text", text);
	words_int(w, "n", n);
	words_flag(w, "chosen", chosen != NULL && strcmp(chosen, value) == 0);
	words_flag(w, "other", chosen == NULL || strcmp(chosen, value) != 0);
	rc = words_block(w, "review-option", out, q->e);
	words_free(w);
	return rc;
}

struct totals {
	struct queue *q;
	struct buf options;
	int64_t	all, unregistered, missing, held;
};

static int
kind(const char *word, int64_t n, void *arg)
{
	struct totals *t = arg;

	t->all += n;
	if (strcmp(word, "unregistered") == 0)
		t->unregistered = n;
	else if (strcmp(word, "missing_from_roster") == 0)
		t->missing = n;
	else if (strcmp(word, "roster_held") == 0)
		t->held = n;
	return option(t->q, word, finding_words(word), n, t->q->f.kind,
	    &t->options);
}

static int
owner(const char *word, int64_t n, void *arg)
{
	struct totals *t = arg;
	const char *value = *word != '\0' ? word : "-";

	return option(t->q, value, *word != '\0' ? word : NULL, n,
	    t->q->f.owner, &t->options);
}

/* choices: the kinds and owners there are, with how many of each. */
static int
choices(struct queue *q)
{
	struct words *w = q->p->words;
	struct totals t = { q, BUF_INIT(65536), 0, 0, 0, 0 };
	int rc = finding_counts(q->p->x->db, kind, &t, q->e);

	if (rc == 0) {
		words_html(w, "kinds", &t.options);
		words_int(w, "n_all", t.all);
		words_int(w, "n_unregistered", t.unregistered);
		words_int(w, "n_missing", t.missing);
		words_int(w, "n_held", t.held);
		words_int(w, "n_rest", t.all - t.unregistered - t.missing);
		buf_empty(&t.options);
		rc = finding_owners(q->p->x->db, owner, &t, q->e);
		words_html(w, "owners", &t.options);
	}
	buf_clear(&t.options);
	return rc;
}

static int
a_kind(const char *kind_asked)
{
	const char *const *k = finding_words_all();

	while (*k != NULL && strcmp(*k, kind_asked) != 0)
		k++;
	return *k != NULL;
}

/* pager: where the next page is. */
static void
pager(struct queue *q)
{
	static const char *const names[] = { "kind", "owner", "closed",
		"after", NULL };
	char after[24];
	const char *const with[] = { "after", after, NULL };

	(void)snprintf(after, sizeof(after), "%lld", (long long)q->more);
	if (q->more != 0)
		portal_link(q->p, "next", "review", names, with);
}

static void
command(struct portal *p, const char *of)
{
	if (of != NULL)
		portal_command(p, "ctr-review", "list", of, (char *)NULL);
	else
		portal_command(p, "ctr-review", "list", (char *)NULL);
}

/* beside: what waits on the other pages. */
static int
beside(struct queue *q)
{
	struct db *db = q->p->x->db;
	struct words *w = q->p->words;
	int64_t approvals = question_approval_count(db, q->e);
	int64_t work = approvals == -1 ? -1 : job_trouble_count(db, q->e);

	words_int(w, "n_approvals", approvals);
	words_int(w, "n_work", work);
	return work == -1 ? -1 : 0;
}

/* bulk: the form below the list, for what is ticked. */
static int
bulk(struct queue *q)
{
	struct buf b = BUF_INIT(65536);
	struct words *w = q->p->words;
	char day[11];
	int rc;

	when_date(q->p->x->today + 1, day);
	words_set(w, "day_min", day);
	when_date(q->p->x->today + 365, day);
	words_set(w, "day_max", day);
	words_flag(w, "ticks", 1);
	rc = words_block(w, "review-bulk-form", &b, q->e);
	words_html(w, "bulk", &b);
	buf_clear(&b);
	return rc;
}

static int
list(struct portal *p, struct err *e)
{
	struct queue q = { p, { portal_asked(p, "kind"),
		portal_asked(p, "owner"), portal_asked(p, "closed") != NULL,
		portal_number(portal_asked(p, "after")), PORTAL_ROWS + 1 },
		BUF_INIT(1 << 20), 0, 0, 0, e };
	struct words *w = p->words;
	int rc = -1;

	if (q.f.kind != NULL && !a_kind(q.f.kind))
		return portal_missing(p, e);
	words_set(w, "kind", q.f.kind);
	words_set(w, "kind_words", q.f.kind != NULL ?
	    finding_words(q.f.kind) : NULL);
	words_set(w, "owner", q.f.owner);
	words_flag(w, "closed", q.f.closed);
	words_flag(w, "open", !q.f.closed);
	if (choices(&q) == -1 ||
	    finding_page(p->x->db, &q.f, row, &q, e) == -1)
		goto out;
	words_html(w, "rows", &q.rows);
	words_flag(w, "none", q.n == 0);
	words_flag(w, "some", q.n > 0);
	words_flag(w, "were", q.n > 0 && q.f.closed);
	pager(&q);
	if (beside(&q) == -1 || (q.n > 0 && !q.f.closed &&
	    portal_may(p, PORTAL_OPERATE) && bulk(&q) == -1))
		goto out;
	command(p, q.f.kind);
	rc = portal_page(p, "review", "review", e);
out:
	buf_clear(&q.rows);
	return rc;
}

const struct portal_route portal_review[] = {
	{ "review", PORTAL_VIEW, list, NULL, ROLE_READ, 0, NULL, 0 },
	{ "review/approvals", PORTAL_VIEW, portal_review_wait, NULL,
	    ROLE_READ, 0, NULL, 0 },
	{ "review/approvals/*", PORTAL_OPERATE, NULL, portal_review_again,
	    ROLE_WEB_REMIND, 0, portal_review_wait, 0 },
	{ "review/bulk", PORTAL_OPERATE, portal_review_bulk,
	    portal_review_bulk_act, ROLE_REVIEW, 0, NULL, 0 },
	{ "review/work", PORTAL_VIEW, portal_review_work, NULL, ROLE_READ, 0,
	    NULL, 0 },
	{ "review/*", PORTAL_VIEW, portal_review_one, NULL, ROLE_READ, 0,
	    NULL, 0 },
	{ "review/*/*", PORTAL_OPERATE, NULL, portal_review_act, ROLE_REVIEW,
	    0, portal_review_one, 0 },
	{ NULL, 0, NULL, NULL, ROLE_READ, 0, NULL, 0 }
};
