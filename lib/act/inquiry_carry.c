#include "act/inquiry_carry.h"

#include <stdio.h>
#include <string.h>

#include "act/end_cause.h"
#include "act/follow.h"
#include "act/notice.h"
#include "act/withdraw.h"
#include "base/jot.h"
#include "base/when.h"
#include "domain/cadence_words.h"
#include "store/contractor_due.h"
#include "store/evidence.h"
#include "store/job.h"
#include "store/question_past.h"
#include "store/setting.h"

static int
record(struct inquiry_run *r, const struct inquiry *q, const char *action,
    int64_t question, const char *period, const char *state, struct err *e)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_int(&j, "question", question);
	if (period != NULL)
		jot_str(&j, "period", period);
	if (state != NULL)
		jot_str(&j, "state", state);
	rc = evidence_add(r->x->db, r->x->now, r->x->actor, action,
	    q->subject, jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc;
}

static void
anchor_period(const struct inquiry *q, int offset, char period[40])
{
	char end[11];

	when_date(q->out.end_on, end);
	(void)snprintf(period, 40, "%s/%d", end, offset);
}

/* What becomes of the open question. */
static int
settle_open(struct inquiry_run *r, struct inquiry *q,
    struct inquiry_count *n, struct err *e)
{
	const char *state = q->out.closes == CADENCE_OVERTAKEN ?
	    "overtaken" : "cancelled";
	char period[40];
	int rc;

	if (q->out.closes == CADENCE_KEEPS || q->open.id == 0)
		return 0;
	/* It is only overtaken by a question that somebody gets. */
	if (q->first.who == NULL && cadence_goes(q->out.due.kind))
		return 0;
	if (q->out.closes == CADENCE_REANCHORED) {
		anchor_period(q, q->out.record, period);
		if (question_past_rekey(r->x->db, q->open.id, period,
		    r->x->now, e) == -1)
			return -1;
		n->recorded++;
		return record(r, q, "question.moved", q->open.id, period,
		    NULL, e);
	}
	if ((rc = question_closed(r->x->db, q->open.id, state, e)) != 1)
		return rc;
	n->closed++;
	return record(r, q, "question.close", q->open.id, NULL, state, e);
}

/* A step that is recorded as asked, without a mail. */
static int
settle_record(struct inquiry_run *r, struct inquiry *q,
    struct inquiry_count *n, struct err *e)
{
	struct question past;
	int64_t id;
	int rc;

	if (q->out.record < 0 || q->out.closes == CADENCE_REANCHORED)
		return 0;
	memset(&past, 0, sizeof past);
	past.contractor = q->c.id;
	past.engagement = q->c.engagement;
	(void)snprintf(past.kind, sizeof past.kind, "anchor");
	anchor_period(q, q->out.record, past.period);
	(void)snprintf(past.wording, sizeof past.wording, "%s",
	    cadence_words_template(CADENCE_ANCHOR, q->out.record));
	past.opened_at = r->x->now;
	rc = question_past_record(r->x->db, &past, r->x->today_on,
	    q->out.due.kind == CADENCE_STANDS && q->open.id == 0 ?
	    q->decision : 0, &id, e);
	if (rc != 1)
		return rc;
	n->recorded++;
	return record(r, q, "question.stands", id, past.period, NULL, e);
}

static void
print(const struct inquiry *q, unsigned bit, char text[64], struct jot *j)
{
	struct end_cause c;

	end_cause(&c, q->in.end_on, q->in.expiry_on, j);
	if (bit == CADENCE_UNANSWERED)
		(void)snprintf(text, 64, "question/%lld",
		    (long long)q->open.id);
	else
		(void)snprintf(text, 64, "%s", bit == CADENCE_DATE_MISMATCH ?
		    c.date_mismatch : bit == CADENCE_PAST_END ? c.past_end :
		    c.expired_enabled);
}

static int
settle_finding(struct inquiry_run *r, struct inquiry *q, unsigned bit,
    struct inquiry_count *n, struct err *e)
{
	const char *kind = cadence_words_finding(bit);
	char text[64];
	struct jot j;
	int rc;

	if (!((q->out.findings | q->found) & bit))
		return 0;
	if (!(q->out.findings & bit)) {
		rc = notice_gone(r->x, kind, q->subject, e);
		n->gone += rc == 1;
		return rc == -1 ? -1 : 0;
	}
	/* It stays the finding of the question that nobody answered. */
	if (bit == CADENCE_UNANSWERED && q->in.unanswered)
		return 0;
	jot_init(&j);
	print(q, bit, text, &j);
	rc = notice_open(r->x, kind, q->subject, text, jot_get(&j), e);
	jot_clear(&j);
	n->found += rc == 1;
	return rc == -1 ? -1 : 0;
}

