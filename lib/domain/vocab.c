#include "domain/vocab.h"

#include <stddef.h>
#include <string.h>

static const struct vocab names[] = {
	{ "contractor_name", "the contractor's name", 0, "Jordan Smith" },
	{ "contractor_upn", "his login", 0, "j.smith@corp.example.test" },
	{ "contractor_email", "his address", 0, "j.smith@example.test" },
	{ "worker_id", "his number in procurement", 0, "W-10442" },
	{ "vendor", "who employs him", 0, "Northwind Services" },
	{ "department", "where he works", 0, "Plant Engineering" },
	{ "project", "what he works on", 0, "Line 4 retrofit" },
	{ "contract_start", "his first day", 0, "2026-01-12" },
	{ "contract_end", "his last day", 0, "2026-12-20" },
	{ "expiry_on", "last day before the directory ends his account", 0,
	    "2026-12-31" },
	{ "days_left", "days to the end in force", 0, "30" },
	{ "manager_name", "who the mail is to", 0, "Mia Jones" },
	{ "manager_upn", "that person's login", 0,
	    "m.jones@corp.example.test" },
	{ "answer_by", "day on which his own manager is asked", 0,
	    "2026-11-27" },
	{ "asked_on", "day on which it was asked first", 0, "2026-11-20" },
	{ "asked_of", "who was asked before", 0, "Tom Weber" },
	{ "accounts", "his accounts", 0, "ad: jsmith, ad: adm-jsmith" },
	{ "privileged", "his privileged groups", 0, "Domain Admins" },
	{ "last_login", "his last login that we know of", 0, "2026-11-18" },
	{ "attested_on", "last day on which somebody said still here", 0,
	    "2026-10-01" },
	{ "why", "why this mail is sent", 0,
	    "The contract end moved from 2026-11-30 to 2026-12-20." },
	{ "answer", "what was answered", 0, "has left" },
	{ "answered_by", "who answered", 0, "Mia Jones" },
	{ "answered_at", "when", 0, "2026-11-20 09:14" },
	{ "last_day", "the day that the answer names", 0, "2026-12-20" },
	{ "reason", "the reason that was given", 0, "Project is over." },
	{ "undo_until", "until when it can be taken back", 0,
	    "2026-11-20 09:29" },
	{ "requester", "who asked for it", 0, "Alex Kim" },
	{ "done_at", "when it was done and read back", 0,
	    "2026-11-20 09:31" },
	{ "done", "what was done", 0, "account disabled, 2 groups revoked" },
	{ "undone", "what could not be done", 0, "" },
	{ "finding", "a finding's kind", 0, "date_mismatch" },
	{ "number", "a finding's number, for ctr-review", 0, "17" },
	{ "subject", "what it is about", 0, "contractor/17" },
	{ "detail", "a few words more", 0, "contract 2026-12-20, directory "
	    "2027-03-31" },
	{ "age_days", "days since it was opened", 0, "3" },
	{ "count", "how many", 0, "2" },
	{ "days", "how many days", 0, "7" },
	{ "logins", "his last login in each system", 0,
	    "ad: 2026-11-02, okta: never" },
	{ "his_manager", "the contractor's manager", 0, "Mia Jones" },
	{ "idle_since", "the day from which inactivity is counted", 0,
	    "2026-11-02" },
	{ "unknown", "who cannot be judged, and why", 0, "ad: 2" },
	{ "limit", "how many are allowed", 0, "25" },
	{ "command", "what releases it", 0, "ctr-cadence -t acme -a 120" },
	{ "more", "rows left out of a long list", 0, "" },
	{ "tenant", "the tenant", 0, "acme" },
	{ "attest_url", "link: still here", 1, NULL },
	{ "offboard_url", "link: has left or will leave", 1, NULL },
	{ "extend_url", "link: a later last day", 1, NULL },
	{ "approve_url", "link: what is to be approved", 1, NULL },
	{ "undo_url", "link: take it back", 1, NULL },
	{ "list_url", "link: all that this mail lists, on one page", 1, NULL },
	{ "press", "what a button in Slack sends back", 2, NULL },
	{ "press_all", "the same, where all of a list is shown", 2, NULL },
	{ NULL, NULL, 0, NULL }
};

/* The kinds of mail, and the link that makes a question answerable. */
static const struct {
	const char *kind;
	const char *needs;
} kinds[] = {
	{ "heartbeat", "offboard_url" },
	{ "full", "offboard_url" },
	{ "t-30", "offboard_url" },
	{ "t-7", "offboard_url" },
	{ "t-0", "offboard_url" },
	{ "changed", "offboard_url" },
	{ "left", "offboard_url" },
	{ "escalation", "list_url" },
	{ "digest", "list_url" },
	{ "approval", "approve_url" },
	{ "inactive", "list_url" },
	{ "inactive-done", NULL },
	{ "newcomers", "list_url" },
	{ "credential", "approve_url" },
	{ "decided", NULL },
	{ "completed", NULL },
	{ "created", NULL },
	{ "held", NULL },
	{ "findings", NULL }
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

const struct vocab *
vocab_all(void)
{
	return names;
}

const struct vocab *
vocab_find(const char *name)
{
	const struct vocab *v;

	for (v = names; v->name != NULL; v++)
		if (strcmp(v->name, name) == 0)
			return v;
	return NULL;
}

int
vocab_taken(const char *name)
{
	return vocab_find(name) != NULL || strcmp(name, "ask") == 0 ||
	    strcmp(name, "rows") == 0 || strcmp(name, "contractor") == 0 ||
	    strcmp(name, "decision") == 0 ||
	    strcmp(name, VOCAB_TRIAL) == 0 || strcmp(name, "question") == 0;
}

int
vocab_kind(const char *kind, const char **needs)
{
	size_t i;

	for (i = 0; i < KINDS; i++)
		if (strcmp(kinds[i].kind, kind) == 0) {
			if (needs != NULL)
				*needs = kinds[i].needs;
			return 1;
		}
	return 0;
}

const char *const *
vocab_kinds(void)
{
	static const char *all[KINDS + 1];
	size_t i;

	for (i = 0; i < KINDS; i++)
		all[i] = kinds[i].kind;
	return all;
}
