#include "act/govern.h"

#include <string.h>

#include "base/jot.h"
#include "store/contractor.h"
#include "store/evidence.h"
#include "store/setting.h"

/* What the cadence's rule reads. */
static const char *const rule[] = { "zone", "send_days", "holidays",
	"heartbeat_day", "offsets", "monthly_cap", "quiet_days",
	"escalate_after_days", "escalate_after_days_end", "escalate_levels",
	"escalate_top", "fallback_reviewer", "contractor_may_review",
	"expired_days", "suspended_days", "at_end", NULL };

static int
in_rule(const char *name)
{
	size_t i;

	if (strncmp(name, "mail.", 5) == 0)
		return 1;		/* kinds that are not sent */
	for (i = 0; rule[i] != NULL; i++)
		if (strcmp(rule[i], name) == 0)
			return 1;
	return 0;
}

static int
record(struct ctx *x, const char *name, const char *value, int64_t *seq,
    struct err *e)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_change(&j, name, policy_get(x->policy, name), value);
	rc = evidence_add(x->db, x->now, x->actor, "policy.set", "policy",
	    jot_get(&j), seq, e);
	jot_clear(&j);
	return rc;
}

int
govern_set(struct ctx *x, const char *name, const char *value, struct err *e)
{
	const struct policy_setting *s = policy_find(name);
	const char *to;
	int64_t seq;

	if (s == NULL || (value != NULL && policy_check(name, value, e) == -1))
		return s != NULL ? -1 : policy_check(name, "", e);
	to = value != NULL ? value : s->otherwise;
	if (strcmp(policy_get(x->policy, name), to) == 0)
		return 0;
	if (db_begin(x->db, e) == -1)
		return -1;
	if (record(x, name, to, &seq, e) == -1 ||
	    setting_set(x->db, name, strcmp(to, s->otherwise) == 0 ? NULL : to,
	    x->now, x->actor, seq, e) == -1 ||
	    (in_rule(name) && contractor_look_all(x->db, e) == -1)) {
		db_rollback(x->db);
		return err_add(e, "%s", name);
	}
	return db_commit(x->db, e) == -1 ? -1 : 1;
}
