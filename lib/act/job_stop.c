#include "act/job_stop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/approval.h"
#include "act/decide.h"
#include "act/job_end.h"
#include "act/job_mail.h"
#include "act/job_words.h"
#include "act/notice.h"
#include "act/record.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/when.h"
#include "store/decision.h"
#include "store/job.h"
#include "store/question.h"
#include "store/step.h"

static int
record(struct ctx *x, int64_t contractor, const char *action, struct jot *t,
    struct err *e)
{
	int rc;

	rc = record_about(x, action, "contractor", contractor, t, NULL, e);
	jot_clear(t);
	return rc;
}

/* The job and its contractor, with a transaction begun. */
static int
open_job(struct ctx *x, int64_t id, struct job *j, struct contractor *c,
    struct err *e)
{
	int rc;

	memset(c, 0, sizeof(*c));
	if (db_begin(x->db, e) == -1)
		return -1;
	if ((rc = job_get(x->db, id, j, e)) == 1)
		rc = contractor_get(x->db, j->contractor, c, e);
	if (rc == 0)
		return err_set(e, ERR_DATA, "there is no job %lld",
		    (long long)id);
	if (rc == 1 && (strcmp(j->state, "done") == 0 ||
	    strcmp(j->state, "undone") == 0))
		return err_set(e, ERR_REFUSED, "job/%lld is %s", (long long)id,
		    j->state);
	return rc == 1 ? 0 : -1;
}

static int
close_job(struct ctx *x, struct contractor *c, int rc, struct err *e)
{
	contractor_clear(c);
	if (rc == -1) {
		db_rollback(x->db);
		return -1;
	}
	return db_commit(x->db, e);
}

struct closing {
	struct ctx *x;
	struct err *e;
};

static int
close_step(const struct step *s, void *arg)
{
	struct closing *c = arg;
	char subject[40];

	snprintf(subject, sizeof(subject), "step/%lld", (long long)s->id);
	return notice_gone(c->x, "step_failed", subject, c->e) == -1 ? -1 : 0;
}

/* The job is over; what was asked about it is, too. */
static int
undone(struct ctx *x, const struct job *j, const struct contractor *c,
    const char *action, const char *why, const char *now_is, struct err *e)
{
	struct closing all = { x, e };
	char subject[40];
	struct jot t;

	if (job_undone(x->db, j->id, e) == -1 ||
	    step_each(x->db, j->id, close_step, &all, e) == -1)
		return -1;
	jot_init(&t);
	jot_int(&t, "job", j->id);
	jot_str(&t, "kind", j->kind);
	jot_str(&t, "why", why);
	if (now_is != NULL)
		jot_change(&t, "status", c->status, now_is);
	snprintf(subject, sizeof(subject), "job/%lld", (long long)j->id);
	if (record(x, c->id, action, &t, e) == -1 ||
	    notice_gone(x, "proof_invalid", subject, e) == -1 ||
	    approval_over(x, c, j->id, j->kind, e) == -1)
		return -1;
	return contractor_look(x->db, c->id, e);
}

/* What it answered is open again, with a new clock. */
static int
reopen(struct ctx *x, const struct job *j, struct err *e)
{
	struct decision d;
	char next_on[11];
	int rc;

	if ((rc = decision_get(x->db, j->decision, &d, e)) != 1)
		return rc;
	when_date(x->today + (int32_t)policy_int(x->policy,
	    "escalate_after_days"), next_on);
	if (d.question != 0)
		rc = question_reopened(x->db, d.question, d.id, next_on, e);
	decision_clear(&d);
	return rc;
}

int
job_stop_undo(struct ctx *x, const char *keys, int64_t id, const char *why,
    struct err *e)
{
	struct decide d = { .answer = "undo", .reason = why };
	struct contractor c;
	struct job j;
	int64_t decision;
	int rc;

	rc = open_job(x, id, &j, &c, e);
	if (rc == 0 && j.started_at != 0)
		rc = err_set(e, ERR_REFUSED, "job/%lld has started: --stop, "
		    "while nothing was done, or --reinstate", (long long)id);
	if (rc == 0 && j.decision == 0)
		rc = err_set(e, ERR_REFUSED, "job/%lld rests on no decision: "
		    "--stop", (long long)id);
	d.contractor = j.contractor;
	d.undoes = j.decision;
	if (rc == 0 && (decide_shell(x, keys, &d, &decision, e) == -1 ||
	    undone(x, &j, &c, "job.undone", why, NULL, e) == -1 ||
	    reopen(x, &j, e) == -1 ||
	    job_mail_undone(x, &j, &c, decision, why, e) == -1))
		rc = -1;
	return close_job(x, &c, rc, e);
}

