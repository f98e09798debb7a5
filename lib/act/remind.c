#include "act/remind.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/newcomer_up.h"
#include "act/notice.h"
#include "act/resend.h"
#include "base/when.h"
#include "store/ask.h"
#include "store/contractor.h"
#include "store/due_plan.h"
#include "store/question_past.h"

#define WAITING_DAYS 2

struct reminding {
	struct ctx *x;
	const struct question_waiting *w;
	char	subject[40];
	int64_t	*n;
	struct err *e;
};

int
remind_plan(struct ctx *x, struct err *e)
{
	struct question_waiting *list;
	struct contractor c;
	char why[40];
	size_t i, n;
	int rc;

	if (!policy_send_day(x->policy, x->today))
		return 0;
	rc = question_past_waiting(x->db, x->today_on, &list, &n, e);
	for (i = 0; i < n && rc != -1; i++) {
		struct due_plan p = { .pass = DUE_REMIND,
			.contractor = list[i].contractor, .what = "remind",
			.change = "approval", .why = why };
		char on[11];

		memset(&c, 0, sizeof c);
		rc = contractor_get(x->db, list[i].contractor, &c, e);
		when_date(when_today(list[i].opened_at), on);
		(void)snprintf(why, sizeof why, "waits since %s", on);
		p.subject = c.upn;
		if (rc != -1)
			rc = due_plan_add(x->db, &p, e);
		contractor_clear(&c);
	}
	free(list);
	return rc == -1 ? -1 : 0;
}

static int
again(const struct ask *a, void *arg)
{
	struct reminding *r = arg;
	struct ctx *x = r->x;
	char dedup[60];
	int rc;

	if (a->outbox == 0 || a->moved_at != WHEN_NEVER)
		return 0;
	(void)snprintf(dedup, sizeof dedup, "ask/%lld/%s", (long long)a->id,
	    x->today_on);
	rc = resend_ask(x, a, dedup, r->subject, r->e);
	*r->n += rc == 1;
	return rc == -1 ? -1 : 0;
}

/* A newcomer's manager is asked like any: who is silent is not the last. */
static int
go_up(struct reminding *r)
{
	struct question q;
	int rc = question_get(r->x->db, r->w->id, &q, r->e);

	if (rc != 1 || strcmp(q.kind, "provision") != 0)
		return rc == -1 ? -1 : 0;
	if ((rc = newcomer_up(r->x, &q, r->e)) == 1)
		(*r->n)++;
	return rc == -1 ? -1 : 0;
}

static int
one(struct reminding *r)
{
	struct ctx *x = r->x;
	char on[11];

	(void)snprintf(r->subject, sizeof r->subject, "contractor/%lld",
	    (long long)r->w->contractor);
	if (ask_each(x->db, r->w->id, again, r, r->e) != 0)
		return -1;
	when_date(x->today + 1, on);
	if (question_next(x->db, r->w->id, on, r->e) == -1 ||
	    go_up(r) == -1)
		return -1;
	if (x->today - when_today(r->w->opened_at) < WAITING_DAYS)
		return 0;
	return notice_open(x, "approval_waiting", r->subject, r->w->period,
	    "{\"why\":\"nobody who was asked has answered\"}", r->e) == -1 ?
	    -1 : 0;
}

int
remind_act(struct ctx *x, int64_t *n, struct err *e)
{
	struct reminding r = { .x = x, .n = n, .e = e };
	struct question_waiting *list;
	size_t i, count;
	int rc;

	if (!policy_send_day(x->policy, x->today))
		return 0;
	rc = question_past_waiting(x->db, x->today_on, &list, &count, e);
	if (rc == 0 && count > 0) {
		rc = db_begin(x->db, e);
		for (i = 0; i < count && rc == 0; i++) {
			r.w = &list[i];
			rc = one(&r);
		}
		if (rc == -1 || db_commit(x->db, e) == -1) {
			db_rollback(x->db);
			rc = -1;
		}
	}
	free(list);
	return rc;
}
