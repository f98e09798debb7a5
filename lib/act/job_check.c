#include "act/job_check.h"

#include <stdio.h>
#include <string.h>

#include "act/approval.h"
#include "act/decide.h"
#include "act/job_proof.h"
#include "act/job_wait.h"
#include "act/newcomer_said.h"
#include "act/newcomer_want.h"
#include "act/seal.h"
#include "base/when.h"
#include "store/ask.h"
#include "store/decision.h"
#include "store/evidence.h"
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
		return rc == 0 ? job_proof_no(e, "the decision is not there") :
		    JOB_CHECK_ERROR;
	ck = strcmp(d.permits, "offboard") != 0 ?
	    job_proof_no(e, "the decision does not permit a departure") :
	    job_proof(x, keys, &d, c, NULL, NULL, e);
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
	char actor[EVIDENCE_ACTOR];
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
		return rc == 0 ? job_proof_no(e, "the approval is not there") :
		    JOB_CHECK_ERROR;
	ck = job_proof(x, keys, &a, c, NULL, &q, e);
	if (ck != JOB_CHECK_GOOD)
		goto out;
	snprintf(period, sizeof(period), "job/%lld", (long long)j->id);
	if ((rc = same_person(x, d, &a, e)) == -1) {
		ck = JOB_CHECK_ERROR;
		goto out;
	}
	if (strcmp(a.answer, "approve") != 0 ||
	    strcmp(q.kind, j->kind) != 0 || strcmp(q.period, period) != 0)
		ck = job_proof_no(e, "the approval is not of this job");
	else if (rc == 1)
		ck = job_proof_no(e, "who decided is who approved");
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
	    job_proof_no(e, "hr_approval was on, and it asks for none") :
	    JOB_CHECK_GOOD;
}

/* No link extends beyond what its page would have taken. */
static enum job_check
check_extension(struct ctx *x, const struct job *j, const struct decision *d,
    struct err *e)
{
	int64_t days = policy_int(x->policy, "extend_max_days");

	if (strcmp(j->kind, "extend") != 0 ||
	    when_day(d->day_on) - x->today <= days)
		return JOB_CHECK_GOOD;
	return job_proof_no(e, "it is longer than extend_max_days");
}

/* An operator's word that gives something back is carried out at once or not
 * at all: whoever has the rows of an old one cannot have it done again. */
static enum job_check
check_age(struct ctx *x, const struct job *j, const struct decision *d,
    struct err *e)
{
	if (d->question != 0 || (strcmp(j->kind, "lift") != 0 &&
	    strcmp(j->kind, "reinstate") != 0) ||
	    x->now - d->decided_at < SEAL_DAYS * 86400LL)
		return JOB_CHECK_GOOD;
	return job_proof_no(e, "it was decided too long ago");
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

/* Who is made is who was approved, and by no other name. */
static enum job_check
check_newcomer(struct ctx *x, const char *keys, const struct decision *d,
    const struct contractor *c, const struct job_made *made, struct err *e)
{
	struct newcomer_said said;
	enum job_check ck = newcomer_said(x, keys, d, c, &said, e);
	char print[65];

	if (ck != JOB_CHECK_GOOD || made == NULL || made->print[0] == '\0')
		return ck;
	newcomer_want_print(c, c->upn, print);
	if (strcmp(print, made->print) != 0)	/* changed since the plan */
		return JOB_CHECK_EARLY;
	return made->name == NEWCOMER_NAME_NONE || (said.named &&
	    made->name != NEWCOMER_NAME_RULED) ? job_proof_no(e,
	    "his name is neither approved nor by username_rule") :
	    JOB_CHECK_GOOD;
}

enum job_check
job_check(struct ctx *x, const char *keys, const struct job *j,
    const struct contractor *c, const struct job_made *made, struct err *e)
{
	enum job_check ck;
	struct decision d;
	int rc;

	if ((ck = check_status(j, c, e)) != JOB_CHECK_GOOD)
		return ck;
	if (j->decision == 0)
		return check_rule(x, keys, j, c, e);
	if ((rc = decision_get(x->db, j->decision, &d, e)) != 1)
		return rc == 0 ? job_proof_no(e, "the decision is not there") :
		    JOB_CHECK_ERROR;
	if (strcmp(d.permits, j->kind) != 0)
		ck = job_proof_no(e, "the decision does not permit this");
	else if (strcmp(j->kind, "provision") == 0)
		ck = check_newcomer(x, keys, &d, c, made, e);
	else
		ck = job_proof(x, keys, &d, c, NULL, NULL, e);
	if (ck == JOB_CHECK_GOOD && strcmp(j->kind, "suspend") == 0 &&
	    d.question != 0 && strcmp(c->exempt_on, x->today_on) >= 0)
		ck = moot(e, "he is exempt by now");
	if (ck == JOB_CHECK_GOOD)
		ck = check_second(x, j, e);
	if (ck == JOB_CHECK_GOOD)
		ck = check_extension(x, j, &d, e);
	if (ck == JOB_CHECK_GOOD)
		ck = check_age(x, j, &d, e);
	if (ck == JOB_CHECK_GOOD && j->second)
		ck = check_approval(x, keys, j, &d, c, e);
	if (ck == JOB_CHECK_GOOD)
		ck = check_time(x, j, &d);
	decision_clear(&d);
	return ck;
}
