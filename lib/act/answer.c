#include "act/answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "act/answer_internal.h"
#include "act/answer_newcomer.h"
#include "act/approval.h"
#include "act/decide.h"
#include "act/fields.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "store/evidence.h"
#include "store/override.h"
#include "store/question_batch.h"

static const struct {
	const char *answer;
	unsigned may;		/* bit of ticket.may */
	int	(*act)(struct given *, struct err *);
} table[] = {
	{ "attest", TICKET_ATTEST, answer_attest },
	{ "extend", TICKET_EXTEND, answer_extend },
	{ "offboard_now", TICKET_OFFBOARD, answer_offboard },
	{ "offboard_end", TICKET_OFFBOARD, answer_offboard },
	{ "offboard_day", TICKET_OFFBOARD, answer_offboard },
	{ "employee", TICKET_EMPLOYEE, answer_employee },
	{ "not_mine", TICKET_NOT_MINE, answer_not_mine },
	{ "undo", TICKET_UNDO, answer_undo },
	{ "approve", TICKET_APPROVE, answer_approve },
	{ "deny", TICKET_APPROVE, answer_deny },
	{ "suspend", TICKET_SUSPEND, answer_suspend },
	{ "keep", TICKET_SUSPEND, answer_keep },
};

enum { ANSWERS = sizeof(table) / sizeof(table[0]) };

static int
is(const struct answer *a, const char *answer)
{
	return strcmp(a->answer, answer) == 0;
}

static int
blank(const char *s)
{
	return s == NULL || s[strspn(s, " \t\n")] == '\0';
}

/* day: the last day that is meant is a real one within its limits. */
static enum answer_result
day(struct given *g)
{
	const struct ticket *t = g->t;
	const char *from = g->x->today_on, *to = t->ahead_max;

	if (is(g->a, "offboard_end")) {
		if (t->contractor.contract_end[0] == '\0' || strcmp(
		    t->contractor.contract_end, g->x->today_on) < 0)
			return ANSWER_DAY;
		memcpy(g->day_on, t->contractor.contract_end, 11);
		return ANSWER_DONE;
	}
	if (is(g->a, "extend")) {
		from = t->extend_min;
		to = t->extend_max;
	} else if (!is(g->a, "offboard_day"))
		return ANSWER_DONE;
	if (g->a->day_on == NULL || when_day(g->a->day_on) == WHEN_NO_DAY ||
	    strcmp(g->a->day_on, from) < 0 || strcmp(g->a->day_on, to) > 0)
		return ANSWER_DAY;
	memcpy(g->day_on, g->a->day_on, 11);
	return ANSWER_DONE;
}

/*
 * duties: whether an operator made him the manager within sod_days.  The one
 * who did cannot be the one who answers: 1.
 */
static int
duties(struct given *g, struct err *e)
{
	int64_t days = policy_int(g->x->policy, "sod_days"), set_at;
	const char *key = g->t->reviewer_key;
	char *value = NULL, by[EVIDENCE_ACTOR];
	int rc;

	rc = override_who(g->x->db, g->t->contractor.id, "manager_key",
	    "operator", &value, &set_at, by, sizeof(by), e);
	if (rc != 1 || value == NULL || strcmp(value, key) != 0 ||
	    set_at < g->x->now - days * 86400) {
		free(value);
		return rc == -1 ? -1 : 0;
	}
	free(value);
	free(g->manager_by);
	g->manager_by = mem_str(by);
	return strncmp(by, "operator/", 9) == 0 ?
	    decide_own(g->x->db, by, key, e) : 0;
}

/* may_approve: an approver still, and not the one who decided, nor somebody on
 * the list that he decides about. */
static int
may_approve(struct given *g, struct err *e)
{
	struct decision *d = &g->t->decision;
	char actor[EVIDENCE_ACTOR];
	struct ask first;
	int rc;

	memset(&first, 0, sizeof(first));
	if (d->ask == 0) {	/* an operator decided */
		rc = evidence_actor(g->x->db, d->evidence, actor,
		    sizeof(actor), e);
		if (rc == 1)
			rc = decide_own(g->x->db, actor, g->t->reviewer_key,
			    e);
		if (rc != 0)
			return rc == 1 ? 0 : -1;
	} else if (ask_get(g->x->db, d->ask, &first, e) == -1)
		return -1;
	rc = approval_may(g->x, g->t->reviewer_key, first.reviewer_key, e);
	ask_clear(&first);
	if (rc == 1 && g->t->question.batch[0] != '\0') {
		rc = question_batch_on(g->x->db, g->t->question.batch,
		    g->t->reviewer_key, e);
		rc = rc == -1 ? -1 : !rc;
	}
	return rc;
}

