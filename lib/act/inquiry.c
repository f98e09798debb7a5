#include "act/inquiry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/inquiry_quiet.h"
#include "act/inquiry_suspended.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/when.h"
#include "domain/cadence_words.h"
#include "store/account.h"
#include "store/ask_mail.h"
#include "store/decision.h"
#include "store/decision_answer.h"
#include "store/finding.h"
#include "store/job.h"
#include "store/override.h"
#include "store/person.h"
#include "store/question_past.h"

int
inquiry_run_init(struct inquiry_run *r, struct ctx *x, struct err *e)
{
	r->x = x;
	cadence_policy(&r->p, x->policy);
	r->people = people_new(x, e);
	return r->people == NULL ? -1 : 0;
}

void
inquiry_run_clear(struct inquiry_run *r)
{
	people_free(r->people);
	r->people = NULL;
}

void
inquiry_clear(struct inquiry *q)
{
	size_t i;

	contractor_clear(&q->c);
	for (i = 0; i < q->nasks; i++) {
		free(q->asks[i].key);
		free(q->asks[i].deputy_for);
	}
	free(q->asks);
	free(q->sent);
	for (i = 0; i < REVIEWER_STATED; i++)
		free(q->stated[i]);
	buf_clear(&q->passed);
	memset(q, 0, sizeof *q);
}

struct reading {
	struct inquiry_run *r;
	struct inquiry *q;
	struct err *e;
};

/* The day on which a question was asked: of its first mail; while that is
 * still queued it may leave at any moment: today.  No mail of it could be
 * delivered: when it was opened. */
static int32_t
asked_day(const struct reading *rd, const struct question *q, int asks,
    int waiting)
{
	if (q->asked_on[0] != '\0')
		return when_day(q->asked_on);
	if (asks == 0 || strcmp(q->state, "open") != 0)
		return WHEN_NO_DAY;
	return waiting ? rd->r->x->today : when_today(q->opened_at);
}

