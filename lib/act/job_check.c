#include "act/job_check.h"

#include <stdio.h>
#include <string.h>

#include "act/approval.h"
#include "act/decide.h"
#include "act/job_wait.h"
#include "act/newcomer_want.h"
#include "act/proof.h"
#include "base/when.h"
#include "store/ask.h"
#include "store/decision.h"
#include "store/engagement.h"
#include "store/evidence.h"
#include "store/newcomer_row.h"
#include "store/question.h"
#include "store/setting.h"

static const struct {
	const char *kind;
	const char *statuses;	/* each between spaces */
} may[] = {
	{ "offboard", " active pending_review suspended " },
	{ "suspend", " active pending_review suspended " },
	{ "lift", " suspended " },
	{ "reinstate", " offboarded " },
	{ "extend", " active pending_review suspended " },
	{ "provision", " candidate " },
};

static enum job_check
moot(struct err *e, const char *why)
{
	(void)err_set(e, ERR_DATA, "%s", why);
	return JOB_CHECK_MOOT;
}

static enum job_check
invalid(struct err *e, const char *why)
{
	(void)err_set(e, ERR_REFUSED, "%s", why);
	return JOB_CHECK_INVALID;
}

static enum job_check
check_status(const struct job *j, const struct contractor *c, struct err *e)
{
	char word[24];
	size_t i;

	snprintf(word, sizeof(word), " %s ", c->status);
	for (i = 0; i < sizeof(may) / sizeof(may[0]); i++)
		if (strcmp(may[i].kind, j->kind) == 0 &&
		    strstr(may[i].statuses, word) != NULL)
			return JOB_CHECK_GOOD;
	(void)err_set(e, ERR_DATA, "he is %s", c->status);
	return JOB_CHECK_MOOT;
}

/* One decision's proof, and that it is about this stay of this person. */
static enum job_check
check_decision(struct ctx *x, const char *keys, const struct decision *d,
    const struct contractor *c, struct err *e)
{
	struct question q;
	int64_t at;
	int rc;

	if (d->contractor != c->id)
		return invalid(e, "the decision is about somebody else");
	if (d->undone != 0)
		return invalid(e, "the decision was taken back");
	if (strcmp(d->known_by, "key") == 0 &&
	    !policy_on(x->policy, "hr_decides"))
		return invalid(e, "a key decided, and hr_decides is off");
	if (d->question == 0) {
		if ((rc = engagement_ended(x->db, c->id, &at, e)) == -1)
			return JOB_CHECK_ERROR;
		if (rc == 1 && d->decided_at < at)
			return invalid(e, "the decision is of an earlier stay");
	} else {
		if ((rc = question_get(x->db, d->question, &q, e)) == -1)
			return JOB_CHECK_ERROR;
		if (rc == 0 || q.contractor != c->id ||
		    q.engagement != c->engagement)
			return invalid(e, "the question was about another "
			    "engagement");
	}
	rc = proof_holds(x->db, keys, x->tenant->name, d, e);
	/* A key that is not there: ours is lost, or it was never ours. */
	if (rc == -1 && e->kind == ERR_CONFIG)
		rc = 0;
	return rc == 1 ? JOB_CHECK_GOOD : rc == 0 ? JOB_CHECK_INVALID :
	    JOB_CHECK_ERROR;
}

/* A departure waits for its approval, and a person did decide it. */
static enum job_check
check_waiting(struct ctx *x, const char *keys, const struct contractor *c,
    struct err *e)
{
	enum job_check ck;
	struct decision d;
	struct job off;
	int rc;

	if (!policy_on(x->policy, "suspend_while_waiting"))
		return moot(e, "policy suspend_while_waiting is off");
	if ((rc = job_pending(x->db, c->id, "offboard", &off, e)) == -1)
		return JOB_CHECK_ERROR;
	if (rc == 0 || strcmp(off.state, "waiting") != 0)
		return moot(e, "no departure of his waits");
	if (off.due_at > x->now)
		return JOB_CHECK_EARLY;
	if ((rc = decision_get(x->db, off.decision, &d, e)) != 1)
		return rc == 0 ? invalid(e, "the decision is not there") :
		    JOB_CHECK_ERROR;
	ck = strcmp(d.permits, "offboard") != 0 ?
	    invalid(e, "the decision does not permit a departure") :
	    check_decision(x, keys, &d, c, e);
	decision_clear(&d);
	return ck;
}