static enum answer_result
check(struct given *g, size_t nth, struct err *e, int *bad)
{
	const struct answer *a = g->a;
	enum answer_result r;
	int rc;

	if (!(g->t->may & table[nth].may))
		return ANSWER_NOT_NOW;
	if ((r = day(g)) != ANSWER_DONE)
		return r;
	if (blank(a->reason) && (is(a, "deny") || (is(a, "attest") &&
	    policy_on(g->x->policy, "attest_reason"))))
		return ANSWER_REASON;
	if (is(a, "not_mine") && !blank(a->other) && !text_upn(a->other))
		return ANSWER_OTHER;
	if (table[nth].may & (TICKET_APPROVE | TICKET_SUSPEND)) {
		rc = answer_newcomer_is(g) ? answer_newcomer_may(g, e) :
		    may_approve(g, e);
		*bad = rc == -1;
		return rc == 1 ? ANSWER_DONE : ANSWER_NOT_NOW;
	}
	rc = is(a, "undo") || is(a, "not_mine") ? 0 : duties(g, e);
	*bad = rc == -1;
	return rc == 1 ? ANSWER_OWN : ANSWER_DONE;
}

int
answer_one(struct ctx *x, struct ticket *t, struct answer_row *row,
    struct err *e)
{
	struct given g;
	unsigned char print[32];
	size_t i;
	int bad = 0, rc = 0;

	ticket_print(t, print);
	row->result = ANSWER_STALE;
	if (memcmp(print, row->print, sizeof(print)) != 0)
		return 0;
	for (i = 0; i < ANSWERS && !is(&row->a, table[i].answer); i++)
		;
	row->result = ANSWER_NOT_NOW;
	if (i == ANSWERS)
		return 0;
	memset(&g, 0, sizeof(g));
	g.x = x;
	g.t = t;
	g.a = &row->a;
	(void)snprintf(g.subject, sizeof(g.subject), "contractor/%lld",
	    (long long)t->contractor.id);
	(void)snprintf(x->actor, sizeof(x->actor), t->ask.id != 0 ?
	    "ask/%lld" : "outbox/%lld", (long long)(t->ask.id != 0 ?
	    t->ask.id : t->link.id));
	row->result = check(&g, i, e, &bad);
	if (bad || fields_person(x->db, t->reviewer_key, &g.who, &g.email,
	    e) == -1)
		rc = -1;
	else if (row->result == ANSWER_DONE)
		rc = table[i].act(&g, e);
	/* A list's end is told in one mail or on its page, not in forty. */
	if (rc == 0 && row->result == ANSWER_DONE &&
	    table[i].may != TICKET_SUSPEND && !answer_newcomer_is(&g))
		rc = answer_mail(&g, e);
	free(g.who);
	free(g.email);
	free(g.manager_by);
	return rc;
}

static int
give_row(struct ctx *x, const char *dir, const char *token,
    struct answer_row *row, struct err *e)
{
	struct ticket list, t;
	int rc;

	if ((rc = ticket_read(x, dir, token, &list, e)) == -1)
		return -1;
	if (row->ask == 0)
		rc = answer_one(x, &list, row, e);
	else if (list.state == TICKET_LIST &&
	    (rc = ticket_row(x, &list, row->ask, &t, e)) != -1) {
		rc = answer_one(x, &t, row, e);
		ticket_clear(&t);
	} else
		row->result = ANSWER_NOT_NOW;
	ticket_clear(&list);
	return rc;
}

int
answer_give(struct ctx *x, const char *dir, const char *token,
    struct answer_row *row, int rows, struct err *e)
{
	int i, rc = 0;

	db_rollback(x->db);
	if (db_begin(x->db, e) == -1)
		return -1;
	for (i = 0; i < rows && rc == 0; i++)
		rc = give_row(x, dir, token, &row[i], e);
	if (rc == -1)
		db_rollback(x->db);
	return rc;
}

int
answer_commit(struct ctx *x, struct err *e)
{
	return db_in_transaction(x->db) ? db_commit(x->db, e) : 0;
}
