/* The last yes; and those who wait are looked at again. */
#include <stdio.h>
#include <string.h>

#include "act/newcomer_ask.h"
#include "act/newcomer_twin.h"
#include "act/newcomer_want.h"
#include "act/record.h"
#include "base/jot.h"
#include "base/when.h"
#include "store/job.h"
#include "store/question.h"

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

static int
anew(struct ctx *x, const struct newcomer_row *r, const struct question *q,
    struct err *e)
{
	struct newcomer_row own = *r;
	struct jot j;
	int rc;

	if ((rc = question_closed(x->db, q->id, "overtaken", e)) != 1)
		return rc;
	own.round++;
	own.stage = 0;
	own.print[0] = '\0';
	(void)snprintf(own.state, sizeof(own.state), "new");
	jot_init(&j);
	jot_int(&j, "question", q->id);
	jot_str(&j, "why", "he is not who was asked about: asked anew");
	rc = record_about(x, "question.close", "contractor", r->contractor, &j,
	    NULL, e);
	jot_clear(&j);
	return rc == -1 ? -1 : newcomer_row_set(x->db, &own, e);
}

/* Who is changed while he is asked about is another: another manager, say,
 * whom nobody would write to else. */
static int
changed(const struct newcomer_row *r, void *arg)
{
	struct waking *w = arg;
	struct contractor c;
	struct question q;
	char period[40];
	int rc;

	(void)snprintf(period, sizeof(period), "approval/%d/%d", r->round,
	    r->stage);
	if ((rc = contractor_get(w->x->db, r->contractor, &c, w->e)) != 1)
		return rc;
	rc = question_find(w->x->db, c.id, c.engagement, "provision", period,
	    &q, w->e);
	if (rc == 1 && strcmp(q.state, "open") == 0 && q.batch[0] != '\0' &&
	    newcomer_want_same(&c, q.batch) != NEWCOMER_SAME)
		rc = anew(w->x, r, &q, w->e);
	contractor_clear(&c);
	return rc == -1 ? -1 : 0;
}

int
newcomer_ask_again(struct ctx *x, struct err *e)
{
	struct waking w = { x, e };

	if (newcomer_row_each(x->db, "waiting", wake, &w, e) == -1)
		return -1;
	return newcomer_row_asked(x->db, changed, &w, e);
}

int
newcomer_ask_agreed(struct ctx *x, const struct contractor *c,
    struct newcomer_row *r, int64_t decision, int64_t *job, int64_t *due_at,
    struct err *e)
{
	int32_t day = when_day(c->contract_start);
	struct jot j;
	int rc;

	day -= (int32_t)policy_int(x->policy, "provision_ahead_days");
	*due_at = when_start(day);
	if (*due_at < x->now)
		*due_at = x->now;
	newcomer_want_print(c, c->upn, r->print);
	(void)snprintf(r->state, sizeof(r->state), "approved");
	if (newcomer_twin_fit(x, c->id, e) == -1 ||
	    newcomer_row_set(x->db, r, e) == -1 || job_insert(x->db, c->id,
	    "provision", decision, 0, *due_at, x->now, job, e) == -1)
		return -1;
	jot_init(&j);
	jot_int(&j, "decision", decision);
	jot_int(&j, "job", *job);
	jot_int(&j, "due_at", *due_at);
	jot_str(&j, "print", r->print);
	jot_str(&j, "list", r->batch);
	rc = record_about(x, "newcomer.approved", "contractor", c->id, &j, NULL,
	    e);
	jot_clear(&j);
	return rc;
}
