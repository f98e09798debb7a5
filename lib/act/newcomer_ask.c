#include "act/newcomer_ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/approval.h"
#include "act/decide.h"
#include "act/fields.h"
#include "act/newcomer_twin.h"
#include "act/newcomer_want.h"
#include "act/newcomer_who.h"
#include "act/people.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "domain/link.h"
#include "store/ask.h"
#include "store/listed.h"
#include "store/outbox.h"
#include "store/question.h"

#define DAY 86400LL
#define NAME "newcomers"

enum { PAGE = 100 };	/* of one message: a form has 128 fields */

/* One message: what one person is asked about. */
struct bundle {
	char	*key, *name, *email;
	char	*batch;			/* the list; one message is of one */
	struct pairs *p;
	int64_t	*asks;
	int	n;
};

struct asking_new {
	struct ctx *x;
	const char *keys;
	struct people *people;
	struct bundle *all;
	size_t	n;
	struct err *e;
	/* the one at hand */
	struct newcomer_row *r;
	struct contractor c;
	int64_t	question;
	int	asked;
};

int
newcomer_ask_stages(const struct ctx *x)
{
	const char *p = policy_get(x->policy, "provision_approval");
	int n = 0;

	for (; *(p += strspn(p, " ")) != '\0'; p += strcspn(p, " "))
		n += *p != '-';
	return n > 0 ? n : 1;
}

const char *
newcomer_ask_word(const struct ctx *x, int nth)
{
	const char *p = policy_get(x->policy, "provision_approval");

	for (; *(p += strspn(p, " ")) != '\0'; p += strcspn(p, " "))
		if (*p != '-' && nth-- == 0)
			return *p == 'a' ? "approver" : "manager";
	return "manager";
}

int
newcomer_ask_nobody(const struct ctx *x)
{
	const char *p = policy_get(x->policy, "provision_approval");

	p += strspn(p, " ");
	return *p == '\0' || *p == '-';
}

int
newcomer_ask_own(struct ctx *x, const struct newcomer_row *r,
    const char *key, struct err *e)
{
	char actor[EVIDENCE_ACTOR];
	int rc = newcomer_who_actor(x, r, actor, e);

	if (rc == 1)
		rc = decide_own(x->db, actor, key, e);

	if (rc != 0 || r->wanted_key == NULL)
		return rc;
	return approval_same(x->db, key, r->wanted_key, e);
}

int
newcomer_ask_may(struct ctx *x, const struct newcomer_row *r,
    const char *key, struct err *e)
{
	int own = newcomer_ask_own(x, r, key, e);

	if (own != 0)
		return own == 1 ? 0 : -1;
	return *newcomer_ask_word(x, r->stage) != 'a' ? 1 :
	    approval_may(x, key, NULL, e);
}

/* NULL with g->e. */
static struct bundle *
bundle_of(struct asking_new *g, const char *key, const char *name,
    const char *email)
{
	struct buf who = BUF_INIT(400);
	struct bundle *b;
	size_t i;

	for (i = 0; i < g->n; i++)
		if (g->all[i].n < PAGE && strcmp(g->all[i].key, key) == 0 &&
		    strcmp(g->all[i].batch, g->r->batch) == 0)
			return &g->all[i];
	if (newcomer_who_text(g->x, g->r, &who, g->e) == -1) {
		buf_clear(&who);
		return NULL;
	}
	g->all = mem_grow(g->all, g->n + 1, sizeof(*g->all));
	b = &g->all[g->n++];
	memset(b, 0, sizeof(*b));
	b->key = mem_str(key);
	b->name = mem_str(name);
	b->email = mem_str(email);
	b->batch = mem_str(g->r->batch);
	b->p = pairs_new();
	pairs_set(b->p, PAIRS_ALL, "manager_name", name);
	pairs_set(b->p, PAIRS_ALL, "manager_upn", key);
	pairs_set(b->p, PAIRS_ALL, "requester", buf_get(&who));
	buf_clear(&who);
	return b;
}

