#include "act/job_start.h"

#include <stdio.h>
#include <string.h>

#include "act/job_check.h"
#include "act/job_end.h"
#include "act/notice.h"
#include "act/record.h"
#include "act/seal.h"
#include "base/jot.h"
#include "store/account.h"
#include "store/step.h"

static int
record(struct ctx *x, const struct job *j, const char *action, struct jot *t,
    struct err *e)
{
	return record_about(x, action, "contractor", j->contractor, t, NULL, e);
}

/* Nothing is touched: held until the proof holds, or a person stops it. */
static int
hold(struct ctx *x, const struct job *j, const char *why, struct err *e)
{
	char subject[40];
	struct jot t;
	int rc;

	snprintf(subject, sizeof(subject), "job/%lld", (long long)j->id);
	jot_init(&t);
	jot_int(&t, "job", j->id);
	jot_str(&t, "kind", j->kind);
	jot_int(&t, "contractor", j->contractor);
	jot_int(&t, "decision", j->decision);
	jot_str(&t, "why", why);
	rc = job_held(x->db, j->id, e);
	if (rc == 1)
		rc = record(x, j, "job.held", &t, e);
	if (rc != -1)
		rc = notice_open(x, "proof_invalid", subject, why, jot_get(&t),
		    e);
	jot_clear(&t);
	return rc == -1 ? -1 : 0;
}

static int
drop(struct ctx *x, const struct job *j, const char *why, struct err *e)
{
	struct jot t;
	int rc;

	jot_init(&t);
	jot_int(&t, "job", j->id);
	jot_str(&t, "kind", j->kind);
	jot_int(&t, "decision", j->decision);
	jot_str(&t, "why", why);
	rc = job_undone(x->db, j->id, e);
	if (rc == 1)
		rc = record(x, j, "job.dropped", &t, e);
	jot_clear(&t);
	return rc == -1 ? -1 : 0;
}

struct others {
	struct ctx *x;
	const struct job *departure;
	struct err *e;
};

/* A departure overtakes what else was to be done to the same accounts; what
 * was asked of a connector already is settled first, by looking. */
static int
overtake(const struct job *j, void *arg)
{
	struct others *o = arg;
	int rc;

	if (j->id == o->departure->id || (strcmp(j->state, "waiting") != 0 &&
	    strcmp(j->state, "due") != 0 && strcmp(j->state, "held") != 0))
		return 0;
	if ((rc = step_doing(o->x->db, j->id, o->e)) != 0)
		return rc == 1 ? 0 : -1;
	return drop(o->x, j, "a departure overtakes it", o->e);
}

static int
lay(struct ctx *x, const struct job *j, const struct job_lay *l, size_t n,
    struct jot *t, struct err *e)
{
	struct account a;
	int64_t id;
	size_t i;
	int rc;
	struct jot one;

	jot_list(t, "steps");
	for (i = 0; i < n; i++) {
		if (step_insert(x->db, j->id, l[i].account, (int)i + 1,
		    l[i].op, l[i].required, l[i].args, &id, e) == -1 ||
		    (l[i].next_at != 0 && step_not_before(x->db, id,
		    l[i].next_at, e) == -1) || seal_step(x, id, e) == -1)
			return -1;
		if ((rc = account_get(x->db, l[i].account, &a, e)) != 1)
			return rc == 0 ? err_set(e, ERR_BUG, "account/%lld is "
			    "not there", (long long)l[i].account) : -1;
		jot_init(&one);
		jot_int(&one, "step", id);
		jot_str(&one, "op", l[i].op);
		jot_bool(&one, "required", l[i].required);
		jot_str(&one, "connector", a.connector);
		jot_str(&one, "login", a.login);
		jot_str(&one, "remote_id", a.remote_id);
		jot_item_raw(t, jot_get(&one));
		jot_clear(&one);
		account_clear(&a);
	}
	jot_end(t);
	return 0;
}