static int32_t
later(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* "2026-12-20/30" */
static int
read_anchor(const char *period, struct cadence_sent *s)
{
	char end[11];
	int64_t offset;

	if (strlen(period) < 12 || period[10] != '/' ||
	    num_int(period + 11, 0, 365, &offset) == -1)
		return 0;
	memcpy(end, period, 10);
	end[10] = '\0';
	s->end_on = when_day(end);
	s->offset = (int)offset;
	return s->end_on != WHEN_NO_DAY;
}

static void
add_anchor(struct inquiry *q, const struct question *past, int32_t on)
{
	struct cadence_sent s;

	if (!read_anchor(past->period, &s))
		return;
	s.on = on;
	q->sent = mem_grow(q->sent, q->in.nsent + 1, sizeof *q->sent);
	q->sent[q->in.nsent++] = s;
	q->in.sent = q->sent;
	if (strcmp(past->state, "open") == 0) {
		q->in.open.kind = CADENCE_ANCHOR;
		q->in.open.offset = s.offset;
		q->in.open.end_on = s.end_on;
	}
}

/* "changed/2026-09-30/41", or another reason to ask whether he has left:
 * "suspended/41" comes of the rule, once for each suspension. */
static void
add_left(struct inquiry *q, const struct question *past, int asks, int32_t on)
{
	char end[11] = "";

	q->in.suspended_asked |= inquiry_suspended_is(q, past->period);
	if (asks == 0) {
		q->in.owes_changed |= strcmp(past->state, "open") == 0;
		return;
	}
	if (strncmp(past->period, "changed/", 8) != 0)
		q->in.left_on = later(q->in.left_on, on);
	else if (on >= q->in.changed_on) {
		(void)snprintf(end, sizeof end, "%.10s", past->period + 8);
		q->in.changed_on = on;
		q->in.changed_end = when_day(end);
	}
	if (strcmp(past->state, "open") == 0)
		q->in.open.kind = CADENCE_CHANGED;
}

static int
add_past(const struct question *past, int asks, int waiting, void *arg)
{
	struct reading *rd = arg;
	struct inquiry *q = rd->q;
	int32_t on = asked_day(rd, past, asks, waiting);

	if (strcmp(past->state, "open") == 0)
		q->open = *past;
	if (strcmp(past->kind, "monthly") == 0) {
		/* The key is of the month in which it was opened. */
		q->in.monthly_on = later(q->in.monthly_on,
		    on != WHEN_NO_DAY ? on : when_today(past->opened_at));
		if (strcmp(past->state, "open") == 0)
			q->in.open.kind = strcmp(past->wording, "full") == 0 ?
			    CADENCE_FULL : CADENCE_HEARTBEAT;
	} else if (strcmp(past->kind, "anchor") == 0)
		add_anchor(q, past, on);
	else
		add_left(q, past, asks, on);
	if (strcmp(past->state, "open") == 0 && asks > 0) {
		q->in.open.on = on;
		q->in.open.level = past->level;
		q->in.open.mailed_on = WHEN_NO_DAY;
	}
	return 0;
}

static int
add_ask(const struct ask_mail *m, void *arg)
{
	struct reading *rd = arg;
	struct inquiry *q = rd->q;
	struct inquiry_ask *a;
	int32_t day = rd->r->x->today;

	q->asks = mem_grow(q->asks, q->nasks + 1, sizeof *q->asks);
	a = &q->asks[q->nasks++];
	a->id = m->ask.id;
	a->level = m->ask.level;
	a->key = mem_str(m->ask.reviewer_key);
	a->deputy_for = mem_str(m->ask.deputy_for);
	a->live = m->ask.moved_at == WHEN_NEVER;
	a->mailed_at = m->sent_at;
	a->refused = strcmp(m->state, "failed") == 0 ||
	    (m->not_mine_at != 0 && m->not_mine_at >= m->queued_at);
	if (!a->live)
		return 0;
	if (m->sent_at != WHEN_NEVER)
		day = when_today(m->sent_at);
	else if (strcmp(m->state, "queued") != 0 &&
	    strcmp(m->state, "sending") != 0)
		day = when_today(m->queued_at);
	/* Who was asked last decides about the clock and about going up. */
	if (day >= q->in.open.mailed_on) {
		q->in.open.mailed_on = day;
		q->in.go_up = a->refused;
	}
	return 0;
}

static int
read_questions(struct reading *rd)
{
	struct inquiry *q = rd->q;
	struct db *db = rd->r->x->db;

	if (question_past_each(db, q->c.id, q->c.engagement, add_past, rd,
	    rd->e) == -1)
		return -1;
	if (q->open.id == 0)
		return 0;
	if (ask_mail_each(db, q->open.id, add_ask, rd, rd->e) == -1)
		return -1;
	if (q->nasks > 0 && q->in.open.mailed_on == WHEN_NO_DAY)
		q->in.open.mailed_on = q->in.open.on;
	return 0;
}

static void
see_finding(const char *kind, int64_t opened_at, void *arg)
{
	struct inquiry *q = arg;
	unsigned bit;

	for (bit = CADENCE_PAST_END; bit <= CADENCE_UNANSWERED; bit <<= 1)
		if (strcmp(kind, cadence_words_finding(bit)) == 0)
			q->found |= bit;
	if (strcmp(kind, "unanswered") == 0)
		q->unanswered_at = opened_at;
	if (strcmp(kind, "manager_invalid") == 0)
		q->misled = 1;
}

static int
read_answers(struct reading *rd)
{
	struct inquiry *q = rd->q;
	struct db *db = rd->r->x->db;
	struct decision d;
	struct job j;
	int64_t at;
	int rc;

	if (decision_answer_last(db, q->c.id, q->c.engagement, &at,
	    &q->decision, rd->e) == -1)
		return -1;
	if (at != 0)
		q->in.answer_on = when_today(at);
	if (finding_kinds(db, q->subject, see_finding, q, rd->e) == -1)
		return -1;
	q->in.unanswered = q->unanswered_at > at;
	if ((rc = job_pending(db, q->c.id, "offboard", &j, rd->e)) != 1)
		return rc;
	q->in.leaving = CADENCE_LEAVES_DAY;
	if ((rc = decision_get(db, j.decision, &d, rd->e)) != 1)
		return rc;
	q->in.leaving_on = when_day(d.day_on);
	if (strcmp(d.answer, "offboard_end") == 0)
		q->in.leaving = CADENCE_LEAVES_END;
	decision_clear(&d);
	return 0;
}

static enum cadence_status
status(const char *s)
{
	if (strcmp(s, "active") == 0)
		return CADENCE_ACTIVE;
	if (strcmp(s, "pending_review") == 0)
		return CADENCE_PENDING;
	return strcmp(s, "suspended") == 0 ? CADENCE_SUSPENDED :
	    CADENCE_OTHER;
}

static void
read_dates(struct inquiry *q)
{
	struct cadence_in *in = &q->in;

	memset(in, 0, sizeof *in);
	in->status = status(q->c.status);
	in->active_on = when_day(q->c.active_on);
	if (in->active_on == WHEN_NO_DAY)
		in->active_on = when_today(q->c.created_at);
	in->start_on = when_day(q->c.contract_start);
	in->end_on = when_day(q->c.contract_end);
	in->expiry_on = q->c.expiry_at == WHEN_NEVER ? WHEN_NO_DAY :
	    when_last_day(q->c.expiry_at);
	in->monthly_on = in->changed_on = in->changed_end = WHEN_NO_DAY;
	in->answer_on = in->leaving_on = in->suspended_on = WHEN_NO_DAY;
	in->left_on = WHEN_NO_DAY;
	in->open.mailed_on = WHEN_NO_DAY;
}

/* Accounts, and the directory's manager of the main one. */
static int
see_account(const struct account *a, void *arg)
{
	struct reading *rd = arg;
	struct inquiry *q = rd->q;
	struct person p;
	int rc;

	if (strcmp(a->state, "expired") == 0 ||
	    (strcmp(a->state, "enabled") == 0 &&
	    a->expires_at <= rd->r->x->now))
		q->in.not_disabled = 1;
	else if (strcmp(a->state, "enabled") == 0)
		q->in.other_enabled = 1;
	if (!a->main || a->manager == 0 || q->stated[3] != NULL)
		return 0;
	if ((rc = person_get(rd->r->x->db, a->manager, &p, rd->e)) == 1) {
		q->stated[3] = mem_str(p.upn_key);
		person_clear(&p);
	}
	return rc == -1 ? -1 : 0;
}

static int
read_managers(struct reading *rd)
{
	static const char *const sources[] = { "operator", "decision",
		"roster" };
	struct inquiry *q = rd->q;
	int i, rc, some, any = 0;

	if ((some = override_any(rd->r->x->db, q->c.id, rd->e)) == -1)
		return -1;
	for (i = 0; i < 3 && some; i++) {
		if ((rc = override_get(rd->r->x->db, q->c.id, "manager_key",
		    sources[i], &q->stated[i], rd->e)) == -1)
			return -1;
		any |= rc;
	}
	if (!any)
		q->stated[2] = mem_str(q->c.manager_key);
	if (account_each(rd->r->x->db, q->c.id, see_account, rd, rd->e) != 0)
		return -1;
	q->of.self = q->c.upn_key;
	for (i = 0; i < REVIEWER_STATED; i++)
		q->of.stated[i] = q->stated[i];
	return reviewer_first(people_lookup(rd->r->people), &q->of, &q->first,
	    &q->passed, rd->e);
}

/* The one whom level 0 was put to, or a deputy of his, is still the one. */
static int
reviewer_moved(const struct inquiry *q)
{
	const struct inquiry_ask *a;
	size_t i;

	if (q->in.open.kind == CADENCE_NONE || q->first.who == NULL)
		return 0;
	for (i = 0; i < q->nasks; i++) {
		a = &q->asks[i];
		if (a->live && a->level == 0 &&
		    (strcmp(a->key, q->first.who->key) == 0 ||
		    (a->deputy_for != NULL &&
		    strcmp(a->deputy_for, q->first.who->key) == 0)))
			return 0;
	}
	return 1;
}

int
inquiry_load(struct inquiry_run *r, int64_t contractor, int ahead,
    struct inquiry *q, struct err *e)
{
	struct reading rd;
	int rc;

	memset(q, 0, sizeof *q);
	rd.r = r;
	rd.q = q;
	rd.e = e;
	buf_init(&q->passed, 2000);
	if ((rc = contractor_get(r->x->db, contractor, &q->c, e)) != 1)
		return rc;
	(void)snprintf(q->subject, sizeof q->subject, "contractor/%lld",
	    (long long)contractor);
	read_dates(q);
	if (inquiry_suspended(r, q, e) == -1 || read_questions(&rd) == -1 ||
	    read_answers(&rd) == -1 || read_managers(&rd) == -1) {
		inquiry_clear(q);
		return -1;
	}
	q->in.reviewer_changed = reviewer_moved(q);
	if (!ahead) {
		cadence_today(&q->in, &r->p, r->x->today, &q->out);
		return 1;
	}
	cadence_rule(&q->in, &r->p, r->x->today, &q->out);
	if (inquiry_quiet(r, q, e) == 0)
		return 1;
	inquiry_clear(q);
	return -1;
}
