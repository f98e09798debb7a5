#include "store/role.h"

#include <string.h>

/*
 * "evidence" and "run" belong to all that write.  Beyond the obvious:
 * ingest, sync and edit withdraw a scheduled departure when they move the end
 * later (job), in the transaction that moves it; cadence makes the job of
 * at_end = suspend; ingest mails who operates it about what is held; a click
 * may set the contract end (override), but not what the link of a list covers
 * (listed); inactive drops a suspension that could not start in a day (job),
 * and records what an approver pressed in Slack (decision).  The portal's
 * clicks write no decision; job is theirs for what a last day that moves ends
 * or follows, and the schema gives a rule's alone without one.
 */
static const struct {
	enum role role;
	const char *tables;	/* each between spaces */
} grid[] = {
	{ ROLE_READ, " " },
	{ ROLE_INGEST, " contractor override upn_former engagement finding"
	    " feed roster job question outbox " },
	{ ROLE_SYNC, " contractor upn_former engagement person account finding"
	    " sync sync_wish job question " },
	{ ROLE_CADENCE, " contractor finding question ask outbox job"
	    " listed " },
	{ ROLE_MAIL, " outbox finding question contractor " },
	{ ROLE_CLICK, " contractor override finding question ask outbox"
	    " decision job newcomer credential listed engagement " },
	{ ROLE_OFFBOARD, " contractor account finding outbox job step question"
	    " ask decision engagement newcomer credential listed"
	    " errand " },
	{ ROLE_PRESS, " press " },
	{ ROLE_INACTIVE, " finding question ask outbox job listed decision"
	    " press " },
	{ ROLE_REVIEW, " contractor override account finding question ask"
	    " outbox engagement upn_former " },
	{ ROLE_EDIT, " contractor override upn_former engagement deputy finding"
	    " decision job question ask outbox " },
	{ ROLE_POLICY, " policy contractor " },
	{ ROLE_TEMPLATE, " template " },
	{ ROLE_EVIDENCE, " checkpoint " },
	{ ROLE_ERASE, " contractor override person account finding outbox"
	    " upn_former step decision api_request errand " },
	{ ROLE_KEY, " api_key " },
	{ ROLE_API, " api_key " },
	{ ROLE_API_NEW, " api_key api_request contractor engagement newcomer"
	    " finding question ask outbox listed " },
	{ ROLE_API_REPORT, " api_key api_request contractor finding question"
	    " ask outbox " },
	{ ROLE_API_DECIDE, " api_key api_request contractor finding question"
	    " ask outbox decision job " },
	{ ROLE_API_ROSTER, " api_key api_request contractor override"
	    " upn_former engagement finding feed roster job question"
	    " outbox " },
	{ ROLE_API_SYNC, " api_key api_request sync_wish " },
	{ ROLE_WEB, " " },
	{ ROLE_WEB_ASK, " contractor finding question ask outbox " },
	{ ROLE_WEB_BULK, " contractor override engagement finding job"
	    " question ask outbox " },
	{ ROLE_WEB_DEPUTY, " deputy " },
	{ ROLE_WEB_EDIT, " contractor override engagement finding job"
	    " question " },
	{ ROLE_WEB_ERRAND, " errand " },
	{ ROLE_WEB_EXEMPT, " contractor " },
	{ ROLE_WEB_NEW, " contractor engagement newcomer finding question"
	    " ask outbox listed " },
	{ ROLE_WEB_REMIND, " ask outbox listed " },
	{ ROLE_WEB_ROSTER, " contractor override upn_former engagement"
	    " finding feed roster job question outbox " },
	{ ROLE_WEB_SYNC, " sync_wish " },
	{ ROLE_WEB_TRIAL, " outbox " },
};

static int
listed(const char *tables, const char *table)
{
	size_t n = strlen(table);
	const char *p = tables;

	while ((p = strstr(p, table)) != NULL) {
		if (p[-1] == ' ' && p[n] == ' ')
			return 1;
		p += n;
	}
	return 0;
}

int
role_may_write(enum role role, const char *table)
{
	size_t i;

	if (role == ROLE_INIT)
		return 1;
	if (role == ROLE_READ || table[0] == '\0')
		return 0;
	if (strcmp(table, "evidence") == 0 || strcmp(table, "run") == 0)
		return 1;
	for (i = 0; i < sizeof(grid) / sizeof(grid[0]); i++)
		if (grid[i].role == role)
			return listed(grid[i].tables, table);
	return 0;
}

int
role_may_change(enum role role, const char *table, const char *column)
{
	static const char answered[] = " status was departure active_on"
	    " contract_end missing_on attested_at next_check_on changed_at ";

	if (!role_may_write(role, table))
		return 0;
	if (strcmp(table, "contractor") != 0 || (role != ROLE_CLICK &&
	    role != ROLE_API_REPORT && role != ROLE_API_DECIDE))
		return 1;
	return column != NULL && listed(answered, column);
}
