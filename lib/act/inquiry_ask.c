/* The question itself: its row, its asks, its mail. */
#include <stdio.h>
#include <string.h>

#include "act/inquiry_carry.h"
#include "act/inquiry_suspended.h"
#include "base/jot.h"
#include "base/num.h"
#include "base/when.h"
#include "domain/cadence_words.h"
#include "store/ask.h"
#include "store/decision.h"
#include "store/evidence.h"
#include "store/job.h"
#include "store/question_past.h"

/* Day of the next escalation, if it is mailed today. */
static int32_t
answer_by(const struct inquiry_run *r, const struct inquiry *q)
{
	struct cadence_question mailed = q->in.open;

	if (q->out.due.kind != CADENCE_ESCALATE &&
	    q->out.due.kind != CADENCE_READDRESS &&
	    q->out.due.kind != CADENCE_NONE) {
		mailed.kind = q->out.due.kind;
		mailed.offset = q->out.due.offset;
	}
	mailed.mailed_on = r->x->today;
	return cadence_deadline(&r->p, &mailed, q->out.end_on);
}

static void
next_on(const struct inquiry_run *r, const struct inquiry *q, int level,
    char on[11])
{
	int32_t day = answer_by(r, q);

	if (day == WHEN_NO_DAY || level > r->p.escalate_max)
		memcpy(on, "9999-12-31", 11);
	else
		when_date(day, on);
}

static int
evidence(struct inquiry_run *r, const struct inquiry *q, const char *action,
    int64_t ask, const char *to, const char *deputy_for, int level,
    struct err *e)
{
	struct jot j;
	char end[11];
	int rc;

	jot_init(&j);
	jot_int(&j, "question", q->open.id);
	jot_str(&j, "kind", q->open.kind);
	jot_str(&j, "period", q->open.period);
	jot_str(&j, "wording", q->open.wording);
	jot_int(&j, "ask", ask);
	jot_int(&j, "level", level);
	jot_str(&j, "reviewer", to);
	if (deputy_for != NULL)
		jot_str(&j, "deputy_for", deputy_for);
	if (q->out.end_on != WHEN_NO_DAY) {
		when_date(q->out.end_on, end);
		jot_str(&j, "end", end);
		jot_int(&j, "days_left", q->out.days_left);
	}
	rc = evidence_add(r->x->db, r->x->now, r->x->actor, action,
	    q->subject, jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc;
}

static void
key_of(const struct inquiry_run *r, const struct inquiry *q,
    struct question *n)
{
	int year, month, mday;
	char end[11];

	if (q->out.due.kind == CADENCE_ANCHOR) {
		when_date(q->out.end_on, end);
		(void)snprintf(n->kind, sizeof n->kind, "anchor");
		(void)snprintf(n->period, sizeof n->period, "%s/%d", end,
		    q->out.due.offset);
	} else if (q->out.due.kind == CADENCE_LEFT) {
		(void)snprintf(n->kind, sizeof n->kind, "left");
		inquiry_suspended_key(q, n->period);
	} else {
		when_civil(r->x->today, &year, &month, &mday);
		(void)snprintf(n->kind, sizeof n->kind, "monthly");
		(void)snprintf(n->period, sizeof n->period, "%04d-%02d", year,
		    month);
	}
	(void)snprintf(n->wording, sizeof n->wording, "%s",
	    cadence_words_template(q->out.due.kind, q->out.due.offset));
}

/* The row of a new question becomes q->open.  1, 0 it was asked before. */
static int
open_question(struct inquiry_run *r, struct inquiry *q, struct err *e)
{
	struct question n;
	int rc;

	/* "changed" was opened by whoever withdrew the departure. */
	if (q->out.due.kind == CADENCE_CHANGED)
		return 1;
	memset(&n, 0, sizeof n);
	n.contractor = q->c.id;
	n.engagement = q->c.engagement;
	key_of(r, q, &n);
	n.opened_at = r->x->now;
	n.expires_at = r->x->now +
	    86400 * policy_int(r->x->policy, "token_days");
	next_on(r, q, 0, n.next_on);
	if ((rc = question_insert(r->x->db, &n, &n.id, e)) == 1)
		q->open = n;
	return rc;
}

/* "changed": what was confirmed, and what holds now.  "left": what whoever
 * opened it said. */
static int
why_changed(struct inquiry_run *r, const struct inquiry *q, struct buf *b,
    struct err *e)
{
	const char *job = strrchr(q->open.period, '/');
	struct decision d;
	struct job j;
	int64_t id;
	int rc;

