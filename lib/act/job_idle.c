#include "act/job_idle.h"

#include <stdio.h>
#include <string.h>

#include "act/record.h"
#include "base/jot.h"
#include "base/num.h"
#include "base/when.h"
#include "store/decision.h"
#include "store/question.h"

int
job_idle(struct ctx *x, const struct job *j, int64_t *since, struct err *e)
{
	struct decision d;
	struct question q;
	const char *days;
	int64_t n;
	int rc;

	if (strcmp(j->kind, "suspend") != 0 || j->decision == 0)
		return 0;
	if ((rc = decision_get(x->db, j->decision, &d, e)) != 1)
		return rc;
	rc = d.question == 0 ? 0 : question_get(x->db, d.question, &q, e);
	decision_clear(&d);
	if (rc != 1 || strcmp(q.kind, "inactive") != 0)
		return rc == -1 ? -1 : 0;
	/* period is DAY/DAYS */
	days = strchr(q.period, '/');
	if (days == NULL || num_int(days + 1, 1, 730, &n) == -1)
		return err_set(e, ERR_BUG, "question/%lld: period %s",
		    (long long)q.id, q.period);
	*since = q.opened_at - n * 86400;
	return 1;
}

int
job_idle_drop(struct ctx *x, const struct job *j, const char *connector,
    int64_t login_at, struct err *e)
{
	char at[21], why[80];
	struct jot t;
	int rc;

	when_iso(login_at, at);
	(void)snprintf(why, sizeof(why), "logged in: %s, %s", connector, at);
	jot_init(&t);
	jot_int(&t, "job", j->id);
	jot_str(&t, "kind", j->kind);
	jot_int(&t, "decision", j->decision);
	jot_str(&t, "why", why);
	jot_str(&t, "connector", connector);
	jot_str(&t, "login_at", at);
	if ((rc = db_begin(x->db, e)) == 0) {
		rc = job_undone(x->db, j->id, e);
		if (rc == 1)
			rc = record_about(x, "job.dropped", "contractor",
			    j->contractor, &t, NULL, e);
		if (rc == 0)
			rc = db_commit(x->db, e);
		else
			db_rollback(x->db);
	}
	jot_clear(&t);
	return rc;
}