static int
newest_is_suspend(const struct job *j, void *arg)
{
	int *suspended = arg;

	if (strcmp(j->state, "done") != 0)
		return 0;
	if (strcmp(j->kind, "suspend") == 0)
		*suspended = 1;
	else if (strcmp(j->kind, "lift") == 0 ||
	    strcmp(j->kind, "reinstate") == 0)
		*suspended = 0;
	return 0;
}

/* Back to what he was; under review, the status before that too. */
static int
give_back(struct ctx *x, const struct contractor *c, struct err *e)
{
	const char *was = NULL;
	int suspended = 0;

	if (strcmp(c->status, "offboarding") != 0)
		return 0;
	if (strcmp(c->was, "pending_review") == 0) {
		if (job_each_of(x->db, c->id, newest_is_suspend, &suspended,
		    e) == -1)
			return -1;
		was = suspended ? "suspended" : "active";
	}
	return contractor_status(x->db, c->id, c->status, c->was, was, 0,
	    x->now, e);
}

int
job_stop(struct ctx *x, int64_t id, const char *why, struct err *e)
{
	struct contractor c;
	struct job_words w;
	struct job j;
	int rc, departs;

	rc = open_job(x, id, &j, &c, e);
	if (rc == 0) {
		if ((rc = job_words(x, id, &w, e)) == 0 && w.effect)
			rc = err_set(e, ERR_REFUSED, "job/%lld: a step may "
			    "have taken effect: let it end, then --reinstate",
			    (long long)id);
		job_words_clear(&w);
	}
	departs = strcmp(c.status, "offboarding") == 0 && c.departure == id;
	if (rc == 0 && (undone(x, &j, &c, "job.stopped", why,
	    departs ? c.was : NULL, e) == -1 ||
	    (departs && give_back(x, &c, e) == -1)))
		rc = -1;
	return close_job(x, &c, rc, e);
}

static int
waivable(struct ctx *x, const struct step *s, const struct job *j,
    struct err *e)
{
	int64_t days = policy_int(x->policy, "step_days");

	if (strcmp(j->state, "due") != 0 || j->started_at == 0)
		return err_set(e, ERR_REFUSED, "job/%lld is %s",
		    (long long)j->id, j->started_at == 0 ? "not started" :
		    j->state);
	if (strcmp(s->state, "refused") == 0)
		return 0;
	if ((strcmp(s->state, "todo") == 0 ||
	    strcmp(s->state, "pending_sync") == 0) && s->tries > 0 &&
	    x->now - j->started_at >= days * 86400)
		return 0;
	return err_set(e, ERR_REFUSED, "step/%lld is %s: only what was "
	    "refused, or has failed for %lld days, is waived",
	    (long long)s->id, s->state, (long long)days);
}

static int
waive(struct ctx *x, const struct step *s, const struct job *j,
    const char *why, struct err *e)
{
	char subject[40];
	struct jot t;

	if (waivable(x, s, j, e) == -1 ||
	    step_waived(x->db, s->id, why, e) == -1)
		return -1;
	jot_init(&t);
	jot_int(&t, "job", j->id);
	jot_int(&t, "step", s->id);
	jot_str(&t, "op", s->op);
	jot_int(&t, "account", s->account);
	jot_str(&t, "was", s->state);
	jot_str(&t, "words", s->words);
	jot_str(&t, "why", why);
	snprintf(subject, sizeof(subject), "step/%lld", (long long)s->id);
	if (record(x, j->contractor, "step.waived", &t, e) == -1 ||
	    notice_gone(x, "step_failed", subject, e) == -1 ||
	    job_end(x, j->id, e) == -1)
		return -1;
	return 0;
}

int
job_stop_waive(struct ctx *x, int64_t id, const char *why, struct err *e)
{
	struct step s;
	struct job j;
	int rc;

	memset(&s, 0, sizeof(s));
	if (db_begin(x->db, e) == -1)
		return -1;
	if ((rc = step_get(x->db, id, &s, e)) == 0)
		rc = err_set(e, ERR_DATA, "there is no step %lld",
		    (long long)id);
	if (rc == 1 && (rc = job_get(x->db, s.job, &j, e)) == 1)
		rc = waive(x, &s, &j, why, e);
	step_clear(&s);
	if (rc == -1) {
		db_rollback(x->db);
		return -1;
	}
	return db_commit(x->db, e);
}
