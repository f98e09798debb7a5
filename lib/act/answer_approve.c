#include <stdio.h>
#include <string.h>

#include "act/answer_internal.h"
#include "act/answer_newcomer.h"
#include "act/follow.h"
#include "act/notice.h"

static void
job_subject(const struct given *g, char out[32])
{
	(void)snprintf(out, 32, "job/%lld", (long long)g->t->job.id);
}

int
answer_approve(struct given *g, struct err *e)
{
	struct job *j = &g->t->job;
	char subject[32];

	if (answer_newcomer_is(g))
		return answer_newcomer_yes(g, e);
	job_subject(g, subject);
	if (answer_record(g, "approve", 0, e) == -1 ||
	    answer_close(g, e) == -1 ||
	    job_approved(g->x->db, j->id, g->decision, g->x->now, e) == -1 ||
	    answer_evidence(g, "job.approved", subject, NULL, NULL, e) == -1 ||
	    notice_gone(g->x, "approval_waiting", g->subject, e) == -1)
		return -1;
	g->job = j->id;
	g->due_at = j->due_at > g->x->now ? j->due_at : g->x->now;
	if (strcmp(j->kind, "extend") == 0 &&
	    answer_extended(g, g->t->decision.day_on, e) == -1)
		return -1;
	return contractor_look(g->x->db, g->t->contractor.id, e);
}

/* Refused: the job is closed; what it answered counts as answered. */
int
answer_deny(struct given *g, struct err *e)
{
	char subject[32];

	if (answer_newcomer_is(g))
		return answer_newcomer_no(g, e);
	job_subject(g, subject);
	if (answer_record(g, "deny", 0, e) == -1 ||
	    answer_close(g, e) == -1 ||
	    job_undone(g->x->db, g->t->job.id, e) == -1 ||
	    follow_end(g->x, g->t->contractor.id, e) == -1 ||
	    answer_evidence(g, "job.undone", subject, "why", "refused", e) ==
	    -1 || notice_gone(g->x, "approval_waiting", g->subject, e) == -1)
		return -1;
	return contractor_look(g->x->db, g->t->contractor.id, e);
}
