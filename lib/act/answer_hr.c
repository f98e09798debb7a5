#include "act/answer_hr.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/answer_internal.h"
#include "act/fields.h"
#include "act/inquiry.h"
#include "act/left.h"
#include "base/mem.h"
#include "base/when.h"
#include "store/contractor_directory.h"
#include "store/evidence.h"

int
answer_hr_decides(const struct ctx *x, const struct apikey *k)
{
	return policy_on(x->policy, "hr_decides") &&
	    strcmp(k->role, "approver") == 0;
}

void
answer_hr_clear(struct answer_hr *h)
{
	apicall_clear(&h->call);
}

/* find: whom upn and worker_id name, if that is one person. */
static int
find(struct ctx *x, struct answer_hr *h, struct contractor *c, struct err *e)
{
	int64_t ids[2];
	int n, rc = 0;

	h->result = HR_NOBODY;
	memset(c, 0, sizeof(*c));
	if (h->upn != NULL && (rc = contractor_find(x->db, h->upn, c, e)) !=
	    1)
		return rc;
	if (h->worker_id == NULL)
		return rc;
	if (h->upn != NULL) {
		h->result = HR_AMBIGUOUS;
		return c->worker_id != NULL &&
		    strcmp(c->worker_id, h->worker_id) == 0;
	}
	n = contractor_directory_worker(x->db, h->worker_id, ids, 2, e);
	if (n == 2)
		h->result = HR_AMBIGUOUS;
	return n == 1 ? contractor_get(x->db, ids[0], c, e) : n == -1 ? -1 : 0;
}

/* day: a real one, and not further ahead than a manager may name. */
static int
day(struct ctx *x, struct answer_hr *h)
{
	int32_t on;

	if (h->last_day == NULL)
		return 1;
	on = when_day(h->last_day);
	h->result = HR_DAY;
	return on != WHEN_NO_DAY && on <= x->today +
	    policy_int(x->policy, "offboard_ahead_days");
}

static int
record(struct ctx *x, struct answer_hr *h, const struct contractor *c,
    struct err *e)
{
	char subject[40];
	struct jot j;
	int rc;

	(void)snprintf(subject, sizeof(subject), "contractor/%" PRId64, c->id);
	jot_init(&j);
	jot_str(&j, "kind", "offboarding");
	jot_int(&j, "request", h->call.id);
	jot_str(&j, "request_id", h->request);
	jot_str(&j, "key", h->key->name);
	jot_str(&j, "upn", h->upn);
	jot_str(&j, "worker_id", h->worker_id);
	jot_str(&j, "last_day", h->last_day);
	jot_str(&j, "reason", h->reason);
	jot_str(&j, "address", h->address);
	jot_str(&j, "agent", h->agent);
	rc = evidence_add(x->db, x->now, x->actor, "api.request", subject,
	    jot_get(&j), &h->call.evidence, e);
	jot_clear(&j);
	return rc;
}

/* report: the manager is asked, once for each last day; asked and answered
 * already, a new report asks again. */
static int
report(struct ctx *x, struct answer_hr *h, const struct contractor *c,
    struct err *e)
{
	struct buf why = BUF_INIT(4096);
	const char *on = h->last_day != NULL ? h->last_day : x->today_on;
	char period[40];
	struct question q;
	int rc;

	(void)snprintf(period, sizeof(period), "hr/%s", on);
	rc = question_find(x->db, c->id, c->engagement, "left", period, &q, e);
	if (rc == 1 && strcmp(q.state, "open") != 0)
		(void)snprintf(period, sizeof(period), "hr/%s/%" PRId64, on,
		    h->call.id);
	buf_fmt(&why, "the personnel department reports %s as the last day",
	    on);
	if (h->reason != NULL && h->reason[0] != '\0')
		buf_fmt(&why, ": %s", h->reason);
	if (rc != -1)
		rc = left_ask(x, c, period, buf_get(&why), e);
	if (rc != -1)
		rc = question_find(x->db, c->id, c->engagement, "left",
		    period, &q, e);
	buf_clear(&why);
	if (rc == 1)
		h->call.question = q.id;
	return rc == -1 ? -1 : 0;
}

/* manager: the address of whom the cadence would ask, malloc'd; or NULL. */
static int
manager(struct ctx *x, int64_t contractor, char **email, struct err *e)
{
	const struct reviewer *who;
	struct inquiry_run r;
	struct inquiry q;
	int rc;

	*email = NULL;
	if (inquiry_run_init(&r, x, e) == -1)
		return -1;
	if ((rc = inquiry_load(&r, contractor, 0, &q, e)) == 1) {
		who = q.first.who == NULL ? NULL : reviewer_asked(&q.first);
		*email = who == NULL ? NULL : mem_str(who->email);
		inquiry_clear(&q);
	}
	inquiry_run_clear(&r);
	return rc == -1 ? -1 : 0;
}

/* stands: 1 if the departure that is decided is what this would decide. */
static int
stands(struct ctx *x, const struct ticket *t, const char *answer,
    const char *day_on, struct err *e)
{
	struct decision d;
	int rc;

	if (t->job.id == 0)
		return 0;
	if ((rc = decision_get(x->db, t->job.decision, &d, e)) != 1)
		return rc;
	rc = strcmp(d.known_by, "key") == 0 && strcmp(d.answer, answer) == 0 &&
	    strcmp(d.day_on, day_on) == 0;
	decision_clear(&d);
	return rc;
}

