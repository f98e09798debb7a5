#include "act/asking.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/asking_late.h"
#include "act/owner_mail.h"
#include "act/remind.h"
#include "base/mem.h"
#include "base/say.h"
#include "base/when.h"
#include "domain/cadence_explain.h"
#include "domain/cadence_words.h"
#include "store/contractor_due.h"
#include "store/due_plan.h"

#define SNAPSHOT 500

int
asking_init(struct asking *a, struct ctx *x, struct err *e)
{
	memset(a, 0, sizeof *a);
	return inquiry_run_init(&a->run, x, e);
}

void
asking_clear(struct asking *a)
{
	inquiry_run_clear(&a->run);
	free(a->people);
	a->people = NULL;
}

struct planning {
	struct asking *a;
	const struct inquiry *q;
	struct due_plan p;
	const char *to_key;	/* whom it goes to, for "change" */
	struct buf change, why;
};

static void
set_what(struct planning *g, const char *what)
{
	(void)snprintf(g->p.what, sizeof g->p.what, "%s", what);
}

/* A question, or the open one to somebody else. */
static void
plan_question(struct planning *g)
{
	const struct inquiry *q = g->q;

	if (q->first.who == NULL) {
		set_what(g, "nobody");
		buf_fmt(&g->why, "nobody can be asked: %s; set "
		    "fallback_reviewer", buf_get(&q->passed));
		return;
	}
	g->p.pass = DUE_ASK;
	g->p.to = g->to_key = reviewer_asked(&q->first)->key;
	set_what(g, q->out.due.kind == CADENCE_READDRESS ? "readdress" :
	    "ask");
	cadence_explain_why(&g->why, &q->in, &g->a->run.p, &q->out,
	    g->a->run.x->today);
}

static int
plan_up(struct planning *g, struct err *e)
{
	const struct inquiry *q = g->q;
	struct reviewer_found f;
	int level;

	if (inquiry_above(&g->a->run, q, &f, &level, e) == -1)
		return -1;
	cadence_explain_why(&g->why, &q->in, &g->a->run.p, &q->out,
	    g->a->run.x->today);
	if (f.who == NULL) {
		set_what(g, "unanswered");
		return 0;
	}
	g->p.pass = DUE_GROUP;
	g->p.to = g->to_key = reviewer_asked(&f)->key;
	g->p.under = inquiry_manager(q);
	set_what(g, "escalate");
	return 0;
}

/* No mail: what else becomes of him, or a deputy of who was asked. */
static int
plan_quiet(struct planning *g, struct err *e)
{
	const struct inquiry_ask *of;
	const struct reviewer *deputy;
	const struct inquiry *q = g->q;
	int rc;

	if (q->out.withdrawn)
		set_what(g, "withdraw");
	else if (q->out.closes != CADENCE_KEEPS)
		set_what(g, "close");
	else if (q->out.record >= 0)
		set_what(g, "record");
	if (q->out.due.kind == CADENCE_NONE && q->out.closes == CADENCE_KEEPS &&
	    q->in.open.kind != CADENCE_NONE &&
	    q->in.leaving == CADENCE_STAYS &&
	    policy_send_day(g->a->run.x->policy, g->a->run.x->today)) {
		rc = inquiry_deputy(&g->a->run, q, &deputy, &of, e);
		if (rc == -1)
			return -1;
		if (rc == 1) {
			g->p.pass = DUE_ASK;
			g->p.to = g->to_key = deputy->key;
			set_what(g, "deputy");
			buf_fmt(&g->why, "in place of %s", of->key);
			return 0;
		}
	}
	if (g->p.what[0] != '\0')
		cadence_explain_why(&g->why, &q->in, &g->a->run.p, &q->out,
		    g->a->run.x->today);
	return 0;
}

static void
change_words(struct planning *g)
{
	const struct cadence_out *o = &g->q->out;

	if (o->due.kind == CADENCE_READDRESS)
		buf_str(&g->change, g->q->open.wording);
	else if (o->due.kind != CADENCE_NONE)
		cadence_words_due(&g->change, &o->due);
	if (g->to_key != NULL)
		buf_fmt(&g->change, "%sto %s", g->change.len > 0 ? " " : "",
		    g->to_key);
	if (o->closes != CADENCE_KEEPS || o->withdrawn) {
		if (g->change.len > 0)
			buf_str(&g->change, ", ");
		cadence_words_closes(&g->change, o);
	}
}

/*
 * Nothing but the day of the next look: of most, on most days.  It need not be
 * judged again while nobody else writes.  Nobody of our own run writes about
 * one without an open question.
 */
static int
plan_next(struct asking *a, const struct inquiry *q, struct err *e)
{
	struct due_plan p = { .pass = DUE_NEXT, .contractor = q->c.id };
	char on[11];

	if (q->out.look_on == WHEN_NO_DAY)
		return 0;
	when_date(q->out.look_on, on);
	a->count.looked++;
	if (strcmp(on, q->c.next_check_on) == 0)
		return 0;
	p.change = on;
	return due_plan_add(a->run.x->db, &p, e);
}

