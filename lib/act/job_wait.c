#include "act/job_wait.h"

#include <string.h>

#include "act/record.h"
#include "base/jot.h"
#include "store/contractor.h"
#include "store/job.h"
#include "store/setting.h"

struct waiting {
	struct ctx *x;
	struct err *e;
};

static int
record(struct ctx *x, const struct job *about, const char *kind, int64_t id,
    struct err *e)
{
	char by[64];
	struct jot t;
	int rc;

	if (setting_by(x->db, "suspend_while_waiting", by, sizeof(by), e) ==
	    -1)
		return -1;
	jot_init(&t);
	jot_int(&t, "job", id);
	jot_str(&t, "kind", kind);
	jot_str(&t, "rule", "waiting");
	jot_str(&t, "policy_set_by", by);
	if (strcmp(about->kind, "offboard") == 0) {
		jot_int(&t, "departure", about->id);
		jot_int(&t, "decision", about->decision);
	} else
		jot_int(&t, "lifts", about->id);
	rc = record_about(x, "job.add", "contractor", about->contractor, &t,
	    NULL, e);
	jot_clear(&t);
	return rc;
}

/* Nothing is taken that one step does not give back: it is no departure. */
static int
suspend(const struct job *j, void *arg)
{
	struct waiting *w = arg;
	struct ctx *x = w->x;
	struct contractor c;
	int64_t id;
	int rc, fits;

	if (strcmp(j->kind, "offboard") != 0 || j->due_at > x->now)
		return 0;
	memset(&c, 0, sizeof(c));
	if ((rc = contractor_get(x->db, j->contractor, &c, w->e)) != 1)
		return rc;
	fits = strcmp(c.status, "active") == 0 ||
	    strcmp(c.status, "pending_review") == 0;
	contractor_clear(&c);
	if (!fits || (rc = job_ruled(x->db, j->contractor, "waiting",
	    j->due_at, w->e)) == 1)
		return 0;
	if (rc == -1 || job_insert_rule(x->db, j->contractor, "waiting",
	    x->now, x->now, &id, w->e) == -1)
		return -1;
	return record(x, j, "suspend", id, w->e);
}

static int
lift(const struct job *j, void *arg)
{
	struct waiting *w = arg;
	int64_t id;

	if (job_insert_lift(w->x->db, j->contractor, w->x->now, &id, w->e) ==
	    -1)
		return -1;
	return record(w->x, j, "lift", id, w->e);
}

int
job_wait(struct ctx *x, struct err *e)
{
	struct waiting w = { x, e };
	int rc;

	if (db_begin(x->db, e) == -1)
		return -1;
	rc = policy_on(x->policy, "suspend_while_waiting") ?
	    job_each_waiting(x->db, suspend, &w, e) : 0;
	if (rc == 0)
		rc = job_each_left_waiting(x->db, lift, &w, e);
	if (rc == -1) {
		db_rollback(x->db);
		return -1;
	}
	return db_commit(x->db, e);
}

static int
newest(const struct job *j, void *arg)
{
	int *by_policy = arg;

	if (strcmp(j->state, "done") != 0)
		return 0;
	if (strcmp(j->kind, "suspend") == 0)
		*by_policy = strcmp(j->rule, "waiting") == 0;
	else if (strcmp(j->kind, "lift") == 0 ||
	    strcmp(j->kind, "reinstate") == 0)
		*by_policy = 0;
	return 0;
}

int
job_wait_over(struct ctx *x, int64_t contractor, struct err *e)
{
	struct job d;
	int by_policy = 0, rc;

	if ((rc = job_pending(x->db, contractor, "offboard", &d, e)) != 0)
		return rc == 1 ? 0 : -1;
	rc = job_each_of(x->db, contractor, newest, &by_policy, e);
	return rc == -1 ? -1 : by_policy;
}
