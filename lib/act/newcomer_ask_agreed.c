/* The last yes; and those who wait are looked at again. */
#include <stdio.h>

#include "act/newcomer_ask.h"
#include "act/newcomer_want.h"
#include "base/jot.h"
#include "base/when.h"
#include "store/evidence.h"
#include "store/job.h"

struct waking {
	struct ctx *x;
	struct err *e;
};

static int
wake(const struct newcomer_row *r, void *arg)
{
	struct waking *w = arg;
	struct newcomer_row own = *r;

	(void)snprintf(own.state, sizeof(own.state), "new");
	return newcomer_row_set(w->x->db, &own, w->e);
}

int
newcomer_ask_again(struct ctx *x, struct err *e)
{
	struct waking w = { x, e };

	return newcomer_row_each(x->db, "waiting", wake, &w, e);
}

int
newcomer_ask_agreed(struct ctx *x, const struct contractor *c,
    struct newcomer_row *r, int64_t decision, int64_t *job, int64_t *due_at,
    struct err *e)
{
	int32_t day = when_day(c->contract_start);
	char subject[40];
	struct jot j;
	int rc;

	day -= (int32_t)policy_int(x->policy, "provision_ahead_days");
	*due_at = when_start(day);
	if (*due_at < x->now)
		*due_at = x->now;
	newcomer_want_print(c, c->upn, r->print);
	(void)snprintf(r->state, sizeof(r->state), "approved");
	if (newcomer_row_set(x->db, r, e) == -1 || job_insert(x->db, c->id,
	    "provision", decision, 0, *due_at, x->now, job, e) == -1)
		return -1;
	(void)snprintf(subject, sizeof(subject), "contractor/%lld",
	    (long long)c->id);
	jot_init(&j);
	jot_int(&j, "decision", decision);
	jot_int(&j, "job", *job);
	jot_int(&j, "due_at", *due_at);
	jot_str(&j, "print", r->print);
	jot_str(&j, "list", r->batch);
	rc = evidence_add(x->db, x->now, x->actor, "newcomer.approved",
	    subject, jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc;
}
