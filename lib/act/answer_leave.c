#include <stdio.h>
#include <string.h>

#include "act/answer_internal.h"
#include "act/approval.h"
#include "act/notice.h"
#include "base/when.h"
#include "store/evidence.h"

/* due: the undo window has passed, and the last day is over. */
static int64_t
due(const struct given *g)
{
	int64_t at = g->x->now + 60 * policy_int(g->x->policy, "undo_minutes");
	int64_t end;

	if (g->day_on[0] == '\0')
		return at;
	end = when_after(when_day(g->day_on));
	return end > at ? end : at;
}

/* replace: a departure that was decided before and has not begun gives way. */
static int
replace(struct given *g, struct err *e)
{
	struct job *j = &g->t->job;
	char subject[32];

	if (j->id == 0)
		return 0;
	(void)snprintf(subject, sizeof(subject), "job/%lld",
	    (long long)j->id);
	if (job_undone(g->x->db, j->id, e) == -1 ||
	    approval_over(g->x, &g->t->contractor, j->id, "offboard", e) == -1)
		return -1;
	return answer_evidence(g, "job.undone", subject, "why",
	    "another answer takes its place", e);
}

static int
ask_approvers(struct given *g, struct err *e)
{
	struct decision d;
	int rc;

	if (decision_get(g->x->db, g->decision, &d, e) == -1)
		return -1;
	rc = approval_ask(g->x, &g->t->contractor, &d, g->job, "offboard",
	    g->t->reviewer_key, g->who, e);
	decision_clear(&d);
	return rc == -1 ? -1 : 0;
}

int
answer_offboard(struct given *g, struct err *e)
{
	struct ctx *x = g->x;
	int64_t id = g->t->contractor.id;
	int second = policy_on(x->policy, "hr_approval");
	char subject[32], at[21];

	if (answer_record(g, g->a->answer, 0, e) == -1 ||
	    answer_close(g, e) == -1 || replace(g, e) == -1)
		return -1;
	g->due_at = due(g);
	if (job_insert(x->db, id, "offboard", g->decision, second, g->due_at,
	    x->now, &g->job, e) == -1)
		return -1;
	(void)snprintf(subject, sizeof(subject), "job/%lld",
	    (long long)g->job);
	when_iso(g->due_at, at);
	if (answer_evidence(g, "job.add", subject, "due_at", at, e) == -1 ||
	    contractor_look(x->db, id, e) == -1 ||
	    notice_gone(x, "unanswered", g->subject, e) == -1 ||
	    notice_gone(x, "past_end", g->subject, e) == -1)
		return -1;
	return second ? ask_approvers(g, e) : 0;
}

/* With a new clock. */
int
answer_reopen(struct given *g, int64_t decision, struct err *e)
{
	struct ctx *x = g->x;
	struct decision d;
	char next_on[11], subject[32];
	int rc;

	if ((rc = decision_get(x->db, decision, &d, e)) != 1)
		return rc;
	when_date(x->today + (int32_t)policy_int(x->policy,
	    "escalate_after_days"), next_on);
	rc = d.question == 0 ? 0 : question_reopened(x->db, d.question,
	    d.id, next_on, e);
	(void)snprintf(subject, sizeof(subject), "question/%lld",
	    (long long)d.question);
	decision_clear(&d);
	return rc != 1 ? rc : answer_evidence(g, "question.reopened", subject,
	    NULL, NULL, e);
}

int
answer_undo(struct given *g, struct err *e)
{
	struct job *j = &g->t->job;
	char subject[32];

	if (strcmp(g->t->decision.answer, "extend") == 0 &&
	    (j->id == 0 || strcmp(j->kind, "extend") == 0))
		return answer_back(g, e);
	(void)snprintf(subject, sizeof(subject), "job/%lld",
	    (long long)j->id);
	if (answer_record(g, "undo", j->decision, e) == -1 ||
	    job_undone(g->x->db, j->id, e) == -1 ||
	    answer_evidence(g, "job.undone", subject, "why", "taken back",
	    e) == -1 ||
	    approval_over(g->x, &g->t->contractor, j->id, j->kind, e) == -1 ||
	    answer_reopen(g, j->decision, e) == -1)
		return -1;
	return contractor_look(g->x->db, g->t->contractor.id, e);
}
