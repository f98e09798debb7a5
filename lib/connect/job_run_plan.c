/* What a run would do, as rows; nobody is asked, nothing is written. */
#include <stdio.h>
#include <string.h>

#include "act/job_check.h"
#include "act/job_guard.h"
#include "act/key.h"
#include "act/newcomer_make.h"
#include "connect/job_plan.h"
#include "connect/job_queue.h"
#include "domain/username.h"
#include "store/account.h"
#include "store/contractor.h"
#include "store/step.h"

struct planned {
	struct job_run *r;
	const char *keys;
	struct rows *rows;
	const char *upn;
	struct err *e;
};

static int
row(struct planned *p, const char *action, const char *subject,
    const char *change, const char *why)
{
	const char *v[5] = { action, subject, p->upn, change, why };

	return rows_add(p->rows, v, p->e);
}

static int
row_step(struct planned *p, int64_t account, const char *op, int required,
    const char *state)
{
	char subject[40], change[200];
	struct account a;
	int rc;

	if ((rc = account_get(p->r->x->db, account, &a, p->e)) != 1)
		return rc;
	snprintf(subject, sizeof(subject), "account/%lld",
	    (long long)account);
	snprintf(change, sizeof(change), "%s:%.100s %s", a.connector, a.login,
	    required ? "required" : "");
	account_clear(&a);
	return row(p, op, subject, change, state);
}

/* Who has no name yet: the one that the registry knows to be free. */
static int
plan_new(struct planned *p, const struct job *j)
{
	char login[USERNAME_MAX + 1], upn[300], subject[40];
	struct contractor c;
	int nth = 1, rc;

	if (p->r->setup == NULL ||
	    contractor_get(p->r->x->db, j->contractor, &c, p->e) != 1)
		return -1;
	snprintf(subject, sizeof(subject), "contractor/%lld",
	    (long long)c.id);
	rc = newcomer_make_name(p->r->x, p->r->setup, &c, &nth, login, upn,
	    p->e);
	if (rc != -1) {
		p->upn = upn;
		rc = row(p, "create", subject, login, c.display_name);
		p->upn = NULL;
	}
	contractor_clear(&c);
	return rc;
}

static int
plan_steps(struct planned *p, const struct job *j)
{
	struct job_plan plan;
	size_t i;
	int rc;

	rc = job_plan(p->r->x, p->r->setup, j, NULL, NULL, &plan, p->e);
	if (rc == 0 && plan.n == 0 && strcmp(j->kind, "provision") == 0)
		rc = plan_new(p, j);
	for (i = 0; rc == 0 && i < plan.n; i++)
		rc = row_step(p, plan.lay[i].account, plan.lay[i].op,
		    plan.lay[i].required, "");
	job_plan_clear(&plan);
	return rc;
}

static int
step_left(const struct step *s, void *arg)
{
	struct planned *p = arg;

	if (strcmp(s->state, "done") == 0 || strcmp(s->state, "waived") == 0)
		return 0;
	return row_step(p, s->account, s->op, s->required,
	    s->words[0] != '\0' ? s->words : s->state);
}

static int
plan_due(struct planned *p, const struct job *j, const struct contractor *c,
    const char *held)
{
	struct err why = ERR_INIT;
	char subject[40];
	enum job_check ck = job_check(p->r->x, p->keys, j, c, NULL,
	    &why);

	snprintf(subject, sizeof(subject), "job/%lld", (long long)j->id);
	if (ck == JOB_CHECK_ERROR) {
		*p->e = why;
		return -1;
	}
	if (ck == JOB_CHECK_EARLY)
		return row(p, "wait", subject, j->kind, "not due yet");
	if (ck == JOB_CHECK_MOOT)
		return row(p, "drop", subject, j->kind, why.text);
	if (ck == JOB_CHECK_INVALID)
		return row(p, "hold", subject, j->kind, why.text);
	if (held != NULL)
		return row(p, "hold", subject, j->kind, held);
	if (row(p, "start", subject, j->kind, "decided and due") == -1)
		return -1;
	return plan_steps(p, j);
}

static int
plan_jobs(struct planned *p, const struct job *all, size_t n,
    const char *held)
{
	struct contractor c;
	char subject[40];
	size_t i;
	int rc = 0;

	for (i = 0; i < n && rc == 0; i++) {
		if ((rc = contractor_get(p->r->x->db, all[i].contractor, &c,
		    p->e)) != 1)
			return rc;
		p->upn = c.upn;
		snprintf(subject, sizeof(subject), "job/%lld",
		    (long long)all[i].id);
		if (all[i].started_at == 0)
			rc = plan_due(p, &all[i], &c, held);
		else if ((rc = row(p, "continue", subject, all[i].kind,
		    "started")) == 0)
			rc = step_each(p->r->x->db, all[i].id, step_left, p,
			    p->e);
		contractor_clear(&c);
	}
	return rc;
}

int
job_run_plan(struct job_run *r, struct rows *rows, struct err *e)
{
	char room[512];
	struct planned p = { r, key_dir(r->conf, room, sizeof(room)), rows,
	    NULL, e };
	struct job_guard g;
	struct job_queue q;
	int rc;

	if ((rc = job_queue_fill(r, &q, e)) == 0 &&
	    (rc = job_guard_count(r->x, q.departures, r->accept, &g, e)) == 0 &&
	    g.held) {
		job_queue_hold(&q, "over offboard_limit");
		r->status = ERR_REFUSED;
	}
	if (rc == 0 && (plan_jobs(&p, q.started, q.n_started, NULL) == -1 ||
	    plan_jobs(&p, q.due, q.n_due, NULL) == -1 ||
	    plan_jobs(&p, q.held, q.n_held, q.why_held) == -1))
		rc = -1;
	job_queue_clear(&q);
	return rc;
}
