#include "act/job_step.h"

#include <stdio.h>
#include <string.h>

#include "act/begin.h"
#include "act/job_end.h"
#include "act/notice.h"
#include "act/record.h"
#include "act/seal.h"
#include "base/jot.h"
#include "domain/depart.h"
#include "store/account.h"
#include "store/contractor.h"
#include "store/job.h"
#include "store/step.h"

/* The rows that a step is about. */
struct rows {
	struct step step;
	struct job job;
	struct account account;
};

static void
clear(struct rows *r)
{
	step_clear(&r->step);
	account_clear(&r->account);
}

static int
load(struct ctx *x, int64_t id, struct rows *r, struct err *e)
{
	int rc;

	memset(r, 0, sizeof(*r));
	if ((rc = step_get(x->db, id, &r->step, e)) == 1 &&
	    (rc = job_get(x->db, r->step.job, &r->job, e)) == 1)
		rc = account_get(x->db, r->step.account, &r->account, e);
	return rc == 0 ? err_set(e, ERR_BUG, "step/%lld is not there",
	    (long long)id) : rc == 1 ? 0 : -1;
}

/* Begins a transaction and reads the rows; clear() is due either way. */
static int
open_rows(struct ctx *x, int64_t id, struct rows *r, struct err *e)
{
	memset(r, 0, sizeof(*r));
	if (db_begin(x->db, e) == -1)
		return -1;
	return load(x, id, r, e);
}

/* Ends the transaction as rc says, adds the step's name to an error. */
static int
close_rows(struct ctx *x, struct rows *r, int rc, struct err *e)
{
	long long id = (long long)r->step.id;

	clear(r);
	if (rc == -1) {
		db_rollback(x->db);
		return err_add(e, "step/%lld", id);
	}
	return db_commit(x->db, e) == -1 ? -1 : rc;
}

static void
jot_about(struct jot *t, const struct rows *r)
{
	jot_init(t);
	jot_int(t, "job", r->job.id);
	jot_str(t, "kind", r->job.kind);
	jot_int(t, "step", r->step.id);
	jot_str(t, "op", r->step.op);
	jot_int(t, "account", r->account.id);
	jot_str(t, "connector", r->account.connector);
	jot_str(t, "login", r->account.login);
	jot_str(t, "remote_id", r->account.remote_id);
}

static int
record(struct ctx *x, const struct rows *r, const char *action, struct jot *t,
    struct err *e)
{
	int rc;

	rc = record_about(x, action, "contractor", r->job.contractor, t, NULL,
	    e);
	jot_clear(t);
	return rc;
}

static void
step_subject(const struct rows *r, char out[40])
{
	snprintf(out, 40, "step/%lld", (long long)r->step.id);
}

int
job_step_begin(struct ctx *x, int64_t id, const char *args,
    const struct job_step_look *before, struct err *e)
{
	struct err why = ERR_INIT;
	struct rows r;
	struct jot t;
	int rc;

	if ((rc = open_rows(x, id, &r, e)) == 0 &&
	    (rc = seal_holds(x, &r.step, &why)) == 1 &&
	    (rc = step_begun(x->db, id, args, before->json, e)) == 1 &&
	    (rc = seal_step(x, id, e) == -1 ? -1 : 1) == 1) {
		jot_about(&t, &r);
		jot_raw(&t, "args", args);
		jot_raw(&t, "before", before->json);
		jot_str(&t, "server", before->server);
		if (record(x, &r, "step.doing", &t, e) == -1)
			rc = -1;
	}
	if (rc == -1 && why.kind != ERR_NONE)
		*e = why;
	return close_rows(x, &r, rc, e);
}

static const char *
how_word(enum job_step_how how)
{
	switch (how) {
	case JOB_STEP_READ:
		return "read back";
	case JOB_STEP_ALREADY:
		return "already so";
	case JOB_STEP_SETTLED:
		return "settled by looking";
	case JOB_STEP_TOLD:
		return "acknowledged, cannot be read back";
	case JOB_STEP_GONE:
		return "the account is gone";
	case JOB_STEP_LEFT:
		return "changed by others since, left as it is";
	}
	return "";
}

