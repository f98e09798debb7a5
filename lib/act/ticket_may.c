#include "act/ticket_may.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/when.h"
#include "store/outbox.h"
#include "store/override.h"

int64_t
ticket_may_job(const char *period)
{
	int64_t id;

	if (strncmp(period, "job/", 4) != 0 ||
	    num_int(period + 4, 1, INT64_MAX, &id) == -1)
		return 0;
	return id;
}

static int
same_status(const struct ticket *t, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(t->contractor.status, *list) == 0)
			return 1;
	return 0;
}

/*
 * may_extend: the days between which a new last day may lie.  An operator's
 * own date stands until it is cleared, so none is offered beside it.
 */
static int
may_extend(struct ctx *x, struct ticket *t, struct err *e)
{
	int64_t days = policy_int(x->policy, "extend_max_days");
	int32_t end = when_day(t->contractor.contract_end), from;
	char *value;
	int held;

	held = override_get(x->db, t->contractor.id, "contract_end",
	    "operator", &value, e);
	free(value);
	if (held != 0)
		return held == 1 ? 0 : -1;
	if (t->extends > 0 && (t->extends = decision_extends(x->db,
	    t->contractor.id, t->contractor.engagement, e)) == -1)
		return -1;
	from = end != WHEN_NO_DAY && end >= x->today ? end + 1 : x->today;
	if (days == 0 || from > x->today + days)
		return 0;
	when_date(from, t->extend_min);
	when_date(x->today + (int32_t)days, t->extend_max);
	t->may |= TICKET_EXTEND;
	return 0;
}

static void
may_offboard(struct ctx *x, struct ticket *t)
{
	int64_t days = policy_int(x->policy, "offboard_ahead_days");

	when_date(x->today + (int32_t)days, t->ahead_max);
	t->may |= TICKET_OFFBOARD;
}

/* A departure can be taken back as long as no step of it has begun. */
static int
may_undo(const struct ticket *t)
{
	static const char *const alive[] = { "active", "pending_review",
		"suspended", NULL };

	return t->job.id != 0 && !t->job.begun && t->job.decision != 0 &&
	    (strcmp(t->job.state, "waiting") == 0 ||
	    strcmp(t->job.state, "due") == 0 ||
	    strcmp(t->job.state, "held") == 0) && same_status(t, alive);
}

/*
 * may_told: a notice lets those take a departure back whom the tenant still
 * wants told, not whom it did once; and HR's word (an API key) the manager to
 * whom it was sent.
 */
static int
may_told(struct ctx *x, struct ticket *t, struct err *e)
{
	int64_t first = 0;
	char dedup[40];
	int may = t->decision.ask != 0 && policy_has(x->policy,
	    "notify_departure", t->reviewer_key);

	if (!may_undo(t))
		return 0;
	if (strcmp(t->decision.known_by, "key") == 0) {
		(void)snprintf(dedup, sizeof(dedup), "decided/%lld",
		    (long long)t->decision.id);
		if (outbox_find(x->db, dedup, &first, e) == -1)
			return -1;
		may = first == t->link.id || policy_has(x->policy,
		    "notify_departure", t->reviewer_key);
	}
	if (may)
		t->may = TICKET_UNDO;
	return 0;
}

/*
 * An extension: while it is the last word about him and nothing of it was
 * done; where no account is written, for undo_minutes.
 */
static int
may_shorten(struct ctx *x, const struct ticket *t)
{
	static const char *const alive[] = { "active", "pending_review",
		"suspended", NULL };
	const struct decision *d = &t->decision;
	const struct job *j = t->job.id != 0 ? &t->job : &t->extension;

	if (strcmp(d->answer, "extend") != 0 || d->undone != 0 ||
	    (t->job.id != 0 && strcmp(t->job.kind, "extend") != 0) ||
	    !same_status(t, alive) || (t->question.id != 0 &&
	    t->question.decision != d->id))
		return 0;
	if (j->id == 0)
		return x->now < d->decided_at + 60 * policy_int(x->policy,
		    "undo_minutes");
	return !j->begun && (strcmp(j->state, "waiting") == 0 ||
	    strcmp(j->state, "due") == 0 || strcmp(j->state, "held") == 0);
}

/* The first password is for who is the manager now. */
static unsigned
may_credential(const struct ctx *x, const struct ticket *t)
{
	return strcmp(t->contractor.status, "active") == 0 &&
	    x->now < t->asked.expires_at &&
	    t->contractor.manager_key != NULL && t->reviewer_key != NULL &&
	    strcmp(t->contractor.manager_key, t->reviewer_key) == 0 ?
	    TICKET_CREDENTIAL : 0;
}

int
ticket_may(struct ctx *x, struct ticket *t, struct err *e)
{
	static const char *const asked[] = { "active", "pending_review",
		"suspended", NULL };

	switch (t->state) {
	case TICKET_OPEN:
		t->may = TICKET_ATTEST | TICKET_EMPLOYEE | TICKET_NOT_MINE;
		may_offboard(x, t);
		return may_extend(x, t, e);
	case TICKET_RECORDED:
		if (!question_attests(t->asked.kind))
			return 0;
		if (may_undo(t) || may_shorten(x, t))
			t->may |= TICKET_UNDO;
		if (same_status(t, asked) && !t->job.begun)
			may_offboard(x, t);
		return 0;
	case TICKET_APPROVAL:
		if (strcmp(t->asked.kind, "inactive") == 0)
			t->may = x->now < t->asked.expires_at ?
			    TICKET_SUSPEND : 0;
		else if (strcmp(t->asked.wording, "credential") == 0)
			t->may = may_credential(x, t);
		else if (strcmp(t->job.state, "waiting") == 0 ||
		    (strcmp(t->asked.kind, "provision") == 0 &&
		    strcmp(t->contractor.status, "candidate") == 0))
			t->may = TICKET_APPROVE;
		return 0;
	case TICKET_TOLD:
		return may_told(x, t, e);
	default:
		return 0;
	}
}
