#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "act/refusal.h"
#include "base/say.h"
#include "web/portal.h"
#include "web/portal_form.h"
#include "web/portal_pace.h"

/*
 * enter: who reads, out of the configuration alone, before the registry is
 * opened.  That a tenant is not there is told like a role that is not.  0, or
 * -1 with e: it failed; 1: he may not, and the page says so.
 */
static int
enter(struct portal *p, struct err *e)
{
	struct tenant t;
	struct conf *c;

	if (tenant_init(&t, p->tenant, e) == -1 ||
	    (c = conf_load(&t, CONF_PLAIN, e)) == NULL)
		return -1;
	p->may = portal_roles(p, c);
	conf_free(c);
	if (p->may != 0)
		return 0;
	say("%s: no role for %s", p->tenant,
	    p->cgi.user[0] != '\0' ? p->cgi.user : "a request without user");
	portal_problem(p, 403);
	return 1;
}

static int
open_tool(struct portal *p, struct tool *t, enum role role, struct err *e)
{
	struct opt_common o = { .tenant = p->tenant, .accept = -1 };

	o.dry = p->method != CGI_POST;
	o.now = getenv("CTR_NOW");
	if (tool_open(t, "ctr-portal-cgi", &o, o.dry ? ROLE_READ : role,
	    TOOL_CLICK, e) == -1)
		return -1;
	p->tool = t;
	p->x = &t->ctx;
	p->conf = t->conf;
	(void)snprintf(p->x->actor, sizeof(p->x->actor), "operator/%s",
	    p->cgi.user);
	cgi_address(&p->cgi, conf_or(t->conf, "web", "client_header",
	    "REMOTE_ADDR"));
	portal_words(p, NULL);
	return 0;
}

int
portal_forbid(struct portal *p, int status, const char *why, struct err *e)
{
	int rc = portal_pace(p, PACE_REFUSED, e);

	say("%s: %s of %s refused: %s", p->tenant, p->path, p->cgi.user, why);
	if (rc == 1) {
		db_rollback(p->x->db);
		db_narrow(p->x->db, ROLE_WEB);
		rc = refusal_note(p->x, p->path, why, p->cgi.address, e);
	}
	if (rc == -1)
		return -1;
	portal_problem(p, status);
	return 0;
}

/* refused: what was sent cannot be done; its page says why. */
static int
refused(struct portal *p, struct err *e)
{
	int (*back)(struct portal *, struct err *) = p->route->back != NULL ?
	    p->route->back : p->route->show;

	if (back == NULL || (e->kind != ERR_DATA && e->kind != ERR_REFUSED &&
	    e->kind != ERR_USAGE))
		return -1;
	db_rollback(p->x->db);
	words_set(p->words, "error", e->text);
	words_flag(p->words, "not_done", 1);
	err_clear(e);
	buf_empty(&p->out);
	p->status = 422;
	if (!db_in_transaction(p->x->db) && db_snapshot(p->x->db, e) == -1)
		return -1;
	return back(p, e);
}

/* sent: a POST.  Its marks first; a file's form carries them in its body, and
 * its own act looks. */
static int
sent(struct portal *p, struct err *e)
{
	int rc;

	if (!portal_may(p, p->route->need))
		return portal_forbid(p, 403, "role", e);
	if (!portal_origin(p))
		return portal_forbid(p, 409, "origin", e);
	rc = p->route->file ? 1 : portal_form_ok(p, form_get(&p->body,
	    "mark"), e);
	if (rc == 0)
		return portal_forbid(p, 409, "mark", e);
	if (rc == 1)
		rc = portal_pace(p, 1, e);
	if (rc == -1)
		return -1;
	if (rc == 0) {
		portal_problem(p, 429);
		return 0;
	}
	db_rollback(p->x->db);	/* an act has its own transactions */
	return p->route->act(p, e) == 0 ? 0 : refused(p, e);
}

/* looked: a GET or HEAD. */
static int
looked(struct portal *p, struct err *e)
{
	if (portal_may(p, p->route->need))
		return p->route->show(p, e);
	say("%s: %s may not see %s", p->tenant, p->cgi.user, p->path);
	portal_problem(p, 403);
	return 0;
}

static int
serve(struct portal *p, struct tool *t, struct err *e)
{
	int rc = enter(p, e);

	if (rc != 0)
		return rc == 1 ? 0 : -1;
	if (p->route == NULL) {
		portal_problem(p, 404);
		return 0;
	}
	/* Who may not send this has no business with its tables. */
	if (open_tool(p, t, portal_may(p, p->route->need) ? p->route->role :
	    ROLE_WEB, e) == -1)
		return -1;
	return p->method == CGI_POST ? sent(p, e) : looked(p, e);
}

/* failed: to who has a role, that a tenant was never made is no secret. */
static void
failed(struct portal *p, const struct err *e)
{
	struct tenant t;
	struct err none = ERR_INIT;

	(void)say_err(e);
	portal_problem(p, e->kind == ERR_TEMP ? 503 : e->kind == ERR_CONFIG &&
	    p->may != 0 && tenant_init(&t, p->tenant, &none) == 0 &&
	    access(t.db, F_OK) == -1 ? 404 : 500);
}

void
portal_serve(struct portal *p, struct tool *t)
{
	struct err e = ERR_INIT;

	p->words = words_portal();
	if (serve(p, t, &e) == -1)
		failed(p, &e);
	/* The lock goes before the page does; the process ends soon. */
	if (p->x != NULL)
		db_rollback(p->x->db);
}
