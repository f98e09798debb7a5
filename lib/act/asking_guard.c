/* The look at a run of questions before its first effect. */
#include <stdio.h>

#include "act/asking.h"
#include "act/held.h"
#include "base/jot.h"
#include "store/run_size.h"

#define KIND "job_held"
#define SUBJECT "questions"

static int
tell(struct asking *a, int first, int64_t limit, struct err *e)
{
	struct ctx *x = a->run.x;
	char text[120], command[120];
	struct job_mail_held m = { NULL, "questions to reviewers", first ?
	    "The first questions of a tenant wait until somebody has looked." :
	    "More questions are due than one run may ask.", text, command,
	    a->questions, first ? -1 : limit };
	struct jot j;
	int rc;

	(void)snprintf(text, sizeof(text), "%lld questions and %lld "
	    "escalations are due", (long long)a->questions,
	    (long long)a->escalations);
	(void)snprintf(command, sizeof(command), "ctr-cadence -t %s --accept "
	    "%lld", x->tenant->name, (long long)a->questions);
	if (db_begin(x->db, e) == -1)
		return -1;
	jot_init(&j);
	jot_int(&j, "due", a->questions);
	jot_int(&j, "escalations", a->escalations);
	if (!first)
		jot_int(&j, "limit", limit);
	rc = held_tell(x, KIND, SUBJECT, first ? "first" : "over",
	    jot_get(&j), &m, e);
	jot_clear(&j);
	if (rc == -1) {
		db_rollback(x->db);
		return -1;
	}
	return db_commit(x->db, e);
}

/* Who names contractors at the shell is there to read why. */
static int
held(struct asking *a, int first, int64_t limit, int64_t accept,
    struct err *e)
{
	if (a->whole && tell(a, first, limit, e) == -1)
		return -1;
	if (accept != -1)
		return err_set(e, ERR_REFUSED, "held: %lld questions are due, "
		    "not %lld", (long long)a->questions, (long long)accept);
	if (first)
		return err_set(e, ERR_REFUSED, "held: the first run would ask "
		    "%lld questions; -n shows them, --accept %lld sends them",
		    (long long)a->questions, (long long)a->questions);
	return err_set(e, ERR_REFUSED, "held: %lld questions are due, %lld is "
	    "the limit; -n shows them, --accept %lld sends them",
	    (long long)a->questions, (long long)limit,
	    (long long)a->questions);
}

int
asking_guard(struct asking *a, int64_t accept, struct err *e)
{
	int64_t limit = policy_int(a->run.x->policy, "mail_limit"), largest;
	int any;

	if (run_size_largest(a->run.x->db, a->run.x->now - 90 * 86400LL,
	    &largest, &any, e) == -1)
		return -1;
	if (limit < 3 * largest)
		limit = 3 * largest;
	if (a->questions == 0 || (any && a->questions <= limit) ||
	    accept == a->questions)
		return a->whole ? held_over(a->run.x, KIND, SUBJECT, e) : 0;
	return held(a, !any, limit, accept, e);
}
