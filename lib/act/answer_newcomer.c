#include "act/answer_newcomer.h"

#include <stdio.h>
#include <string.h>

#include "act/fields.h"
#include "act/newcomer_ask.h"
#include "act/newcomer_twin.h"
#include "act/newcomer_want.h"
#include "base/text.h"
#include "base/when.h"
#include "domain/reply.h"
#include "store/engagement.h"
#include "store/outbox.h"

int
answer_newcomer_is(const struct given *g)
{
	return strcmp(g->t->asked.kind, "provision") == 0;
}

static int
row_of(struct given *g, struct newcomer_row *r, struct err *e)
{
	return newcomer_row_get(g->x->db, g->t->contractor.id,
	    g->t->contractor.engagement, r, e);
}

int
answer_newcomer_may(struct given *g, struct err *e)
{
	char period[40];
	struct newcomer_row r;
	int rc = row_of(g, &r, e);

	if (rc == 1) {
		(void)snprintf(period, sizeof(period), "approval/%d/%d",
		    r.round, r.stage);
		rc = strcmp(r.state, "asked") == 0 &&
		    strcmp(period, g->t->asked.period) == 0;
	}
	if (rc == 1) {
		rc = newcomer_ask_may(g->x, &r, g->t->reviewer_key, e);
	}
	newcomer_row_clear(&r);
	return rc;
}

static int
next(struct given *g, struct newcomer_row *r, struct err *e)
{
	if (answer_record(g, "approve", 0, e) == -1 ||
	    answer_close(g, e) == -1)
		return -1;
	r->stage++;
	(void)snprintf(r->print, sizeof(r->print), "%s", g->t->asked.batch);
	(void)snprintf(r->state, sizeof(r->state), "new");
	return newcomer_row_set(g->x->db, r, e) == -1 ? -1 :
	    newcomer_ask(g->x, NULL, e);
}

/* He is not who was asked about: all of them are asked again. */
static int
anew(struct given *g, struct newcomer_row *r, struct err *e)
{
	if (answer_record(g, "approve", 0, e) == -1 ||
	    answer_close(g, e) == -1)
		return -1;
	r->round++;
	r->stage = 0;
	r->print[0] = '\0';
	(void)snprintf(r->state, sizeof(r->state), "new");
	return newcomer_row_set(g->x->db, r, e) == -1 ? -1 :
	    newcomer_ask(g->x, NULL, e);
}

static int
agreed(struct given *g, struct newcomer_row *r, struct err *e)
{
	if (answer_record(g, "provision", 0, e) == -1 ||
	    answer_close(g, e) == -1)
		return -1;
	return newcomer_ask_agreed(g->x, &g->t->contractor, r, g->decision,
	    &g->job, &g->due_at, e);
}

int
answer_newcomer_yes(struct given *g, struct err *e)
{
	struct newcomer_row r;
	int rc;

	/* A yes is to what his mail told, and to what the one before said. */
	if ((rc = row_of(g, &r, e)) == 1)
		rc = newcomer_want_same(&g->t->contractor,
		    g->t->asked.batch) != NEWCOMER_SAME || (r.stage > 0 &&
		    strcmp(g->t->asked.batch, r.print) != 0) ?
		    anew(g, &r, e) :
		    r.stage + 1 < newcomer_ask_stages(g->x) ?
		    next(g, &r, e) : agreed(g, &r, e);
	newcomer_row_clear(&r);
	return rc == -1 ? -1 : 0;
}

/* Who wants him is told who refused, and why. */
static int
tell(struct given *g, const struct newcomer_row *r, struct err *e)
{
	struct outbox_new m = { .template = "decided" };
	struct pairs *p;
	char dedup[48], at[17];
	struct jot j;
	int rc;

	if (r->wanted_mail == NULL || !text_upn(r->wanted_mail) ||
	    !policy_on(g->x->policy, "mail.decided"))
		return 0;
	p = pairs_new();
	rc = fields_contractor(g->x, &g->t->contractor, p, PAIRS_ALL, e);
	when_local(g->x->now, at);
	pairs_set(p, PAIRS_ALL, "manager_name", r->wanted_mail);
	pairs_set(p, PAIRS_ALL, "answer", reply_words("deny"));
	pairs_set(p, PAIRS_ALL, "answered_by", g->who);
	pairs_set(p, PAIRS_ALL, "answered_at", at);
	pairs_set(p, PAIRS_ALL, "reason", g->a->reason);
	jot_init(&j);
	fields_jot(p, &j);
	(void)snprintf(dedup, sizeof(dedup), "decided/%lld",
	    (long long)g->decision);
	m.dedup = dedup;
	m.recipient = r->wanted_mail;
	m.fields = jot_get(&j);
	m.now = g->x->now;
	if (rc == 0)
		rc = outbox_queue(g->x->db, &m, NULL, e);
	jot_clear(&j);
	pairs_free(p);
	return rc == -1 ? -1 : 0;
}

static int
withdraw(struct given *g, struct newcomer_row *r, struct err *e)
{
	struct contractor *c = &g->t->contractor;

	(void)snprintf(r->state, sizeof(r->state), "refused");
	if (newcomer_twin_fit(g->x, c->id, e) == -1 ||
	    newcomer_row_set(g->x->db, r, e) == -1 ||
	    contractor_status(g->x->db, c->id, "candidate", "withdrawn", NULL,
	    0, g->x->now, e) == -1 || engagement_end(g->x->db, c->id,
	    c->engagement, "withdrawn", g->x->now, e) == -1 ||
	    answer_evidence(g, "contractor.status", g->subject, "status",
	    "withdrawn", e) == -1)
		return -1;
	return tell(g, r, e);
}

int
answer_newcomer_no(struct given *g, struct err *e)
{
	struct newcomer_row r;
	int rc;

	if (answer_record(g, "deny", 0, e) == -1 || answer_close(g, e) == -1)
		return -1;
	if ((rc = row_of(g, &r, e)) == 1)
		rc = withdraw(g, &r, e);
	newcomer_row_clear(&r);
	return rc == -1 ? -1 : 0;
}