/* What is known of the account by now, so that a sync finds nothing new. */
static int
update_account(struct ctx *x, const struct rows *r,
    const struct job_step_look *l, struct err *e)
{
	const char *state = l->enabled ? "enabled" : "disabled";

	if (!l->there)
		return account_seen(x->db, r->account.id, "gone",
		    r->account.expires_at, r->account.privileged, x->now, e);
	if (l->enabled && l->expires_at <= x->now)
		state = "expired";
	return account_seen(x->db, r->account.id, state, l->expires_at,
	    l->privileged, x->now, e);
}

/* A newcomer is active from when he can get in. */
static int
begin(struct ctx *x, const struct rows *r, struct err *e)
{
	struct contractor c;
	int rc;

	if (strcmp(r->job.kind, "provision") != 0 ||
	    strcmp(r->step.op, "enable") != 0)
		return 0;
	if ((rc = contractor_get(x->db, r->job.contractor, &c, e)) != 1)
		return rc;
	rc = strcmp(c.status, "candidate") == 0 ?
	    begin_active(x, c.id, e) : 0;
	contractor_clear(&c);
	return rc;
}

/* 1 if the row is still as it was sealed: only that is sealed again. */
static int
sealed_still(struct ctx *x, const struct rows *r, struct err *e)
{
	struct err why = ERR_INIT;
	int rc = seal_holds(x, &r->step, &why);

	if (rc == -1)
		*e = why;
	return rc;
}

static int
settle(struct ctx *x, struct rows *r, enum job_step_how how,
    const struct job_step_look *l, const char *words, struct err *e)
{
	char subject[40];
	struct jot t;
	int64_t from = r->job.due_at;
	int rc, sealed;

	if ((sealed = sealed_still(x, r, e)) == -1)
		return -1;
	rc = step_done(x->db, r->step.id, l->json, l->json,
	    *words != '\0' ? words : how == JOB_STEP_READ ? "" :
	    how_word(how), x->now, e);
	if (rc != 1)
		return rc;
	if (sealed && seal_step(x, r->step.id, e) == -1)
		return -1;
	jot_about(&t, r);
	jot_str(&t, "how", how_word(how));
	if (*words != '\0')
		jot_str(&t, "words", words);
	jot_raw(&t, "after", l->json);
	jot_str(&t, "server", l->server);
	if (l->residual_until != 0)
		jot_int(&t, "residual_access_until", l->residual_until);
	jot_int(&t, "seconds_since_due", x->now > from ? x->now - from : 0);
	step_subject(r, subject);
	if (record(x, r, "step.done", &t, e) == -1 ||
	    update_account(x, r, l, e) == -1 ||
	    notice_gone(x, "step_failed", subject, e) == -1 ||
	    begin(x, r, e) == -1 ||
	    job_end(x, r->job.id, e) == -1)
		return -1;
	return 1;
}

int
job_step_done(struct ctx *x, int64_t id, enum job_step_how how,
    const struct job_step_look *l, const char *words, struct err *e)
{
	struct rows r;
	int rc;

	if ((rc = open_rows(x, id, &r, e)) == 0)
		rc = settle(x, &r, how, l, words, e);
	return close_rows(x, &r, rc, e);
}

static int
notice(struct ctx *x, const struct rows *r, const char *kind,
    const char *words, struct err *e)
{
	char subject[40], print[80];
	struct jot t;
	int rc;

	if (strcmp(kind, "step_failed") == 0)
		step_subject(r, subject);
	else
		snprintf(subject, sizeof(subject), "account/%lld",
		    (long long)r->account.id);
	snprintf(print, sizeof(print), "job/%lld", (long long)r->job.id);
	jot_about(&t, r);
	jot_int(&t, "contractor", r->job.contractor);
	jot_str(&t, "words", words);
	rc = notice_open(x, kind, subject, print, jot_get(&t), e);
	jot_clear(&t);
	return rc;
}

