#include "act/newcomer_up.h"

#include <stdio.h>
#include <string.h>

#include "act/fields.h"
#include "act/newcomer_ask.h"
#include "act/newcomer_who.h"
#include "act/people.h"
#include "act/record.h"
#include "base/jot.h"
#include "base/when.h"
#include "store/ask.h"
#include "store/listed.h"
#include "store/outbox.h"
#include "store/question_past.h"

enum { WEEK = 7 };

struct going_up {
	struct ctx *x;
	const struct question *q;
	struct contractor c;
	struct newcomer_row r;
	struct people *people;
	char	last[256];	/* key of who was asked last, himself */
	int	level;		/* his */
	struct err *e;
};

static int
see(const struct ask *a, void *arg)
{
	struct going_up *g = arg;

	if (a->moved_at != WHEN_NEVER || a->level < g->level)
		return 0;
	g->level = a->level;
	(void)snprintf(g->last, sizeof(g->last), "%s",
	    a->deputy_for != NULL ? a->deputy_for : a->reviewer_key);
	return 0;
}

/* Asked himself or through a deputy; who wants him counts as asked. */
static int
was_asked(const char *key, void *arg)
{
	struct going_up *g = arg;
	struct ask a;
	int rc = newcomer_ask_own(g->x, &g->r, key, g->e);

	if (rc == 0 && (rc = ask_of(g->x->db, g->q->id, key, &a, g->e)) == 1)
		ask_clear(&a);
	return rc != 0;
}

static int
is_time(const struct going_up *g)
{
	int32_t start = when_day(g->c.contract_start);
	int64_t days = policy_int(g->x->policy, start != WHEN_NO_DAY &&
	    start - g->x->today <= WEEK ? "escalate_after_days_end" :
	    "escalate_after_days");

	return g->x->today - when_today(g->q->opened_at) >=
	    days * (g->q->level + 1);
}

static int
find(struct going_up *g, struct reviewer_found *f)
{
	const struct reviewer *from = NULL;
	struct reviewer_of of;
	int rc;

	memset(f, 0, sizeof(*f));
	memset(&of, 0, sizeof(of));
	of.self = g->c.upn;
	of.stated[0] = g->c.manager_key;
	if ((rc = people_find(g->people, g->last, &from, g->e)) == -1)
		return -1;
	return reviewer_above(people_lookup(g->people), &of,
	    rc == 1 ? from : NULL, g->q->level < policy_int(g->x->policy,
	    "escalate_levels"), was_asked, g, f, g->e);
}

static int
record(struct going_up *g, int64_t ask, const struct reviewer *to)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_int(&j, "question", g->q->id);
	jot_int(&j, "ask", ask);
	jot_int(&j, "level", g->q->level + 1);
	jot_str(&j, "reviewer", to->key);
	rc = record_about(g->x, "question.escalate", "contractor", g->c.id, &j,
	    NULL, g->e);
	jot_clear(&j);
	return rc;
}

static int
mail(struct going_up *g, int64_t ask, const struct reviewer *to)
{
	struct outbox_new m = { .template = "newcomers", .again = 1 };
	struct buf who = BUF_INIT(400);
	struct pairs *p = pairs_new();
	char text[48];
	int64_t outbox;
	struct jot j;
	int rc = newcomer_who_text(g->x, &g->r, &who, g->e);

	jot_init(&j);
	(void)snprintf(text, sizeof(text), "%lld", (long long)ask);
	pairs_set(p, PAIRS_ALL, "manager_name", to->name);
	pairs_set(p, PAIRS_ALL, "manager_upn", to->key);
	pairs_set(p, PAIRS_ALL, "requester", buf_get(&who));
	pairs_set(p, PAIRS_ALL, "count", "1");
	if (rc == 0)
		rc = fields_contractor(g->x, &g->c, p, 0, g->e);
	pairs_set(p, 0, "ask", text);
	fields_jot(p, &j);
	(void)snprintf(text, sizeof(text), "newcomers/%lld", (long long)ask);
	m.dedup = text;
	m.recipient = to->email;
	m.fields = jot_get(&j);
	m.now = g->x->now;
	if (rc != -1 && (rc = outbox_queue(g->x->db, &m, &outbox, g->e)) != -1)
		rc = ask_carried(g->x->db, ask, outbox, g->e) == -1 ||
		    listed_add(g->x->db, outbox, ask, g->e) == -1 ? -1 : 1;
	jot_clear(&j);
	pairs_free(p);
	buf_clear(&who);
	return rc;
}

static int
put(struct going_up *g)
{
	const struct reviewer *to;
	struct reviewer_found f;
	int64_t ask;
	char on[11];

	if (find(g, &f) == -1)
		return -1;
	if (f.who == NULL)
		return 0;
	to = reviewer_asked(&f);
	when_date(g->x->today + 1, on);
	if (ask_insert(g->x->db, g->q->id, g->q->level + 1, to->key,
	    f.deputy != NULL ? f.who->key : NULL, &ask, g->e) == -1 ||
	    question_past_level(g->x->db, g->q->id, g->q->level + 1, on,
	    g->e) == -1 || record(g, ask, to) == -1)
		return -1;
	return mail(g, ask, to);
}

int
newcomer_up(struct ctx *x, const struct question *q, struct err *e)
{
	struct going_up g = { .x = x, .q = q, .level = -1, .e = e };
	int rc;

	if ((rc = contractor_get(x->db, q->contractor, &g.c, e)) == 1)
		rc = newcomer_row_get(x->db, g.c.id, g.c.engagement, &g.r, e);
	if (rc == 1 && (strcmp(g.r.state, "asked") != 0 ||
	    *newcomer_ask_word(x, g.r.stage) == 'a' || !is_time(&g)))
		rc = 0;
	if (rc == 1 && ask_each(x->db, q->id, see, &g, e) == -1)
		rc = -1;
	if (rc == 1 && (g.people = people_new(x, e)) == NULL)
		rc = -1;
	if (rc == 1)
		rc = put(&g);
	people_free(g.people);
	newcomer_row_clear(&g.r);
	contractor_clear(&g.c);
	return rc;
}
