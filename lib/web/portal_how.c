#include "web/portal_how.h"

#include <stdio.h>
#include <string.h>

#include "base/when.h"
#include "store/tally.h"

/* The numbers that its sentences hold, each {{NAME}} of the template. */
static const char *const numbers[] = { "heartbeat_day", "quiet_days",
	"mail_limit", "escalate_after_days", "escalate_after_days_end",
	"escalate_levels", "token_days", "undo_minutes", "extend_max_days",
	"extend_max_times", "offboard_ahead_days", "offboard_limit",
	"offboard_sla_hours", "reinstate_days", "missing_percent",
	"missing_count", "suspended_days", "retain_days", NULL };
/* What is on or off, each {{NAME_on}} or {{NAME_off}}. */
static const char *const flags[] = { "digest", "attest_reason", "auto_start",
	"hr_approval", "inactive", NULL };
/* Words of the tenant's own. */
static const char *const texts[] = { "send_days", "holidays",
	"fallback_reviewer", "zone", NULL };

static void
offsets(struct portal *p)
{
	struct buf b = BUF_INIT(200);
	int list[6], i, n = policy_offsets(p->x->policy, list);

	for (i = 0; i < n; i++)
		buf_fmt(&b, "%s%d", i == 0 ? "" : ", ", list[i]);
	words_set(p->words, "offsets", buf_get(&b));
	buf_clear(&b);
}

static void
settings(struct portal *p)
{
	const struct policy *policy = p->x->policy;
	struct words *w = p->words;
	char name[64];
	size_t i;

	for (i = 0; numbers[i] != NULL; i++)
		words_int(w, numbers[i], policy_int(policy, numbers[i]));
	for (i = 0; flags[i] != NULL; i++) {
		(void)snprintf(name, sizeof(name), "%s_%s", flags[i],
		    policy_on(policy, flags[i]) ? "on" : "off");
		words_flag(w, name, 1);
	}
	for (i = 0; texts[i] != NULL; i++)
		words_set(w, texts[i], policy_get(policy, texts[i]));
	words_flag(w, "cap_strict", strcmp(policy_get(policy, "monthly_cap"),
	    "strict") == 0);
	words_flag(w, "cap_anchors", strcmp(policy_get(policy,
	    "monthly_cap"), "strict") != 0);
	words_flag(w, "at_end_ask", strcmp(policy_get(policy, "at_end"),
	    "ask") == 0);
	words_flag(w, "at_end_suspend", strcmp(policy_get(policy, "at_end"),
	    "ask") != 0);
	words_flag(w, "quiet_some", policy_int(policy, "quiet_days") > 0);
	words_flag(w, "quiet_none", policy_int(policy, "quiet_days") == 0);
	words_flag(w, "days_all", strcmp(policy_get(policy, "send_days"),
	    "all") == 0);
	words_flag(w, "days_some", strcmp(policy_get(policy, "send_days"),
	    "all") != 0);
	words_flag(w, "fallback_none", *policy_get(policy,
	    "fallback_reviewer") == '\0');
	offsets(p);
}

static int
path(struct portal *p, struct err *e)
{
	struct words *w = p->words;
	struct tally_today t;

	if (tally_today(p->x->db, when_start(p->x->today), &t, e) == -1)
		return -1;
	words_int(w, "rosters", t.rosters);
	words_int(w, "roster_rows", t.rows);
	words_int(w, "added", t.added);
	words_int(w, "changed", t.changed);
	words_int(w, "contractors", t.contractors);
	words_int(w, "questions", t.questions);
	words_int(w, "mails", t.mails);
	words_int(w, "sent", t.sent);
	words_int(w, "answers", t.answers);
	words_int(w, "leaves", t.leaves);
	words_int(w, "started", t.started);
	words_int(w, "ended", t.ended);
	words_int(w, "departures_open", t.open);
	words_int(w, "records", t.records);
	words_int(w, "newest", t.newest);
	return 0;
}

static int
how(struct portal *p, struct err *e)
{
	struct words *w = p->words;
	struct tally_spread t;

	if (path(p, e) == -1 ||
	    tally_spread(p->x->db, p->x->today, &t, e) == -1)
		return -1;
	words_int(w, "row_end", t.row[0]);
	words_int(w, "row_expiry", t.row[1]);
	words_int(w, "row_none", t.row[2]);
	words_int(w, "row_all", t.row[0] + t.row[1] + t.row[2]);
	words_int(w, "looked", t.looked);
	words_int(w, "all", t.all);
	words_flag(w, "rows_counted", !t.estimated);
	words_flag(w, "rows_estimated", t.estimated);
	settings(p);
	portal_command(p, "ctr-cadence", "-n", "-o", "table", (char *)NULL);
	return portal_page(p, "how", "how", e);
}

const struct portal_route portal_how[] = {
	{ "how", PORTAL_VIEW, how, NULL, ROLE_READ, 0, NULL, 0 },
	{ NULL, 0, NULL, NULL, ROLE_READ, 0, NULL, 0 }
};