	if ((rc = inquiry_suspended_why(r, q->open.period, b, e)) != 0)
		return rc == -1 ? -1 : 0;
	if (strcmp(q->open.wording, "left") == 0)
		return question_past_why(r->x->db, q->subject, q->open.id, b,
		    e);
	if (strcmp(q->open.wording, "changed") != 0 || job == NULL ||
	    num_int(job + 1, 1, INT64_MAX, &id) == -1)
		return 0;
	if ((rc = job_get(r->x->db, id, &j, e)) != 1 ||
	    (rc = decision_get(r->x->db, j.decision, &d, e)) != 1)
		return rc;
	buf_fmt(b, "%s was recorded as the last day. ", d.day_on);
	decision_clear(&d);
	if (q->out.end_on == WHEN_NO_DAY)
		buf_str(b, "No last day is known any more.");
	else {
		char end[11];

		when_date(q->out.end_on, end);
		buf_fmt(b, "The last day is now %s.", end);
	}
	return 0;
}

/* One ask, as a row of the digest or as a mail of its own. */
static int
put(struct inquiry_run *r, struct inquiry *q, const struct reviewer *to,
    const char *deputy_for, int level, struct inquiry_mail *digest,
    const char *action, struct err *e)
{
	struct inquiry_mail own, *m = digest;
	struct buf why = BUF_INIT(400);
	char dedup[40];
	int64_t ask;
	int rc = -1;

	inquiry_mail_init(&own);
	if (m == NULL)
		m = &own;
	if (ask_insert(r->x->db, q->open.id, level, to->key, deputy_for, &ask,
	    e) == -1 || why_changed(r, q, &why, e) == -1 ||
	    inquiry_mail_add(r, m, q, ask, m == &own, 1, why.len > 0 ?
	    buf_get(&why) : NULL, answer_by(r, q), e) == -1 ||
	    evidence(r, q, action, ask, to->key, deputy_for, level, e) == -1)
		goto out;
	(void)snprintf(dedup, sizeof dedup, "ask/%lld", (long long)ask);
	if (m == &own && inquiry_mail_queue(r, m, q->open.wording, to, dedup,
	    NULL, e) == -1)
		goto out;
	rc = 0;
out:
	inquiry_mail_clear(&own);
	buf_clear(&why);
	return rc;
}

static int
readdress(struct inquiry_run *r, struct inquiry *q,
    struct inquiry_mail *digest, struct err *e)
{
	char on[11];

	next_on(r, q, 0, on);
	if (ask_moved(r->x->db, q->open.id, r->x->now, e) == -1 ||
	    question_past_level(r->x->db, q->open.id, 0, on, e) == -1)
		return -1;
	return put(r, q, reviewer_asked(&q->first), q->first.deputy != NULL ?
	    q->first.who->key : NULL, 0, digest, "question.readdress", e);
}

static int
deputise(struct inquiry_run *r, struct inquiry *q,
    struct inquiry_mail *digest, struct inquiry_count *n, struct err *e)
{
	const struct reviewer *deputy;
	const struct inquiry_ask *of;
	int rc;

	if ((rc = inquiry_deputy(r, q, &deputy, &of, e)) != 1)
		return rc;
	n->readdressed++;
	return put(r, q, deputy, of->key, of->level, digest,
	    "question.deputy", e);
}

int
inquiry_carry_ask(struct inquiry_run *r, struct inquiry *q,
    struct inquiry_mail *digest, struct inquiry_count *n, int *nobody,
    struct err *e)
{
	int rc;

	*nobody = 0;
	if (q->out.due.kind == CADENCE_NONE)
		return deputise(r, q, digest, n, e);
	if (q->first.who == NULL) {
		*nobody = 1;
		return 0;
	}
	if (q->out.due.kind == CADENCE_READDRESS) {
		n->readdressed++;
		return readdress(r, q, digest, e);
	}
	if ((rc = open_question(r, q, e)) != 1)
		return rc;
	n->asked++;
	return put(r, q, reviewer_asked(&q->first), q->first.deputy != NULL ?
	    q->first.who->key : NULL, 0, digest, "question.ask", e);
}

int
inquiry_carry_up(struct inquiry_run *r, struct inquiry *q,
    const struct reviewer_found *f, int level, struct inquiry_mail *m,
    struct inquiry_count *n, struct err *e)
{
	char on[11];

	next_on(r, q, level, on);
	if (question_past_level(r->x->db, q->open.id, level, on, e) == -1)
		return -1;
	n->escalated++;
	return put(r, q, reviewer_asked(f), f->deputy != NULL ? f->who->key :
	    NULL, level, m, "question.escalate", e);
}