/* give: the answer of who has this key, as a reviewer's would be. */
static int
give(struct given *g, struct err *e)
{
	struct ticket *t = g->t;
	int rc;

	rc = question_newest(g->x->db, t->contractor.id,
	    t->contractor.engagement, &t->question, e);
	if (rc == 1 && strcmp(t->question.state, "open") != 0)
		memset(&t->question, 0, sizeof(t->question));
	if (rc == -1 || decision_newest(g->x->db, t->contractor.id,
	    t->contractor.engagement, &t->decision, e) == -1 ||
	    manager(g->x, t->contractor.id, &g->email, e) == -1)
		return -1;
	if (answer_offboard(g, e) == -1)
		return -1;
	return answer_mail(g, e);
}

static int
decide(struct ctx *x, struct answer_hr *h, struct ticket *t, struct err *e)
{
	const struct answer_key key = { h->key->id, h->key->name, h->bearer,
		h->request };
	struct answer a = { "offboard_now", NULL, h->reason, NULL, 0,
		NULL, h->address, h->agent };
	struct given g;
	char who[160];
	int rc;

	memset(&g, 0, sizeof(g));
	if (h->last_day != NULL && strcmp(h->last_day, x->today_on) >= 0) {
		a.answer = "offboard_day";
		memcpy(g.day_on, h->last_day, sizeof(g.day_on));
	}
	if ((rc = stands(x, t, a.answer, g.day_on, e)) != 0) {
		h->call.decision = t->job.decision;
		return rc == -1 ? -1 : 0;
	}
	(void)snprintf(who, sizeof(who), "%s (API key)", h->key->name);
	t->reviewer_key = mem_str("");
	g.x = x;
	g.t = t;
	g.a = &a;
	g.key = &key;
	g.who = who;
	(void)snprintf(g.subject, sizeof(g.subject), "contractor/%" PRId64,
	    t->contractor.id);
	rc = give(&g, e);
	h->call.decision = g.decision;
	free(g.email);
	return rc;
}

static int
is_here(const struct contractor *c)
{
	return strcmp(c->status, "active") == 0 ||
	    strcmp(c->status, "pending_review") == 0 ||
	    strcmp(c->status, "suspended") == 0;
}

/* act: what is new about it; a departure that began or, for a report, is
 * decided, is what became of it. */
static int
act(struct ctx *x, struct answer_hr *h, struct ticket *t, struct err *e)
{
	struct contractor *c = &t->contractor;

	h->result = HR_NOT_HERE;
	if (!is_here(c) && strcmp(c->status, "offboarding") != 0)
		return 0;
	if (!day(x, h))
		return 0;
	h->result = HR_TAKEN;
	if (job_pending(x->db, c->id, "offboard", &t->job, e) == -1 ||
	    apicall_next(x->db, &h->call.id, e) == -1 ||
	    record(x, h, c, e) == -1)
		return -1;
	if (!is_here(c) || t->job.begun)
		return 0;
	if (answer_hr_decides(x, h->key))
		return decide(x, h, t, e);
	return t->job.id != 0 ? 0 : report(x, h, c, e);
}

static int
keep(struct ctx *x, struct answer_hr *h, const struct contractor *c,
    struct err *e)
{
	struct apicall *a = &h->call;
	struct buf b = BUF_INIT(16384);
	int rc;

	(void)snprintf(a->kind, sizeof(a->kind), "offboarding");
	a->request = mem_str(h->request);
	a->key = h->key->id;
	memcpy(a->print, h->print, sizeof(a->print));
	a->contractor = c->id;
	a->engagement = c->engagement;
	if (h->last_day != NULL)
		memcpy(a->last_day, h->last_day, sizeof(a->last_day));
	a->status = 202;
	a->made_at = x->now;
	if ((rc = answer_hr_state(x, a, &b, e)) == 0) {
		a->answer = buf_take(&b);
		rc = apicall_insert(x->db, a, e);
	}
	buf_clear(&b);
	return rc;
}

/* before: 1 if this id was used: h->result and h->call say for what. */
static int
before(struct ctx *x, struct answer_hr *h, struct err *e)
{
	int rc;

	if (h->request == NULL)
		return 0;
	rc = apicall_find(x->db, h->key->id, "offboarding", h->request,
	    &h->call, e);
	if (rc == 1)
		h->result = memcmp(h->call.print, h->print,
		    sizeof(h->print)) == 0 ? HR_AGAIN : HR_OTHER;
	return rc;
}

static int
take(struct ctx *x, struct answer_hr *h, struct err *e)
{
	struct ticket t;
	int rc = before(x, h, e);

	if (rc != 0)
		return rc == -1 ? -1 : 0;
	memset(&t, 0, sizeof(t));
	if ((rc = find(x, h, &t.contractor, e)) == 1 &&
	    (rc = act(x, h, &t, e)) == 0 && h->result == HR_TAKEN)
		rc = keep(x, h, &t.contractor, e);
	ticket_clear(&t);
	return rc == -1 ? -1 : 0;
}

int
answer_hr(struct ctx *x, struct answer_hr *h, struct err *e)
{
	int rc;

	memset(&h->call, 0, sizeof(h->call));
	if (db_begin(x->db, e) == -1)
		return -1;
	rc = take(x, h, e);
	if (rc == 0 && h->result == HR_TAKEN)
		rc = db_commit(x->db, e);
	else
		db_rollback(x->db);
	return rc;
}
