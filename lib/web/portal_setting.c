#include "web/portal_setting.h"

#include <stdio.h>
#include <string.h>

static const struct group {
	const char *name;
	const char *settings;	/* each between spaces */
} groups[] = {
	{ "days", " zone send_days holidays " },
	{ "questions", " heartbeat_day offsets monthly_cap quiet_days digest"
	    " mail_limit " },
	{ "mails", " mail.KIND " },
	{ "escalation", " escalate_after_days escalate_after_days_end"
	    " escalate_levels escalate_top fallback_reviewer " },
	{ "answers", " answer_auth attest_reason contractor_may_review"
	    " sod_days token_days undo_minutes offboard_ahead_days"
	    " extend_max_days extend_max_times " },
	{ "departures", " auto_start at_end steps write_expiry offboard_limit"
	    " offboard_sla_hours step_days reinstate_days notify_departure " },
	{ "approval", " approvers hr_approval hr_decides"
	    " suspend_while_waiting " },
	{ "newcomers", " provision_approval username_rule"
	    " provision_ahead_days max_term_days notify_created " },
	{ "inactive", " inactive inactive_days inactive_never_days"
	    " inactive_connectors inactive_limit inactive_deny_days"
	    " approval_hours suspended_days " },
	{ "accounts", " protected privileged_groups link_attributes"
	    " expired_days " },
	{ "rosters", " missing_percent missing_count feed_days " },
	{ "findings", " finding_days finding_owner.KIND " },
	{ "keeping", " raw_days retain_days legal_hold " },
	{ "watch", " roster_age_hours sync_age_hours cadence_age_hours"
	    " mail_age_minutes job_age_minutes cert_days " },
	/* what no row above has: a new setting is on the page at once */
	{ "other", NULL }
};

enum { GROUPS = sizeof(groups) / sizeof(groups[0]) };

const char *
portal_setting_group(size_t nth)
{
	return nth < GROUPS ? groups[nth].name : NULL;
}

int
portal_setting_known(const char *group)
{
	size_t i;

	for (i = 0; i < GROUPS; i++)
		if (strcmp(groups[i].name, group) == 0)
			return 1;
	return 0;
}

static int
has(const struct group *g, const char *name)
{
	char word[80];

	(void)snprintf(word, sizeof(word), " %s ", name);
	return strstr(g->settings, word) != NULL;
}

static const struct group *
group_of(const struct policy_setting *s)
{
	size_t i;

	for (i = 0; i < GROUPS - 1; i++)
		if (has(&groups[i], s->name))
			return &groups[i];
	return &groups[GROUPS - 1];
}

/* A row "mail.KIND" of the table is one setting for each kind. */
static int
each_kind(const struct policy_setting *s, portal_setting_cb *cb, void *arg)
{
	const char *const *k = policy_kinds(s->name);
	char name[80];
	int rc = 0;

	if (k == NULL)
		return cb(s->name, s, arg);
	for (; *k != NULL && rc == 0; k++) {
		(void)snprintf(name, sizeof(name), "%.*s%s",
		    (int)strcspn(s->name, ".") + 1, s->name, *k);
		rc = cb(name, s, arg);
	}
	return rc;
}

/* The rows that no group names, in the table's order. */
static int
each_other(portal_setting_cb *cb, void *arg)
{
	const struct policy_setting *s;
	int rc = 0;

	for (s = policy_table; s->name != NULL && rc == 0; s++)
		if (group_of(s)->settings == NULL)
			rc = each_kind(s, cb, arg);
	return rc;
}

static const struct policy_setting *
row_of(const char *name, size_t len)
{
	const struct policy_setting *s;

	for (s = policy_table; s->name != NULL; s++)
		if (strncmp(s->name, name, len) == 0 && s->name[len] == '\0')
			return s;
	return NULL;
}

int
portal_setting_each(const char *group, portal_setting_cb *cb, void *arg)
{
	const struct policy_setting *s;
	const char *p;
	size_t i, len;
	int rc = 0;

	for (i = 0; strcmp(groups[i].name, group) != 0; i++)
		if (i + 1 == GROUPS)
			return 0;
	if ((p = groups[i].settings) == NULL)
		return each_other(cb, arg);
	for (; *(p += strspn(p, " ")) != '\0' && rc == 0; p += len) {
		len = strcspn(p, " ");
		if ((s = row_of(p, len)) != NULL)
			rc = each_kind(s, cb, arg);
	}
	return rc;
}

/* line: the one line of a template that is about this group. */
static int
line(struct words *w, const char *template, const char *to, struct err *e)
{
	struct buf b = BUF_INIT(2048);
	int rc = words_block(w, template, &b, e);

	while (b.len > 0 && (b.p[b.len - 1] == '\n' || b.p[b.len - 1] == ' '))
		buf_cut(&b, b.len - 1);
	words_html(w, to, &b);
	buf_clear(&b);
	return rc;
}

int
portal_setting_head(struct portal *p, struct words *w, const char *group,
    struct err *e)
{
	char is[40];
	int rc;

	(void)p;
	(void)snprintf(is, sizeof(is), "is_%s", group);
	words_set(w, "group", group);
	words_flag(w, is, 1);
	rc = line(w, "settings-heads", "heading", e);
	if (rc == 0)
		rc = line(w, "settings-hints", "hint", e);
	words_flag(w, is, 0);
	return rc;
}
