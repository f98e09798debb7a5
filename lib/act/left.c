#include "act/left.h"

#include <stdio.h>
#include <string.h>

#include "act/inquiry.h"
#include "act/inquiry_mail.h"
#include "act/record.h"
#include "base/jot.h"
#include "base/when.h"
#include "domain/cadence.h"
#include "store/ask.h"
#include "store/job.h"
#include "store/question.h"

static int
may_ask(struct ctx *x, const struct contractor *c, struct err *e)
{
	struct job j;
	int rc;

	if (strcmp(c->status, "active") != 0 &&
	    strcmp(c->status, "pending_review") != 0 &&
	    strcmp(c->status, "suspended") != 0)
		return err_set(e, ERR_REFUSED, "%s is %s: nobody is asked "
		    "about him", c->upn != NULL ? c->upn : "he", c->status);
	if ((rc = job_pending(x->db, c->id, "offboard", &j, e)) == 1)
		return err_set(e, ERR_REFUSED, "the departure of %s is "
		    "decided already", c->upn);
	return rc;
}

static int
record(struct ctx *x, const struct contractor *c, const struct question *q,
    int64_t overtaken, const char *why, struct err *e)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_int(&j, "question", q->id);
	jot_str(&j, "kind", q->kind);
	jot_str(&j, "period", q->period);
	jot_str(&j, "why", why);
	if (overtaken != 0)
		jot_int(&j, "overtaken", overtaken);
	rc = record_about(x, "question.open", "contractor", c->id, &j, NULL, e);
	jot_clear(&j);
	return rc;
}

/* overtake: at most one question about him is open. */
static int
overtake(struct ctx *x, const struct contractor *c, int64_t *id,
    struct err *e)
{
	struct question q;
	int rc;

	*id = 0;
	if ((rc = question_newest(x->db, c->id, c->engagement, &q, e)) != 1 ||
	    strcmp(q.state, "open") != 0)
		return rc == -1 ? -1 : 0;
	*id = q.id;
	return question_closed(x->db, q.id, "overtaken", e) == -1 ? -1 : 0;
}

/* mail: at once; who asks outside of the cadence has a reason. */
static int
mail(struct inquiry_run *r, const struct inquiry *q, const char *why,
    struct err *e)
{
	const struct reviewer *to = reviewer_asked(&q->first);
	struct cadence_question now;
	struct inquiry_mail m;
	char dedup[40], on[11];
	int64_t ask;
	int32_t by;
	int rc;

	memset(&now, 0, sizeof(now));
	now.kind = CADENCE_CHANGED;
	now.on = now.mailed_on = r->x->today;
	by = cadence_deadline(&r->p, &now, q->out.end_on);
	when_date(by, on);
	inquiry_mail_init(&m);
	rc = ask_insert(r->x->db, q->open.id, 0, to->key,
	    q->first.deputy != NULL ? q->first.who->key : NULL, &ask, e);
	if (rc == 0)
		rc = inquiry_mail_add(r, &m, q, ask, 1, 1, why, by, e);
	(void)snprintf(dedup, sizeof(dedup), "ask/%lld", (long long)ask);
	if (rc == 0)
		rc = inquiry_mail_queue(r, &m, "left", to, dedup, NULL, e);
	inquiry_mail_clear(&m);
	if (rc == 0 && by != WHEN_NO_DAY)
		rc = question_next(r->x->db, q->open.id, on, e);
	return rc == -1 ? -1 : 0;
}

/* put: to whom the cadence would put it; nobody: it looks every day. */
static int
put(struct ctx *x, int64_t contractor, const char *why, struct err *e)
{
	struct inquiry_run r;
	struct inquiry q;
	int rc;

	if (inquiry_run_init(&r, x, e) == -1)
		return -1;
	if ((rc = inquiry_load(&r, contractor, 0, &q, e)) == 1) {
		rc = q.first.who == NULL ? 0 : mail(&r, &q, why, e);
		inquiry_clear(&q);
	}
	inquiry_run_clear(&r);
	return rc == -1 ? -1 : 0;
}

int
left_ask(struct ctx *x, const struct contractor *c, const char *period,
    const char *why, struct err *e)
{
	struct question q;
	int64_t overtaken;
	int rc;

	if (may_ask(x, c, e) == -1)
		return -1;
	if ((rc = question_find(x->db, c->id, c->engagement, "left", period,
	    &q, e)) != 0)
		return rc == -1 ? -1 : 0;
	if (overtake(x, c, &overtaken, e) == -1)
		return -1;
	memset(&q, 0, sizeof(q));
	q.contractor = c->id;
	q.engagement = c->engagement;
	(void)snprintf(q.kind, sizeof(q.kind), "left");
	(void)snprintf(q.period, sizeof(q.period), "%s", period);
	(void)snprintf(q.wording, sizeof(q.wording), "left");
	q.opened_at = x->now;
	q.expires_at = x->now + 86400 * policy_int(x->policy, "token_days");
	memcpy(q.next_on, x->today_on, sizeof(q.next_on));
	if (question_insert(x->db, &q, &q.id, e) == -1 ||
	    record(x, c, &q, overtaken, why, e) == -1 ||
	    put(x, c->id, why, e) == -1 ||
	    contractor_look(x->db, c->id, e) == -1)
		return -1;
	return 1;
}
