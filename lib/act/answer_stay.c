#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/answer_internal.h"
#include "act/approval.h"
#include "act/notice.h"
#include "base/jot.h"
#include "base/when.h"
#include "store/evidence.h"
#include "store/finding.h"
#include "store/override.h"

/* keep: he is missing from his roster; his reviewer says that he is here. */
static int
keep(struct given *g, struct err *e)
{
	struct contractor *c = &g->t->contractor;
	struct finding f;
	char until[11];
	int rc;

	if (strcmp(c->status, "pending_review") != 0)
		return 0;
	if (contractor_status(g->x->db, c->id, "pending_review", c->was, NULL,
	    0, g->x->now, e) == -1 || answer_evidence(g, "contractor.status",
	    g->subject, "status", c->was, e) == -1)
		return -1;
	rc = finding_last(g->x->db, "missing_from_roster", g->subject, &f, e);
	if (rc == 1 && f.closed_at == WHEN_NEVER) {
		when_date(g->x->today + 90, until);
		rc = finding_close(g->x->db, f.id, "kept", g->x->actor,
		    "attested", until, g->x->now, e);
		if (rc == 0)
			rc = answer_evidence(g, "finding.kept", g->subject,
			    "until_on", until, e);
	}
	finding_clear(&f);
	return rc == -1 ? -1 : 0;
}

/* answered: what every answer that is one does besides. */
static int
answered(struct given *g, struct err *e)
{
	int64_t id = g->t->contractor.id;

	if (answer_close(g, e) == -1 || (strcmp(g->a->answer, "attest") == 0 ?
	    contractor_attested(g->x->db, id, g->x->now, e) :
	    contractor_look(g->x->db, id, e)) == -1)
		return -1;
	return notice_gone(g->x, "unanswered", g->subject, e) == -1 ? -1 : 0;
}

int
answer_attest(struct given *g, struct err *e)
{
	if (answer_record(g, "attest", 0, e) == -1 || answered(g, e) == -1)
		return -1;
	return keep(g, e);
}

int
answer_employee(struct given *g, struct err *e)
{
	if (answer_record(g, "employee", 0, e) == -1 || answered(g, e) == -1)
		return -1;
	return notice_open(g->x, "converted", g->subject, "answer",
	    "{\"why\":\"the reviewer says: now an employee\"}", e) == -1 ?
	    -1 : 0;
}

int
answer_not_mine(struct given *g, struct err *e)
{
	const char *other = g->a->other;
	struct jot j;
	int rc;

	if (answer_record(g, "not_mine", 0, e) == -1)
		return -1;
	/* The next run of the cadence goes up; it is not answered. */
	if (question_next(g->x->db, g->t->question.id, g->x->today_on, e) ==
	    -1 || contractor_look(g->x->db, g->t->contractor.id, e) == -1)
		return -1;
	jot_init(&j);
	jot_str(&j, "reviewer", g->t->reviewer_key);
	if (other != NULL && *other != '\0')
		jot_str(&j, "other", other);
	rc = notice_open(g->x, "reviewer_disputed", g->subject,
	    other != NULL && *other != '\0' ? other : g->t->reviewer_key,
	    jot_get(&j), e);
	jot_clear(&j);
	return rc == -1 ? -1 : 0;
}

/* The roster's own date is kept beside the decision's, which wins. */
int
answer_extended(struct given *g, const char *day_on, struct err *e)
{
	struct contractor *c = &g->t->contractor;
	struct jot j;
	char *value;
	int rc;

	rc = override_get(g->x->db, c->id, "contract_end", "roster", &value,
	    e);
	free(value);
	if (rc == 0 && c->feed != NULL)
		rc = override_set(g->x->db, c->id, "contract_end", "roster",
		    c->contract_end[0] != '\0' ? c->contract_end : NULL,
		    g->x->now, "tool/ctr-token-cgi", e);
	if (rc == -1 || override_set(g->x->db, c->id, "contract_end",
	    "decision", day_on, g->x->now, g->x->actor, e) == -1 ||
	    contractor_end(g->x->db, c->id, day_on, g->x->now, e) == -1)
		return -1;
	jot_init(&j);
	jot_int(&j, "decision", g->decision);
	jot_change(&j, "contract_end", c->contract_end[0] != '\0' ?
	    c->contract_end : NULL, day_on);
	jot_str(&j, "source", "decision");
	rc = evidence_add(g->x->db, g->x->now, g->x->actor,
	    "contractor.change", g->subject, jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc;
}

int
answer_extend(struct given *g, struct err *e)
{
	struct ticket *t = g->t;
	struct ctx *x = g->x;
	struct decision d;
	struct job was;
	char subject[32];
	int second, rc;

	second = t->extends >= policy_int(x->policy, "extend_max_times");
	if (answer_record(g, "extend", 0, e) == -1 || answered(g, e) == -1)
		return -1;
	if (!second && answer_extended(g, g->day_on, e) == -1)
		return -1;
	if (!second && strcmp(policy_get(x->policy, "write_expiry"),
	    "never") == 0)
		return 0;
	if (job_pending(x->db, t->contractor.id, "extend", &was, e) == -1 ||
	    (was.id != 0 && (job_undone(x->db, was.id, e) == -1 ||
	    approval_over(x, &t->contractor, was.id, "extend", e) == -1)))
		return -1;
	g->due_at = x->now;
	if (job_insert(x->db, t->contractor.id, "extend", g->decision, second,
	    x->now, x->now, &g->job, e) == -1)
		return -1;
	(void)snprintf(subject, sizeof(subject), "job/%lld",
	    (long long)g->job);
	if (answer_evidence(g, "job.add", subject, "kind", "extend", e) == -1)
		return -1;
	if (!second)
		return 0;
	if (decision_get(x->db, g->decision, &d, e) == -1)
		return -1;
	rc = approval_ask(x, &t->contractor, &d, g->job, "extend",
	    t->reviewer_key, g->who, e);
	decision_clear(&d);
	return rc == -1 ? -1 : 0;
}