/* Why the reviewer is not the one whom the sources name: once it matters. */
static int
settle_reviewer(struct inquiry_run *r, struct inquiry *q,
    struct inquiry_count *n, struct err *e)
{
	struct jot j;
	int rc;

	if (q->passed.len > 0 && q->in.open.kind == CADENCE_NONE &&
	    !cadence_goes(q->out.due.kind))
		return 0;
	if (q->passed.len == 0 && !q->misled)
		return 0;
	if (q->passed.len == 0) {
		rc = notice_gone(r->x, "manager_invalid", q->subject, e);
		n->gone += rc == 1;
		return rc == -1 ? -1 : 0;
	}
	jot_init(&j);
	jot_str(&j, "passed_over", buf_get(&q->passed));
	jot_str(&j, "asked", q->first.who != NULL ? q->first.who->key : NULL);
	rc = notice_open(r->x, "manager_invalid", q->subject,
	    buf_get(&q->passed), jot_get(&j), e);
	jot_clear(&j);
	n->found += rc == 1;
	return rc == -1 ? -1 : 0;
}

/*
 * at_end = suspend: once for each end.  The evidence names who set the policy
 * and where the date comes from; the accounts are ctr-offboard's work.
 */
static int
settle_end(struct inquiry_run *r, struct inquiry *q,
    struct inquiry_count *n, struct err *e)
{
	struct ctx *x = r->x;
	const char *source;
	char end[11], by[64];
	int64_t id, at;
	struct jot j;
	int rc;

	if (strcmp(policy_get(x->policy, "at_end"), "suspend") != 0 ||
	    !(q->out.findings & CADENCE_PAST_END) ||
	    q->in.status == CADENCE_SUSPENDED)
		return 0;
	at = when_after(q->in.end_on);
	if ((rc = job_ruled(x->db, q->c.id, "at_end", at, e)) != 0)
		return rc == -1 ? -1 : 0;
	if (follow_source(x, q->c.id, &source, e) == -1 ||
	    setting_by(x->db, "at_end", by, sizeof by, e) == -1 ||
	    job_insert_rule(x->db, q->c.id, "at_end", at, x->now, &id, e) ==
	    -1)
		return -1;
	when_date(q->in.end_on, end);
	jot_init(&j);
	jot_int(&j, "job", id);
	jot_str(&j, "rule", "at_end");
	jot_str(&j, "policy_set_by", by);
	jot_str(&j, "contract_end", end);
	jot_str(&j, "end_from", source);
	rc = evidence_add(x->db, x->now, x->actor, "job.add", q->subject,
	    jot_get(&j), NULL, e);
	jot_clear(&j);
	n->suspended++;
	return rc;
}

int
inquiry_carry_settle(struct inquiry_run *r, struct inquiry *q,
    struct inquiry_count *n, struct err *e)
{
	int64_t id = q->c.id;
	unsigned bit;
	int rc;

	n->looked++;
	if (q->out.withdrawn) {
		if (withdraw_moved(r->x, id, e) == -1)
			return -1;
		n->withdrawn++;
		inquiry_clear(q);
		if ((rc = inquiry_load(r, id, 1, q, e)) != 1)
			return rc == -1 ? -1 : err_set(e, ERR_BUG,
			    "contractor/%lld is gone", (long long)id);
	}
	if (settle_open(r, q, n, e) == -1 || settle_record(r, q, n, e) == -1)
		return -1;
	for (bit = CADENCE_PAST_END; bit <= CADENCE_UNANSWERED; bit <<= 1)
		if (settle_finding(r, q, bit, n, e) == -1)
			return -1;
	if (settle_reviewer(r, q, n, e) == -1)
		return -1;
	return settle_end(r, q, n, e);
}

int
inquiry_carry_stuck(struct inquiry_run *r, struct inquiry *q,
    struct inquiry_count *n, struct err *e)
{
	if (question_past_level(r->x->db, q->open.id, r->p.escalate_max,
	    "9999-12-31", e) == -1)
		return -1;
	q->out.findings |= CADENCE_UNANSWERED;
	return settle_finding(r, q, CADENCE_UNANSWERED, n, e);
}

int
inquiry_carry_next(struct inquiry_run *r, const struct inquiry *q,
    int tomorrow, struct err *e)
{
	int32_t day = q->out.look_on;
	char on[11];

	if (tomorrow && (day == WHEN_NO_DAY || day > r->x->today + 1))
		day = r->x->today + 1;
	if (day == WHEN_NO_DAY)
		day = r->x->today + CADENCE_AHEAD;
	when_date(day, on);
	return contractor_due_next(r->x->db, q->c.id, on, e);
}
