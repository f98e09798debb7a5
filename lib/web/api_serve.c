#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act/answer_hr.h"
#include "base/say.h"
#include "domain/scope.h"
#include "web/api.h"

const struct api_route api_routes[] = {
	{ "contractors", 0, SCOPE_SEE, ROLE_API, api_contractors,
	    " limit after " },
	{ "contractors", 1, SCOPE_MAKE, ROLE_API_NEW, api_newcomer,
	    " dry " },
	{ "contractors/ingest", 1, SCOPE_ROSTER, ROLE_API_ROSTER, api_roster,
	    " feed mode accept " },
	{ "contractors/*", 0, SCOPE_SEE, ROLE_API, api_contractor, "" },
	{ "contractors/*/evidence", 0, SCOPE_EVIDENCE, ROLE_API,
	    api_contractor_evidence, " limit after " },
	{ "newcomers/*", 0, SCOPE_MAKE, ROLE_API, api_newcomers, "" },
	{ "offboarding/ingest", 1, SCOPE_LEAVE, ROLE_API_DECIDE, api_leave,
	    "" },
	{ "offboarding/*", 0, SCOPE_SEE_WORK, ROLE_API, api_left, "" },
	{ "offboarding/*/evidence", 0, SCOPE_EVIDENCE, ROLE_API,
	    api_left_evidence, " limit after " },
	{ "jobs", 0, SCOPE_SEE_WORK, ROLE_API, api_jobs, " limit after " },
	{ "jobs/*", 0, SCOPE_SEE_WORK, ROLE_API, api_job, "" },
	{ "jobs/*/evidence", 0, SCOPE_EVIDENCE, ROLE_API, api_job_evidence,
	    " limit after " },
	{ "sync", 1, SCOPE_SYNC, ROLE_API_SYNC, api_sync, "" },
	{ "sync/*", 0, SCOPE_SYNC, ROLE_API, api_synced, "" },
	{ NULL, 0, NULL, ROLE_READ, NULL, NULL }
};

static int
work(struct api *a, struct err *e)
{
	const char *scope = a->route->scope;
	int wait_s = 0;

	switch (caller_enter(a->x, a->bearer, scope, &a->key, &wait_s, e)) {
	case CALLER_GOOD:
		break;
	case CALLER_UNKNOWN:
		return api_problem(a, 401, "unauthorized",
		    "a bearer of this tenant is needed");
	case CALLER_BUSY:
		return api_again(a, 429, "too_many_requests", wait_s);
	case CALLER_MAY_NOT:
		return api_problem(a, 403, "forbidden",
		    "this key has not the scope %s", scope);
	default:
		return -1;
	}
	/* Only where its word is a decision can one be written. */
	if (a->route->role == ROLE_API_DECIDE &&
	    !answer_hr_decides(a->x, &a->key))
		db_narrow(a->x->db, ROLE_API_REPORT);
	cgi_address(&a->cgi, conf_or(a->tool->conf, "web", "client_header",
	    "REMOTE_ADDR"));
	a->status = 200;
	return a->route->run(a, e);
}

/* failed: what is wrong here is said in our log, not to the caller. */
static void
failed(struct api *a, const struct err *e)
{
	struct tenant t;
	struct err none = ERR_INIT;

	/* That a tenant is not there is told like a bearer that is not. */
	if (e->kind == ERR_CONFIG && (tenant_init(&t, a->tenant, &none) ==
	    -1 || access(t.db, F_OK) == -1)) {
		(void)api_problem(a, 401, "unauthorized",
		    "a bearer of this tenant is needed");
		return;
	}
	(void)say_err(e);
	if (e->kind == ERR_TEMP)
		(void)api_again(a, 503, "busy", 30);
	else
		(void)api_problem(a, 500, "internal",
		    "this could not be done; our log says why");
}

static int
open_tool(struct api *a, struct tool *t, struct err *e)
{
	struct opt_common o = { .tenant = a->tenant, .accept = -1 };

	o.now = getenv("CTR_NOW");
	a->tool = NULL;
	a->x = NULL;
	if (tool_open(t, "ctr-api-cgi", &o, a->route->role, TOOL_CLICK, e) ==
	    -1)
		return -1;
	/* A click's look at one instant: a request has its own transactions,
	 * and a roster may be long in coming. */
	db_rollback(t->ctx.db);
	a->tool = t;
	a->x = &t->ctx;
	return 0;
}

int
api_reopen(struct api *a, struct err *e)
{
	struct tool *t = a->tool;
	char actor[sizeof(t->ctx.actor)];

	memcpy(actor, t->ctx.actor, sizeof(actor));
	(void)tool_close(t, 0, NULL);
	if (open_tool(a, t, e) == -1)
		return -1;
	memcpy(t->ctx.actor, actor, sizeof(actor));
	return 0;
}

int
api_still(struct api *a, struct err *e)
{
	switch (caller_still(a->x, a->bearer, a->route->scope, &a->key, e)) {
	case CALLER_GOOD:
		return 1;
	case CALLER_ERROR:
		return -1;
	default:
		return api_problem(a, 401, "unauthorized",
		    "the key was revoked, or is over, since it was sent");
	}
}

void
api_serve(struct api *a, struct tool *t)
{
	struct err e = ERR_INIT;

	a->bearer = api_bearer(a);
	if (open_tool(a, t, &e) == -1 || work(a, &e) == -1)
		failed(a, &e);
	if (a->tool != NULL)
		(void)tool_close(t, 0, NULL);
	a->tool = NULL;
	a->x = NULL;
}