/* The question of this stage of this round, once. */
static int
question(struct asking_new *g)
{
	struct question q;

	if (g->question != 0)
		return 0;
	memset(&q, 0, sizeof(q));
	q.contractor = g->c.id;
	q.engagement = g->c.engagement;
	(void)snprintf(q.kind, sizeof(q.kind), "provision");
	(void)snprintf(q.period, sizeof(q.period), "approval/%d/%d",
	    g->r->round, g->r->stage);
	(void)snprintf(q.wording, sizeof(q.wording), "%s", NAME);
	newcomer_want_print(&g->c, g->c.upn, q.batch);
	q.opened_at = g->x->now;
	q.expires_at = g->x->now + DAY * policy_int(g->x->policy,
	    "token_days");
	when_date(g->x->today + 1, q.next_on);	/* reminded each day */
	return question_insert(g->x->db, &q, &g->question, g->e) == -1 ? -1 :
	    0;
}

/* 1 asked, 0 nobody to write to, or he wants him himself. */
static int
ask_one(struct asking_new *g, const char *key, const char *deputy_for)
{
	char *name = NULL, *email = NULL, id[24];
	struct bundle *b;
	int64_t ask;
	int rc = newcomer_ask_own(g->x, g->r, key, g->e);

	if (rc != 0)
		return rc == -1 ? -1 : 0;
	if (fields_person(g->x->db, key, &name, &email, g->e) == -1)
		rc = -1;
	else if (email != NULL && text_upn(email)) {
		if (question(g) == -1 || ask_insert(g->x->db, g->question, 0,
		    key, deputy_for, &ask, g->e) == -1 ||
		    (b = bundle_of(g, key, name, email)) == NULL)
			rc = -1;
		else {
			(void)snprintf(id, sizeof(id), "%lld",
			    (long long)ask);
			rc = fields_contractor(g->x, &g->c, b->p, b->n,
			    g->e) == -1 ? -1 : 1;
			pairs_set(b->p, b->n, "ask", id);
			b->asks = mem_grow(b->asks, (size_t)b->n + 1,
			    sizeof(*b->asks));
			b->asks[b->n++] = ask;
			g->asked++;
		}
	}
	free(name);
	free(email);
	return rc;
}

static int
nobody(const char *key, void *arg)
{
	(void)key;
	(void)arg;
	return 0;
}

/* His manager, or who stands for him; if that is who wants him, the one
 * above. */
static int
ask_manager(struct asking_new *g)
{
	const struct reviewer_lookup *l = people_lookup(g->people);
	struct reviewer_found f;
	struct reviewer_of of;
	const struct reviewer *who, *last = NULL;
	int own, i;

	memset(&of, 0, sizeof(of));
	of.stated[0] = g->c.manager_key;
	if (reviewer_first(l, &of, &f, NULL, g->e) == -1)
		return -1;
	for (i = 0; f.who != NULL && f.who != last && i < REVIEWER_DEPTH;
	    i++) {
		who = reviewer_asked(&f);
		if ((own = newcomer_ask_own(g->x, g->r, who->key, g->e)) == 0)
			return ask_one(g, who->key, f.deputy != NULL ?
			    f.who->key : NULL);
		last = f.who;
		if (own == -1 || reviewer_above(l, &of, last, 1, nobody, NULL,
		    &f, g->e) == -1)
			return -1;
	}
	return 0;
}

static int
ask_approvers(struct asking_new *g)
{
	char *list = mem_str(policy_get(g->x->policy, "approvers")), *key;
	char *s = list;
	size_t len;
	int rc = 0;

	while (rc != -1 && *(s += strspn(s, " ")) != '\0') {
		len = strcspn(s, " ");
		if (s[len] != '\0')
			s[len++] = '\0';
		if ((key = text_fold(s)) != NULL)
			rc = ask_one(g, key, NULL);
		free(key);
		s += len;
	}
	free(list);
	return rc;
}