static int
is_quiet(const struct inquiry *q)
{
	const struct cadence_out *o = &q->out;

	return o->due.kind == CADENCE_NONE && o->record < 0 &&
	    o->closes == CADENCE_KEEPS && !o->withdrawn && q->open.id == 0 &&
	    (o->findings | q->found) == 0 && !q->misled &&
	    q->in.status != CADENCE_OTHER;
}

/* One contractor's row. */
static int
plan_one(struct asking *a, const struct inquiry *q, struct err *e)
{
	struct planning g = { .a = a, .q = q,
		.p = { .pass = DUE_QUIET, .contractor = q->c.id,
		.subject = q->c.upn }, .change = BUF_INIT(1000),
		.why = BUF_INIT(4000) };
	int rc;

	if (is_quiet(q))
		return plan_next(a, q, e);
	switch (q->out.due.kind) {
	case CADENCE_NONE:
	case CADENCE_STANDS:
		rc = plan_quiet(&g, e);
		break;
	case CADENCE_ESCALATE:
		rc = plan_up(&g, e);
		break;
	default:
		plan_question(&g);
		rc = 0;
	}
	change_words(&g);
	g.p.change = buf_get(&g.change);
	g.p.why = buf_get(&g.why);
	if (rc == 0)
		rc = due_plan_add(a->run.x->db, &g.p, e);
	a->questions += g.p.pass == DUE_ASK;
	a->escalations += g.p.pass == DUE_GROUP;
	buf_clear(&g.change);
	buf_clear(&g.why);
	return rc;
}

static int
plan_id(struct asking *a, int64_t id, int all, struct err *e)
{
	struct inquiry q;
	int rc;

	if ((rc = inquiry_load(&a->run, id, 1, &q, e)) != 1)
		return rc;
	if (all)
		asking_late(a, &q);
	rc = plan_one(a, &q, e);
	inquiry_clear(&q);
	return rc == -1 ? -1 : 0;
}

/* A lock for each statement costs more than the statement: some hundred
 * contractors in one snapshot, a tenth of a second. */
static int
plan_some(struct asking *a, const int64_t *ids, size_t n, int all,
    struct err *e)
{
	size_t i;
	int rc = 0;

	if (db_snapshot(a->run.x->db, e) == -1)
		return -1;
	for (i = 0; i < n && rc == 0; i++)
		rc = plan_id(a, ids[i], all, e);
	if (rc == -1) {
		db_rollback(a->run.x->db);
		return -1;
	}
	return db_commit(a->run.x->db, e);
}

static int
plan_pages(struct asking *a, int all, struct err *e)
{
	struct contractor_due *d = mem_zero(1, sizeof *d);
	struct ctx *x = a->run.x;
	int64_t done = 0;
	size_t i, n;
	int rc;

	while ((rc = all ? contractor_due_everyone(x->db, d, e) :
	    contractor_due_page(x->db, x->today_on, d, e)) == 1) {
		for (i = 0; i < d->n; i += n) {
			n = d->n - i < SNAPSHOT ? d->n - i : SNAPSHOT;
			if (plan_some(a, d->ids + i, n, all, e) == -1) {
				free(d);
				return -1;
			}
			say_progress("due", done += (int64_t)n, 0);
		}
	}
	say_progress_end();
	free(d);
	return rc;
}

/* A deputy's first day, a manager's return are nobody's next_check_on. */
static int
plan_people(struct asking *a, struct err *e)
{
	size_t i;

	for (i = 0; i < a->npeople; i++)
		if (plan_id(a, a->people[i], 0, e) == -1)
			return -1;
	return 0;
}

static int
plan_upn(struct asking *a, const char *upn, struct err *e)
{
	struct contractor c;
	int64_t id;
	int rc;

	memset(&c, 0, sizeof c);
	if ((rc = contractor_find(a->run.x->db, upn, &c, e)) == -1)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_DATA, "%s: no such contractor", upn);
	id = c.id;
	contractor_clear(&c);
	return plan_id(a, id, 0, e);
}

int
asking_plan(struct asking *a, int all, char *const *upns, int n,
    struct err *e)
{
	int i;

	a->whole = n == 0;
	if (due_plan_start(a->run.x->db, e) == -1 ||
	    due_plan_version(a->run.x->db, &a->version, e) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (plan_upn(a, upns[i], e) == -1)
			return -1;
	if (n > 0)
		return 0;
	if (remind_plan(a->run.x, e) == -1)
		return -1;
	if (contractor_due_people(a->run.x->db, a->run.x->today_on,
	    &a->people, &a->npeople, e) == -1 || plan_pages(a, all, e) == -1)
		return -1;
	return all ? 0 : plan_people(a, e);
}

static int
add_row(const struct due_plan *p, void *arg)
{
	struct { struct rows *rows; struct err *e; } *w = arg;
	char subject[32];
	const char *cells[5] = { p->what, subject, p->subject, p->change,
		p->why };

	(void)snprintf(subject, sizeof subject, "contractor/%lld",
	    (long long)p->contractor);
	return rows_add(w->rows, cells, w->e);
}

int
asking_rows(struct asking *a, struct rows *rows, struct err *e)
{
	struct { struct rows *rows; struct err *e; } w = { rows, e };

	if (due_plan_each(a->run.x->db, add_row, &w, e) == -1)
		return -1;
	return a->whole ? owner_mail_rows(a->run.x, rows, e) : 0;
}
