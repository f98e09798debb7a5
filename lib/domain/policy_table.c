#include "domain/policy.h"

#include <string.h>

#define DAY10 10000000

#define INT(name, min, max, otherwise, words) \
	{ name, POLICY_INT, min, max, NULL, otherwise, words }
#define FLAG(name, otherwise, words) \
	{ name, POLICY_FLAG, 0, 0, NULL, otherwise, words }
#define OTHER(name, type, choices, otherwise, words) \
	{ name, type, 0, 0, choices, otherwise, words }

/* In the order in which ctr-policy and its manual list them. */
const struct policy_setting policy_table[] = {
	OTHER("zone", POLICY_ZONE, NULL, "UTC",
	    "The time zone of the tenant's business dates."),
	OTHER("send_days", POLICY_WEEKDAYS, NULL, "all",
	    "Days of the week on which mail goes."),
	OTHER("holidays", POLICY_DATES, NULL, "",
	    "Dates on which no mail goes."),
	FLAG("mail.KIND", "on", "Whether mail of this kind is sent; approval, "
	    "inactive, inactive-done and digest always are."),
	INT("heartbeat_day", 1, 31, "1",
	    "Day of the month from which the monthly question is due."),
	OTHER("offsets", POLICY_OFFSETS, NULL, "30 7 0",
	    "Days before the contract end on which the manager is asked."),
	OTHER("monthly_cap", POLICY_CHOICE, "anchors strict", "anchors",
	    "What the promise of one mail a month binds."),
	INT("quiet_days", 0, 31, "14",
	    "No monthly question so soon after another question."),
	FLAG("digest", "off", "One mail per reviewer and day."),
	INT("mail_limit", 0, DAY10, "50",
	    "More questions than this in one run are held."),
	INT("escalate_after_days", 1, 60, "7",
	    "Days of silence before the next level is asked."),
	INT("escalate_after_days_end", 1, 30, "2",
	    "The same near or after the end."),
	INT("escalate_levels", 0, 10, "2",
	    "Levels above the manager, before the fallback reviewer."),
	OTHER("escalate_top", POLICY_LIST, NULL, "",
	    "Nobody above these people is asked."),
	OTHER("fallback_reviewer", POLICY_ADDRESS, NULL, "",
	    "Who is asked when no manager can be."),
	FLAG("contractor_may_review", "off",
	    "Whether a contractor may answer for another."),
	INT("sod_days", 0, 90, "7",
	    "Separation of duties: an answer so soon after a change of manager "
	    "is marked."),
	INT("token_days", 1, 120, "45", "Life of a link."),
	OTHER("answer_auth", POLICY_CHOICE, "link login", "link",
	    "Whether a link suffices, or the reviewer must be logged in."),
	FLAG("attest_reason", "off", "An attest must say why."),
	INT("undo_minutes", 0, 1440, "15",
	    "A departure starts so long after its decision."),
	INT("extend_max_days", 0, 730, "90",
	    "The farthest a reviewer may move the end; 0: no such button."),
	INT("extend_max_times", 0, 20, "2",
	    "More extensions than this need an approver."),
	INT("offboard_ahead_days", 0, 365, "60",
	    "How far ahead a last day may be named."),
	OTHER("notify_departure", POLICY_LIST, NULL, "",
	    "Addresses told of each departure."),
	OTHER("notify_created", POLICY_LIST, NULL, "",
	    "Addresses told of each account made."),
	FLAG("auto_start", "on",
	    "A confirmed departure starts by itself."),
	FLAG("hr_approval", "off",
	    "An approver's click comes before a departure starts."),
	FLAG("hr_decides", "off",
	    "HR's word through the API is a decision."),
	OTHER("approvers", POLICY_LIST, NULL, "",
	    "Who may approve: UPNs or addresses."),
	FLAG("suspend_while_waiting", "off",
	    "Accounts are suspended while a departure waits for approval."),
	OTHER("at_end", POLICY_CHOICE, "ask suspend", "ask",
	    "What the day after the last day does when nobody has decided."),
	OTHER("write_expiry", POLICY_CHOICE, "never extend always", "extend",
	    "When the directory's expiry is written: for an extension, or "
	    "always, when the last day moves."),
	OTHER("steps", POLICY_LIST, "disable end_sessions set_expiry "
	    "revoke_groups all_groups random_password describe move_ou delete",
	    "!disable end_sessions set_expiry !revoke_groups",
	    "Steps of a departure in their order; ! marks a required one."),
	OTHER("privileged_groups", POLICY_LIST, NULL, "",
	    "Groups that count as privileged beyond the well-known ones."),
	OTHER("protected", POLICY_LIST, NULL, "",
	    "Accounts that are never touched."),
	INT("offboard_limit", 1, 1000000, "25",
	    "Departures started in 24 hours (or 5 % of the active if more)."),
	INT("offboard_sla_hours", 1, 720, "24",
	    "From the decision to the verified disable."),
	INT("step_days", 1, 30, "5",
	    "A step that fails so long needs a person."),
	INT("reinstate_days", 0, 365, "30",
	    "How long after a departure it can be given back."),
	INT("missing_percent", 0, 100, "10",
	    "More missing of a feed than this are held (with more than 3)."),
	INT("missing_count", 0, DAY10, "500",
	    "More missing of a feed than this are held."),
	INT("feed_days", 1, 90, "3",
	    "A feed without a full roster for so long is stale."),
	INT("expired_days", 0, 90, "7",
	    "An expired account still enabled for so long is a finding."),
	INT("finding_days", 1, 365, "7",
	    "A finding open for so long is in its owner's mail."),
	OTHER("finding_owner.KIND", POLICY_ADDRESS, NULL, "",
	    "Who owns findings of this kind."),
	OTHER("link_attributes", POLICY_LIST, NULL, "employeeID",
	    "Directory attributes that link a further account to its person."),
	OTHER("provision_approval", POLICY_LIST, "manager approver -",
	    "manager", "Who must say yes to a newcomer, in order; - nobody."),
	OTHER("username_rule", POLICY_TEXT, NULL, "{f}{family}",
	    "How a login name is made."),
	INT("provision_ahead_days", 0, 90, "3",
	    "How long before the start an account is made."),
	INT("max_term_days", 1, 1825, "365",
	    "The longest contract of a newcomer."),
	FLAG("inactive", "off", "Whether the inactive are asked about."),
	INT("inactive_days", 1, 730, "7",
	    "Days without a login that count as inactive."),
	INT("inactive_never_days", 1, 730, "14",
	    "Days that somebody has for his first login."),
	OTHER("inactive_connectors", POLICY_LIST, NULL, "-",
	    "Systems whose logins count; - all that know."),
	INT("inactive_limit", 1, 1000, "50",
	    "More inactive than this (or 20 % of the active) are held."),
	INT("inactive_deny_days", 0, 365, "7",
	    "Somebody refused is not listed again for so long."),
	INT("approval_hours", 1, 336, "24",
	    "How long an inactivity list waits."),
	INT("suspended_days", 0, 365, "30",
	    "After so long the manager is asked; 0 never."),
	INT("raw_days", 30, 3650, "90",
	    "How long the field values of mails are kept."),
	INT("retain_days", 0, 3650, "400",
	    "After so long a person may be erased."),
	OTHER("legal_hold", POLICY_LIST, NULL, "", "People never erased."),
	INT("roster_age_hours", 1, 8760, "48",
	    "No roster for so long is a warning."),
	INT("sync_age_hours", 1, 8760, "26",
	    "No sync for so long is a warning."),
	INT("cadence_age_hours", 1, 8760, "26",
	    "No cadence run for so long is a warning."),
	INT("mail_age_minutes", 1, 10080, "60",
	    "Mail queued for so long is a warning."),
	INT("job_age_minutes", 1, 10080, "60",
	    "A job due for so long is a warning."),
	INT("cert_days", 1, 365, "30",
	    "A directory's certificate that ends sooner is a warning of "
	    "ctr-sync."),
	{ NULL, POLICY_TEXT, 0, 0, NULL, NULL, NULL }
};