/* A person at the shell decides, where nobody else is to be asked. */
static int
decide(struct asking_new *g)
{
	struct decide d = { .contractor = g->c.id, .answer = "provision",
		.reason = "" };
	char print[65], what[LINK_WHAT];
	int64_t id, job, due_at;

	newcomer_want_print(&g->c, g->c.upn, print);
	link_what("provision", "shell", print, what);
	d.what = what;
	if (decide_shell(g->x, g->keys, &d, &id, g->e) == -1)
		return -1;
	return newcomer_ask_agreed(g->x, &g->c, g->r, id, &job, &due_at,
	    g->e);
}

static int
put(struct asking_new *g)
{
	const char *word = newcomer_ask_word(g->x, g->r->stage);

	g->question = 0;
	g->asked = 0;
	if (g->keys != NULL && newcomer_ask_nobody(g->x) &&
	    strncmp(g->x->actor, "operator/", 9) == 0)
		return decide(g);
	if ((*word == 'a' ? ask_approvers(g) : ask_manager(g)) == -1)
		return -1;
	(void)snprintf(g->r->state, sizeof(g->r->state), "%s",
	    g->asked > 0 ? "asked" : "waiting");
	if (newcomer_row_set(g->x->db, g->r, g->e) == -1)
		return -1;
	return g->asked > 0 ? newcomer_twin_fit(g->x, g->c.id, g->e) :
	    newcomer_twin_unfit(g->x, g->c.id, *word == 'a' ?
	    "no approver but who wants him" :
	    "no manager who can be asked but who wants him", g->e);
}

static int
each(const struct newcomer_row *r, void *arg)
{
	struct asking_new *g = arg;
	struct newcomer_row own = *r;
	int rc;

	if ((rc = contractor_get(g->x->db, r->contractor, &g->c, g->e)) != 1)
		return rc;
	g->r = &own;
	rc = put(g);
	contractor_clear(&g->c);
	return rc == -1 ? -1 : 0;
}

static int
send(struct asking_new *g, struct bundle *b)
{
	struct outbox_new m = { .template = NAME, .again = 1 };
	char dedup[48], text[24];
	int64_t outbox;
	struct jot j;
	int i, rc;

	(void)snprintf(text, sizeof(text), "%d", b->n);
	pairs_set(b->p, PAIRS_ALL, "count", text);
	jot_init(&j);
	fields_jot(b->p, &j);
	(void)snprintf(dedup, sizeof(dedup), NAME "/%lld",
	    (long long)b->asks[0]);
	m.dedup = dedup;
	m.recipient = b->email;
	m.fields = jot_get(&j);
	m.now = g->x->now;
	rc = outbox_queue(g->x->db, &m, &outbox, g->e);
	for (i = 0; rc != -1 && i < b->n; i++)
		if ((rc = ask_carried(g->x->db, b->asks[i], outbox, g->e)) !=
		    -1)
			rc = listed_add(g->x->db, outbox, b->asks[i], g->e);
	jot_clear(&j);
	return rc == -1 ? -1 : 0;
}

static void
clear(struct asking_new *g)
{
	struct bundle *b;
	size_t i;

	for (i = 0; i < g->n; i++) {
		b = &g->all[i];
		free(b->key);
		free(b->name);
		free(b->email);
		free(b->batch);
		free(b->asks);
		pairs_free(b->p);
	}
	free(g->all);
	people_free(g->people);
}

int
newcomer_ask(struct ctx *x, const char *keys, struct err *e)
{
	struct asking_new g;
	size_t i;
	int rc = -1;

	memset(&g, 0, sizeof(g));
	g.x = x;
	g.keys = keys;
	g.e = e;
	if ((g.people = people_new(x, e)) != NULL)
		rc = newcomer_row_each(x->db, "new", each, &g, e);
	for (i = 0; rc == 0 && i < g.n; i++)
		rc = send(&g, &g.all[i]);
	clear(&g);
	return rc == -1 ? -1 : 0;
}
