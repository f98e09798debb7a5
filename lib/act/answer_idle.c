/* An approver's word about somebody who has not logged in. */
#include <stdio.h>

#include "act/answer_internal.h"

int
answer_suspend(struct given *g, struct err *e)
{
	struct ctx *x = g->x;
	int64_t id = g->t->contractor.id;
	char subject[32];
	struct job j;
	int rc;

	if (answer_record(g, "suspend", 0, e) == -1 ||
	    answer_close(g, e) == -1)
		return -1;
	/* Suspended meanwhile, by a person or a rule: that one stands. */
	if ((rc = job_pending(x->db, id, "suspend", &j, e)) != 0)
		return rc == 1 ? 0 : -1;
	g->due_at = x->now;
	if (job_insert(x->db, id, "suspend", g->decision, 0, g->due_at, x->now,
	    &g->job, e) == -1)
		return -1;
	(void)snprintf(subject, sizeof(subject), "job/%lld",
	    (long long)g->job);
	return answer_evidence(g, "job.add", subject, "list",
	    g->t->question.batch, e);
}

int
answer_keep(struct given *g, struct err *e)
{
	return answer_record(g, "keep", 0, e) == -1 ? -1 : answer_close(g, e);
}
