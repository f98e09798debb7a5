/*
 * One run of a program: tenant, lock, configuration, database, policy, clock,
 * and its row in table run.
 */
#ifndef ACT_TOOL_H
#define ACT_TOOL_H

#include "act/ctx.h"
#include "base/conf.h"
#include "base/opt.h"
#include "base/tenant.h"
#include "store/role.h"

struct tool {
	const char *name;	/* "ctr-ingest" */
	struct tenant tenant;
	struct conf *conf;
	struct policy *policy;
	struct ctx ctx;
	char	keys[512];	/* room for key_dir */
	int	dry;
	int	running;	/* a row in run waits for its end */
	const char *part;	/* connector or drop directory; "" */
};

enum {
	TOOL_LOCK = 1,		/* one run per tenant (not with -n) */
	TOOL_SECRET = 2,	/* reads TENANT.secret */
	TOOL_OPERATOR = 4,	/* the actor is the person at the shell */
	TOOL_RUN = 8,		/* keeps a row in run (not with -n) */
	TOOL_ANY_ZONE = 32,	/* goes on, in UTC, where the tenant's zone is
				 * not here (any more): who sets another, or
				 * counts no days */
	TOOL_CLICK = 16		/* a CGI: now ($CTR_NOW) counts only for a
				 * tenant made with ctr-init --test, with -n
				 * too: it must not show a page of another
				 * day.  In one read transaction from here to
				 * db_rollback; -n opens with db_open_page. */
};

/*
 * tool_open: with -n the database is opened with ROLE_READ.  Checks the clock
 * against the newest evidence (ERR_TEMP) and -T against the test mark
 * (ERR_USAGE).  0, or -1 with e; 1: another run of the program is at it (only
 * with TOOL_LOCK).  tool_close is due after 0 only.
 */
int tool_open(struct tool *, const char *name, const struct opt_common *,
    enum role, int flags, struct err *);
/* tool_run: a row in run from now on, as TOOL_RUN does at once: for a program
 * that mostly finds nothing to do.  0 too where it is there, and with -n. */
int tool_run(struct tool *, struct err *);
/* tool_close: status and report go to the run row.  The status to exit with. */
int tool_close(struct tool *, int status, const char *report);

/* tool_operator: the login behind sudo, "operator/alice", printable ASCII. */
void tool_operator(char actor[EVIDENCE_ACTOR]);

#endif
