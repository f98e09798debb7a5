#include "act/escalate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/contractor.h"
#include "store/question_past.h"

#define LISTED_MAX 1000

struct group {
	struct inquiry_run *r;
	const struct due_group *g;
	struct inquiry_mail m;
	struct reviewer_found to;	/* .who NULL until the first */
	int	level;
	struct inquiry_count *n;
};

/* 1 if the open question goes to this group's person; found, level set. */
static int
goes_here(struct group *w, const struct inquiry *q, struct reviewer_found *f,
    int *level, struct err *e)
{
	if (inquiry_above(w->r, q, f, level, e) == -1)
		return -1;
	return f->who != NULL &&
	    strcmp(reviewer_asked(f)->key, w->g->to) == 0;
}

static int
overdue(struct group *w, int64_t id, struct err *e)
{
	struct reviewer_found f;
	struct inquiry q;
	int level, rc;

	if ((rc = inquiry_load(w->r, id, 1, &q, e)) != 1)
		return rc;
	rc = q.out.due.kind == CADENCE_ESCALATE ?
	    goes_here(w, &q, &f, &level, e) : 0;
	if (rc == 1) {
		w->to = f;
		w->level = level;
		rc = inquiry_carry_settle(w->r, &q, w->n, e);
		if (rc == 0)
			rc = inquiry_carry_up(w->r, &q, &f, level, &w->m,
			    w->n, e);
		/* The look ahead went one level up; nobody may be there. */
		if (rc == 0)
			rc = inquiry_carry_next(w->r, &q,
			    level != q.out.due.level, e);
	} else if (rc == 0)
		w->n->missed++;
	inquiry_clear(&q);
	return rc;
}

/* Listed in this very mail already? */
static int
listed(const struct group *w, int64_t ask)
{
	int i;

	for (i = 0; i < w->m.n; i++)
		if (w->m.asks[i] == ask)
			return 1;
	return 0;
}

/*
 * Open under the same manager and not overdue: told before, it is listed
 * again; else it goes up with the others, if it is its turn for this level.
 */
static int
other(struct group *w, struct inquiry *q, struct err *e)
{
	const struct inquiry_ask *told = inquiry_asked(q, w->g->to);
	struct reviewer_found f;
	int level, rc;

	if (q->in.open.kind == CADENCE_NONE)
		return 0;
	if (told != NULL)
		return listed(w, told->id) ? 0 : inquiry_mail_add(w->r,
		    &w->m, q, told->id, 0, 0, NULL, w->m.answer_by, e);
	if (q->out.due.kind != CADENCE_NONE ||
	    q->in.leaving != CADENCE_STAYS)
		return 0;
	if ((rc = goes_here(w, q, &f, &level, e)) != 1 || level != w->level)
		return rc == -1 ? -1 : 0;
	if (inquiry_carry_up(w->r, q, &f, level, &w->m, w->n, e) == -1)
		return -1;
	return contractor_look(w->r->x->db, q->c.id, e);
}

static int
others(struct group *w, struct err *e)
{
	struct question k;
	struct inquiry q;
	int64_t *ids = NULL;
	size_t i, n;
	int rc;

	rc = question_past_under(w->r->x->db, w->g->under, &ids, &n, e);
	for (i = 0; i < n && rc != -1 && w->m.rows < LISTED_MAX; i++) {
		if ((rc = question_get(w->r->x->db, ids[i], &k, e)) != 1)
			continue;
		if ((rc = inquiry_load(w->r, k.contractor, 0, &q, e)) != 1)
			continue;
		if (q.open.id == k.id)
			rc = other(w, &q, e);
		inquiry_clear(&q);
	}
	free(ids);
	return rc == -1 ? -1 : 0;
}

int
escalate_group(struct inquiry_run *r, const struct due_group *g,
    const int64_t *ids, struct inquiry_count *n, struct err *e)
{
	struct group w = { .r = r, .g = g, .n = n };
	char dedup[700];
	size_t i;
	int rc = 0;

	inquiry_mail_init(&w.m);
	for (i = 0; i < g->n && rc == 0; i++)
		rc = overdue(&w, ids[i], e);
	if (rc == 0 && w.to.who != NULL) {
		(void)snprintf(dedup, sizeof dedup, "escalation/%s/%s/%s",
		    g->to, r->x->today_on, g->under);
		rc = others(&w, e);
		if (rc == 0)
			rc = inquiry_mail_queue(r, &w.m, "escalation",
			    reviewer_asked(&w.to), dedup, NULL, e);
	}
	inquiry_mail_clear(&w.m);
	return rc;
}
