#include "act/job_proof.h"

#include <stdio.h>
#include <string.h>

#include "act/proof.h"
#include "store/engagement.h"

/*
 * Which questions an answer is given to.  The kind of a question is in the
 * signature of its links, as far as it is an approval or not (act/proof.c): a
 * link of "is he still here?" makes no account and approves nothing, whatever
 * stands in the row.
 */
static const struct {
	const char *answer;
	const char *kinds;	/* each between spaces; "" an attestation */
} asked[] = {
	{ "offboard_now", "" },
	{ "offboard_end", "" },
	{ "offboard_day", "" },
	{ "extend", "" },
	{ "suspend", " inactive " },
	{ "provision", " provision " },
	{ "approve", " offboard extend reinstate provision " },
};

enum job_check
job_proof_no(struct err *e, const char *why)
{
	(void)err_set(e, ERR_REFUSED, "%s", why);
	return JOB_CHECK_INVALID;
}

static int
fits(const char *answer, const char *kind)
{
	char word[24];
	size_t i;

	for (i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		if (strcmp(asked[i].answer, answer) == 0)
			break;
	if (i == sizeof(asked) / sizeof(asked[0]))
		return 0;
	if (asked[i].kinds[0] == '\0')
		return question_attests(kind);
	(void)snprintf(word, sizeof(word), " %s ", kind);
	return strstr(asked[i].kinds, word) != NULL;
}

static enum job_check
about(struct ctx *x, const struct decision *d, const struct contractor *c,
    struct question *q, struct err *e)
{
	int64_t at;
	int rc;

	if (d->contractor != c->id)
		return job_proof_no(e, "the decision is about somebody else");
	if (d->undone != 0)
		return job_proof_no(e, "the decision was taken back");
	if (strcmp(d->known_by, "key") == 0 &&
	    !policy_on(x->policy, "hr_decides"))
		return job_proof_no(e, "a key decided, and hr_decides is off");
	if (d->question == 0) {
		if ((rc = engagement_ended(x->db, c->id, &at, e)) == -1)
			return JOB_CHECK_ERROR;
		return rc == 1 && d->decided_at < at ? job_proof_no(e,
		    "the decision is of an earlier stay") : JOB_CHECK_GOOD;
	}
	if ((rc = question_get(x->db, d->question, q, e)) == -1)
		return JOB_CHECK_ERROR;
	if (rc == 0 || q->contractor != c->id ||
	    q->engagement != c->engagement)
		return job_proof_no(e, "the question was about another "
		    "engagement");
	if (strcmp(d->known_by, "key") != 0 && !fits(d->answer, q->kind))
		return job_proof_no(e, "it answers another kind of question");
	return JOB_CHECK_GOOD;
}

enum job_check
job_proof(struct ctx *x, const char *keys, const struct decision *d,
    const struct contractor *c, const char *what, struct question *q,
    struct err *e)
{
	enum job_check ck;
	struct question own;
	int rc;

	if (q == NULL)
		q = &own;
	memset(q, 0, sizeof(*q));
	if ((ck = about(x, d, c, q, e)) != JOB_CHECK_GOOD)
		return ck;
	rc = proof_holds(x->db, keys, x->tenant->name, d, what, e);
	/* A key that is not there: ours is lost, or it was never ours. */
	if (rc == -1 && e->kind == ERR_DATA) {
		e->kind = ERR_REFUSED;
		rc = 0;
	}
	return rc == 1 ? JOB_CHECK_GOOD : rc == 0 ? JOB_CHECK_INVALID :
	    JOB_CHECK_ERROR;
}