/* "was" is where a stop leads back to; pending_review says it by itself. */
static int
leave(struct ctx *x, const struct job *j, const struct contractor *c,
    struct jot *t, struct err *e)
{
	if (strcmp(j->kind, "offboard") != 0)
		return 0;
	jot_change(t, "status", c->status, "offboarding");
	return contractor_status(x->db, c->id, c->status, "offboarding",
	    c->status, j->id, x->now, e);
}

static int
start(struct ctx *x, const struct job *j, const struct contractor *c,
    const struct job_lay *l, size_t n, const char *looked,
    const char *not_looked, struct err *e)
{
	char subject[40];
	struct jot t;
	int rc;

	snprintf(subject, sizeof(subject), "job/%lld", (long long)j->id);
	jot_init(&t);
	jot_int(&t, "job", j->id);
	jot_str(&t, "kind", j->kind);
	if (j->decision != 0)
		jot_int(&t, "decision", j->decision);
	else
		jot_str(&t, "rule", j->rule);
	if (j->approval != 0)
		jot_int(&t, "approval", j->approval);
	jot_int(&t, "due_at", j->due_at);
	rc = job_started(x->db, j->id, x->now, e);
	if (rc == 0)
		rc = err_set(e, ERR_TEMP, "job/%lld was changed meanwhile",
		    (long long)j->id);
	if (rc == 1 && leave(x, j, c, &t, e) == -1)
		rc = -1;
	if (rc == 1 && lay(x, j, l, n, &t, e) == -1)
		rc = -1;
	if (n == 0)
		jot_raw(&t, "none_found_in", looked);
	if (strcmp(not_looked, "[]") != 0)
		jot_raw(&t, "not_looked_in", not_looked);
	if (rc == 1 && (record(x, j, "job.start", &t, e) == -1 ||
	    notice_gone(x, "proof_invalid", subject, e) == -1))
		rc = -1;
	jot_clear(&t);
	return rc == -1 || job_end(x, j->id, e) == -1 ? -1 : 1;
}

static int
decide(struct ctx *x, const char *keys, const struct job *j,
    const struct contractor *c, const struct job_lay *l, size_t n,
    const struct job_made *made, const char *looked, const char *not_looked,
    struct err *e)
{
	struct others o = { x, j, e };

	switch (job_check(x, keys, j, c, made, e)) {
	case JOB_CHECK_ERROR:
		return -1;
	case JOB_CHECK_EARLY:
		(void)err_set(e, ERR_TEMP, "job/%lld is not due yet",
		    (long long)j->id);
		return 0;
	case JOB_CHECK_MOOT:
		return drop(x, j, e->text, e);
	case JOB_CHECK_INVALID:
		return hold(x, j, e->text, e);
	case JOB_CHECK_GOOD:
		break;
	}
	if (strcmp(j->kind, "offboard") == 0 &&
	    job_each_of(x->db, c->id, overtake, &o, e) == -1)
		return -1;
	return start(x, j, c, l, n, looked, not_looked, e);
}

int
job_start(struct ctx *x, const char *keys, int64_t job,
    const struct job_lay *l, size_t n, const struct job_made *made,
    const char *looked, const char *not_looked, struct err *e)
{
	struct contractor c;
	struct job j;
	int rc;

	memset(&c, 0, sizeof(c));
	if (db_begin(x->db, e) == -1)
		return -1;
	rc = job_get(x->db, job, &j, e);
	if (rc == 1 && (j.started_at != 0 || (strcmp(j.state, "due") != 0 &&
	    strcmp(j.state, "held") != 0))) {
		(void)err_set(e, ERR_TEMP, "job/%lld was changed meanwhile",
		    (long long)job);
		rc = 0;
	}
	if (rc == 1)
		rc = contractor_get(x->db, j.contractor, &c, e);
	if (rc == 1)
		rc = decide(x, keys, &j, &c, l, n, made, looked, not_looked,
		    e);
	contractor_clear(&c);
	if (rc == -1) {
		db_rollback(x->db);
		return err_add(e, "job/%lld", (long long)job);
	}
	return db_commit(x->db, e) == -1 ? -1 : rc;
}
