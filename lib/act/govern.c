#include "act/govern.h"

#include <string.h>

#include "base/buf.h"
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

int
govern_asks(const char *name)
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
record(struct ctx *x, const char *name, const char *was, const char *value,
    int64_t *seq, struct err *e)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_change(&j, name, was, value);
	rc = evidence_add(x->db, x->now, x->actor, "policy.set", "policy",
	    jot_get(&j), seq, e);
	jot_clear(&j);
	return rc;
}

/* to: what it will be.  NULL with e. */
static const char *
aim(const struct govern *g, struct err *e)
{
	const struct policy_setting *s = policy_find(g->name);

	if (s == NULL) {
		(void)policy_check(g->name, "", e);
		return NULL;
	}
	if (g->value == NULL)
		return s->otherwise;
	return policy_check(g->name, g->value, e) == -1 ? NULL : g->value;
}

/* One of them, in the transaction.  1 changed, 0 it was so, -1. */
static int
change(struct ctx *x, const struct govern *g, struct err *e)
{
	const char *otherwise, *to = aim(g, e);
	struct buf is = BUF_INIT(16384);
	int64_t seq;
	int rc;

	if (to == NULL)
		return -1;
	otherwise = policy_find(g->name)->otherwise;
	if ((rc = setting_get(x->db, g->name, &is, e)) == 0)
		buf_str(&is, otherwise);
	if (rc != -1 && g->was != NULL && strcmp(g->was, buf_get(&is)) != 0)
		rc = err_set(e, ERR_REFUSED, "somebody has set it meanwhile, "
		    "to '%.200s'", buf_get(&is));
	else if (rc != -1 && strcmp(buf_get(&is), to) == 0)
		rc = 0;
	else if (rc != -1)
		rc = record(x, g->name, buf_get(&is), to, &seq, e) == -1 ||
		    setting_set(x->db, g->name, strcmp(to, otherwise) == 0 ?
		    NULL : to, x->now, x->actor, seq, e) == -1 ? -1 : 1;
	buf_clear(&is);
	return rc == -1 ? err_add(e, "%s", g->name) : rc;
}

int
govern_all(struct ctx *x, const struct govern *all, size_t n, struct err *e)
{
	int changed = 0, look = 0, rc = 0;
	size_t i;

	if (db_begin(x->db, e) == -1)
		return -1;
	for (i = 0; rc != -1 && i < n; i++)
		if ((rc = change(x, &all[i], e)) == 1) {
			changed++;
			look |= govern_asks(all[i].name);
		}
	if (rc != -1 && look)
		rc = contractor_look_all(x->db, e);
	if (rc == -1 || changed == 0) {
		db_rollback(x->db);
		return rc == -1 ? -1 : 0;
	}
	return db_commit(x->db, e) == -1 ? -1 : changed;
}

int
govern_set(struct ctx *x, const char *name, const char *value, struct err *e)
{
	struct govern one = { name, value, NULL };

	return govern_all(x, &one, 1, e);
}