/* The expiry follows the last day that holds now. */
static enum job_check
check_follow(struct ctx *x, int32_t end, struct err *e)
{
	if (strcmp(policy_get(x->policy, "write_expiry"), "always") != 0)
		return moot(e, "policy write_expiry is no longer always");
	return end != WHEN_NO_DAY ? JOB_CHECK_GOOD :
	    moot(e, "he has no last day any more");
}

/* What a policy does by itself, still by that policy. */
static enum job_check
check_rule(struct ctx *x, const char *keys, const struct job *j,
    const struct contractor *c, struct err *e)
{
	int32_t end = when_day(c->contract_end);
	int rc;

	if (strcmp(j->kind, "lift") == 0) {
		if ((rc = job_wait_over(x, c->id, e)) == -1)
			return JOB_CHECK_ERROR;
		return rc == 1 ? JOB_CHECK_GOOD :
		    moot(e, "it is not by policy that he is suspended");
	}
	if (strcmp(j->rule, "write_expiry") == 0)
		return check_follow(x, end, e);
	if (strcmp(j->rule, "at_end") != 0)
		return check_waiting(x, keys, c, e);
	if (strcmp(policy_get(x->policy, "at_end"), "suspend") != 0)
		return moot(e, "policy at_end is no longer suspend");
	if (end == WHEN_NO_DAY || when_after(end) > x->now)
		return moot(e, "his last day is not over");
	return JOB_CHECK_GOOD;
}

/* 1 if an operator decided and, by his login, approved too. */
static int
same_operator(struct ctx *x, const struct decision *a,
    const struct decision *b, struct err *e)
{
	char actor[128];
	struct ask two;
	int rc;

	rc = evidence_actor(x->db, a->evidence, actor, sizeof(actor), e);
	if (rc != 1 || (rc = ask_get(x->db, b->ask, &two, e)) != 1)
		return rc;
	rc = decide_own(x->db, actor, two.reviewer_key, e);
	ask_clear(&two);
	return rc;
}

/* 1 if both are one person's. */
static int
same_person(struct ctx *x, const struct decision *a, const struct decision *b,
    struct err *e)
{
	struct ask one, two;
	int rc;

	if (a->ask == 0)
		return same_operator(x, a, b, e);
	if ((rc = ask_get(x->db, a->ask, &one, e)) != 1)
		return rc;
	if ((rc = ask_get(x->db, b->ask, &two, e)) == 1) {
		rc = approval_same(x->db, one.reviewer_key, two.reviewer_key,
		    e);
		ask_clear(&two);
	}
	ask_clear(&one);
	return rc;
}

/* The approval was asked for this very job, and of somebody else. */
static enum job_check
check_approval(struct ctx *x, const char *keys, const struct job *j,
    const struct decision *d, const struct contractor *c, struct err *e)
{
	enum job_check ck = JOB_CHECK_ERROR;
	char period[40];
	struct question q;
	struct decision a;
	int rc;

	if ((rc = decision_get(x->db, j->approval, &a, e)) != 1)
		return rc == 0 ? invalid(e, "the approval is not there") :
		    JOB_CHECK_ERROR;
	ck = check_decision(x, keys, &a, c, e);
	if (ck != JOB_CHECK_GOOD)
		goto out;
	snprintf(period, sizeof(period), "job/%lld", (long long)j->id);
	if ((rc = question_get(x->db, a.question, &q, e)) == -1 ||
	    (rc == 1 && (rc = same_person(x, d, &a, e)) == -1)) {
		ck = JOB_CHECK_ERROR;
		goto out;
	}
	if (strcmp(a.answer, "approve") != 0 || strcmp(q.period, period) != 0)
		ck = invalid(e, "the approval is not of this job");
	else if (rc == 1)
		ck = invalid(e, "who decided is who approved");
out:
	decision_clear(&a);
	return ck;
}

struct since {
	const char *name;
	int64_t	set_at;
};