static const char *const mail_kinds[] = { "heartbeat", "full", "t-30", "t-7",
	"t-0", "changed", "left", "escalation", "digest", "decided",
	"completed", "approval", "inactive", "inactive-done", "created", "held",
	"findings", NULL };

static const char *const finding_kinds[] = { "unregistered",
	"missing_from_roster", "missing_account", "ambiguous_match",
	"duplicate", "override", "date_mismatch", "expired_enabled",
	"disabled_out_of_band", "reenabled", "manager_invalid",
	"undeliverable", "unanswered", "past_end", "privileged_access",
	"converted", "changed_hands", "rehire", "still_on_roster",
	"reviewer_disputed", "feed_stale", "approval_waiting", "roster_held",
	"job_held", "connector_down", "proof_invalid", "step_failed",
	"mail_uncertain", NULL };

const char *const *
policy_kinds(const char *name)
{
	if (strncmp(name, "mail.", 5) == 0)
		return mail_kinds;
	if (strncmp(name, "finding_owner.", 14) == 0)
		return finding_kinds;
	return NULL;
}

const struct policy_setting *
policy_find(const char *name)
{
	const char *const *kinds = policy_kinds(name);
	const struct policy_setting *s;
	size_t stem = kinds != NULL ? strcspn(name, ".") + 1 : 0;

	if (kinds != NULL) {
		while (*kinds != NULL && strcmp(*kinds, name + stem) != 0)
			kinds++;
		if (*kinds == NULL)
			return NULL;
	}
	for (s = policy_table; s->name != NULL; s++)
		if (stem != 0 ? strncmp(s->name, name, stem) == 0 &&
		    strcmp(s->name + stem, "KIND") == 0 :
		    strcmp(s->name, name) == 0)
			return s;
	return NULL;
}