static int
refuse(struct ctx *x, struct rows *r, const char *words, const char *finding,
    struct err *e)
{
	struct jot t;
	int rc;

	if ((rc = step_refused(x->db, r->step.id, words, e)) != 1)
		return rc;
	jot_about(&t, r);
	jot_bool(&t, "required", r->step.required);
	jot_str(&t, "words", words);
	if (record(x, r, "step.refused", &t, e) == -1)
		return -1;
	/* A newcomer's licence: he is let in without, and a person sees to
	 * it. */
	if (finding == NULL && (r->step.required ||
	    strcmp(r->job.kind, "provision") == 0))
		finding = "step_failed";
	if (finding != NULL && notice(x, r, finding, words, e) == -1)
		return -1;
	return job_end(x, r->job.id, e) == -1 ? -1 : 1;
}

int
job_step_refuse(struct ctx *x, int64_t id, const char *words,
    const char *finding, struct err *e)
{
	struct rows r;
	int rc;

	if ((rc = open_rows(x, id, &r, e)) == 0)
		rc = refuse(x, &r, words, finding, e);
	return close_rows(x, &r, rc, e);
}

static int
later(struct ctx *x, struct rows *r, const char *words, int64_t retry_after,
    struct err *e)
{
	int64_t days = policy_int(x->policy, "step_days") * 86400;
	int tries = r->step.tries + 1, rc;
	struct jot t;

	if (!r->step.required && tries >= DEPART_TRIES)
		return refuse(x, r, words, NULL, e);
	rc = step_later(x->db, r->step.id, words,
	    x->now + depart_retry(tries, retry_after), e);
	if (rc != 1)
		return rc;
	jot_about(&t, r);
	jot_int(&t, "tries", tries);
	jot_str(&t, "words", words);
	if (record(x, r, "step.later", &t, e) == -1)
		return -1;
	if (r->step.required && x->now - r->job.started_at >= days &&
	    notice(x, r, "step_failed", words, e) == -1)
		return -1;
	return 1;
}

int
job_step_later(struct ctx *x, int64_t id, const char *words,
    int64_t retry_after, struct err *e)
{
	struct rows r;
	int rc;

	if ((rc = open_rows(x, id, &r, e)) == 0)
		rc = later(x, &r, words, retry_after, e);
	return close_rows(x, &r, rc, e);
}

static int
wait_sync(struct ctx *x, struct rows *r, const struct job_step_look *l,
    const char *words, struct err *e)
{
	int first = strcmp(r->step.state, "pending_sync") != 0, rc, sealed;
	struct jot t;

	if ((sealed = sealed_still(x, r, e)) == -1)
		return -1;
	rc = step_waits(x->db, r->step.id, l->json, words,
	    x->now + DEPART_SYNC, e);
	if (rc == 1 && sealed && seal_step(x, r->step.id, e) == -1)
		return -1;
	if (rc != 1 || !first)
		return rc;
	jot_about(&t, r);
	jot_str(&t, "words", words);
	jot_raw(&t, "before", l->json);
	return record(x, r, "step.pending_sync", &t, e) == -1 ? -1 : 1;
}

int
job_step_wait(struct ctx *x, int64_t id, const struct job_step_look *l,
    const char *words, struct err *e)
{
	struct rows r;
	int rc;

	if ((rc = open_rows(x, id, &r, e)) == 0)
		rc = wait_sync(x, &r, l, words, e);
	return close_rows(x, &r, rc, e);
}

int
job_step_again(struct ctx *x, int64_t id, struct err *e)
{
	struct rows r;
	struct jot t;
	int rc;

	if ((rc = open_rows(x, id, &r, e)) == 0 &&
	    (rc = step_again(x->db, id, e)) == 1) {
		jot_about(&t, &r);
		if (record(x, &r, "step.again", &t, e) == -1)
			rc = -1;
	}
	return close_rows(x, &r, rc, e);
}
