#include "act/follow.h"

#include <stdlib.h>
#include <string.h>

#include "act/record.h"
#include "base/jot.h"
#include "base/when.h"
#include "store/account.h"
#include "store/contractor.h"
#include "store/job.h"
#include "store/override.h"
#include "store/setting.h"

int
follow_source(struct ctx *x, int64_t contractor, const char **source,
    struct err *e)
{
	static const char *const above[] = { "operator", "decision" };
	char *value;
	int i, rc;

	*source = "roster";
	for (i = 0; i < 2; i++) {
		rc = override_get(x->db, contractor, "contract_end", above[i],
		    &value, e);
		free(value);
		if (rc == -1)
			return -1;
		if (rc == 1) {
			*source = above[i];
			break;
		}
	}
	return 0;
}

/* 1 at the first account whose expiry is another. */
static int
differs(const struct account *a, void *arg)
{
	const int64_t *ends_at = arg;

	return strcmp(a->state, "gone") != 0 && !a->converted &&
	    a->expires_at != WHEN_NEVER && a->expires_at != *ends_at;
}

static int
record(struct ctx *x, const char *action, const struct contractor *c,
    struct jot *j, struct err *e)
{
	return record_about(x, action, "contractor", c->id, j, NULL, e);
}

/* 1 if nothing stands in the way any more; 0, -1. */
static int
clear_way(struct ctx *x, const struct contractor *c, struct err *e)
{
	struct job was;
	struct jot j;
	int rc;

	if ((rc = job_pending(x->db, c->id, "extend", &was, e)) != 1)
		return rc == -1 ? -1 : 1;
	if (was.begun || was.decision == 0 || strcmp(was.state, "due") != 0)
		return 0;
	jot_init(&j);
	jot_int(&j, "job", was.id);
	jot_str(&j, "kind", was.kind);
	jot_int(&j, "decision", was.decision);
	jot_str(&j, "why", "the last day has moved since");
	rc = job_undone(x->db, was.id, e);
	if (rc == 1 && record(x, "job.dropped", c, &j, e) == -1)
		rc = -1;
	jot_clear(&j);
	return rc;
}

static int
add(struct ctx *x, const struct contractor *c, struct err *e)
{
	const char *source;
	char by[64];
	struct jot j;
	int64_t id;
	int rc;

	if (follow_source(x, c->id, &source, e) == -1 ||
	    setting_by(x->db, "write_expiry", by, sizeof(by), e) == -1 ||
	    job_insert_rule(x->db, c->id, "write_expiry", x->now, x->now, &id,
	    e) == -1)
		return -1;
	jot_init(&j);
	jot_int(&j, "job", id);
	jot_str(&j, "kind", "extend");
	jot_str(&j, "rule", "write_expiry");
	jot_str(&j, "policy_set_by", by);
	jot_str(&j, "contract_end", c->contract_end);
	jot_str(&j, "end_from", source);
	rc = record(x, "job.add", c, &j, e);
	jot_clear(&j);
	return rc == -1 ? -1 : 1;
}

static int
follow(struct ctx *x, const struct contractor *c, struct err *e)
{
	int32_t end = when_day(c->contract_end);
	int64_t ends_at;
	int rc;

	if (end == WHEN_NO_DAY || (strcmp(c->status, "active") != 0 &&
	    strcmp(c->status, "pending_review") != 0 &&
	    strcmp(c->status, "suspended") != 0))
		return 0;
	ends_at = when_after(end);
	if ((rc = account_each(x->db, c->id, differs, &ends_at, e)) != 1)
		return rc;
	if ((rc = clear_way(x, c, e)) != 1)
		return rc;
	return add(x, c, e);
}

int
follow_end(struct ctx *x, int64_t contractor, struct err *e)
{
	struct contractor c;
	int rc;

	if (strcmp(policy_get(x->policy, "write_expiry"), "always") != 0)
		return 0;
	memset(&c, 0, sizeof(c));
	if ((rc = contractor_get(x->db, contractor, &c, e)) == 1)
		rc = follow(x, &c, e);
	contractor_clear(&c);
	return rc == -1 ? err_add(e, "expiry") : rc;
}