static int
find_setting(const char *name, const char *value, int64_t set_at,
    const char *set_by, void *arg)
{
	struct since *s = arg;

	(void)value;
	(void)set_by;
	if (strcmp(name, s->name) == 0)
		s->set_at = set_at;
	return 0;
}

/* Whoever made the job could not leave the approval out. */
static enum job_check
check_second(struct ctx *x, const struct job *j, struct err *e)
{
	struct since s = { "hr_approval", INT64_MAX };

	if (j->second || strcmp(j->kind, "offboard") != 0 ||
	    !policy_on(x->policy, "hr_approval"))
		return JOB_CHECK_GOOD;
	if (setting_each(x->db, find_setting, &s, e) == -1)
		return JOB_CHECK_ERROR;
	return s.set_at <= j->made_at ?
	    invalid(e, "hr_approval was on, and it asks for none") :
	    JOB_CHECK_GOOD;
}

static enum job_check
check_time(struct ctx *x, const struct job *j, const struct decision *d)
{
	int64_t from = j->due_at, undo;

	if (strcmp(j->kind, "offboard") == 0) {
		undo = policy_int(x->policy, "undo_minutes") * 60;
		if (d->day_on[0] != '\0')
			undo = when_after(when_day(d->day_on)) - d->decided_at;
		if (d->decided_at + undo > from)
			from = d->decided_at + undo;
	}
	return from <= x->now ? JOB_CHECK_GOOD : JOB_CHECK_EARLY;
}

/* Each who had to say yes before the last has; of him as he is now. */
static enum job_check
check_newcomer(struct ctx *x, const char *keys, const struct contractor *c,
    struct err *e)
{
	enum job_check ck = JOB_CHECK_GOOD;
	char period[40], print[65];
	struct newcomer_row r;
	struct decision d;
	struct question q;
	int i, rc;

	newcomer_want_digest(c, print);
	if ((rc = newcomer_row_get(x->db, c->id, c->engagement, &r, e)) == -1)
		return JOB_CHECK_ERROR;
	if (rc == 0 || strcmp(r.print, print) != 0)
		ck = invalid(e, "he is not who was approved");
	for (i = 0; ck == JOB_CHECK_GOOD && i < r.stage; i++) {
		snprintf(period, sizeof(period), "approval/%d/%d", r.round,
		    i);
		memset(&d, 0, sizeof(d));
		rc = question_find(x->db, c->id, c->engagement, "provision",
		    period, &q, e);
		if (rc == 1)
			rc = decision_get(x->db, q.decision, &d, e);
		if (rc == 1 && strcmp(d.answer, "approve") == 0)
			ck = check_decision(x, keys, &d, c, e);
		else
			ck = rc == -1 ? JOB_CHECK_ERROR :
			    invalid(e, "an approval is missing");
		decision_clear(&d);
	}
	newcomer_row_clear(&r);
	return ck;
}

enum job_check
job_check(struct ctx *x, const char *keys, const struct job *j,
    const struct contractor *c, struct err *e)
{
	enum job_check ck;
	struct decision d;
	int rc;

	if ((ck = check_status(j, c, e)) != JOB_CHECK_GOOD)
		return ck;
	if (j->decision == 0)
		return check_rule(x, keys, j, c, e);
	if ((rc = decision_get(x->db, j->decision, &d, e)) != 1)
		return rc == 0 ? invalid(e, "the decision is not there") :
		    JOB_CHECK_ERROR;
	if (strcmp(d.permits, j->kind) != 0)
		ck = invalid(e, "the decision does not permit this");
	else
		ck = check_decision(x, keys, &d, c, e);
	if (ck == JOB_CHECK_GOOD && strcmp(j->kind, "suspend") == 0 &&
	    d.question != 0 && strcmp(c->exempt_on, x->today_on) >= 0)
		ck = moot(e, "he is exempt by now");
	if (ck == JOB_CHECK_GOOD)
		ck = check_second(x, j, e);
	if (ck == JOB_CHECK_GOOD && strcmp(j->kind, "provision") == 0)
		ck = check_newcomer(x, keys, c, e);
	if (ck == JOB_CHECK_GOOD && j->second)
		ck = check_approval(x, keys, j, &d, c, e);
	if (ck == JOB_CHECK_GOOD)
		ck = check_time(x, j, &d);
	decision_clear(&d);
	return ck;
}
