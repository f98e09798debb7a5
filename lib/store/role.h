/* Which program may write which table: the grid behind SQLite's authorizer. */
#ifndef STORE_ROLE_H
#define STORE_ROLE_H

enum role {
	/* ctr-list, -n, status: temporary tables only */
	ROLE_READ,
	ROLE_INIT,		/* ctr-init: everything, schema too */
	ROLE_INGEST,
	ROLE_SYNC,
	ROLE_CADENCE,
	ROLE_MAIL,		/* ctr-mail, ctr-bounce */
	ROLE_CLICK,		/* ctr-token-cgi */
	ROLE_PRESS,		/* ctr-chat-cgi: what came, and nothing else */
	ROLE_OFFBOARD,
	ROLE_INACTIVE,
	ROLE_REVIEW,
	ROLE_EDIT,
	ROLE_POLICY,
	ROLE_TEMPLATE,
	ROLE_EVIDENCE,
	ROLE_ERASE,
	ROLE_KEY,		/* ctr-key */
	/* ctr-api-cgi, by what was asked: reading, newcomers, a report, a
	 * decision (policy hr_decides), a roster, a list wished for */
	ROLE_API,
	ROLE_API_NEW,
	ROLE_API_REPORT,
	ROLE_API_DECIDE,
	ROLE_API_ROSTER,
	ROLE_API_SYNC,
	/* ctr-portal-cgi: evidence of what it refused; and where the tool's
	 * role would be more than the page needs: a manager asked, a deputy,
	 * what ctr-edit says of a contractor but a decision, an approval's
	 * mail once more, a roster, a list wished for, a mail as a
	 * test to oneself */
	ROLE_WEB,
	ROLE_WEB_ASK,
	ROLE_WEB_BULK,		/* narrowed to one of the two beside it */
	ROLE_WEB_DEPUTY,
	ROLE_WEB_EDIT,
	ROLE_WEB_ERRAND,	/* word left for ctr-offboard */
	ROLE_WEB_EXEMPT,	/* inactivity alone */
	ROLE_WEB_NEW,		/* newcomers asked for */
	ROLE_WEB_REMIND,
	ROLE_WEB_ROSTER,
	ROLE_WEB_SYNC,
	ROLE_WEB_TRIAL
};

/* role_may_write: 1 if role may insert, update or delete in table. */
int role_may_write(enum role, const char *table);
/* role_may_change: and this column of its rows; NULL: whole rows, an insert or
 * a delete.  What faces a browser writes of a contractor what an answer
 * changes, not who he is or whose. */
int role_may_change(enum role, const char *table, const char *column);

#endif
