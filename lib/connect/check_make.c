/* The checks that make one account, and take it away again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "base/mem.h"
#include "base/when.h"
#include "connect/check.h"

#define SOME_DAY 1924992000	/* 2031-01-01T00:00:00Z */
#define LOOKS 5			/* for what a search does not find yet */

struct maker {
	struct check *k;
	struct connector *c;
	char	login[24];
	char	*upn;
	char	*id;		/* of what was made */
};

static void
tell(struct maker *m, int rc, const char *what, const struct err *e)
{
	check_tell(m->k, rc == 0 ? CHECK_OK : CHECK_FAILED, what,
	    rc == 0 ? "" : e->text);
}

/* Asks, with the members of request (stolen), and wants this answer. */
static int
ask(struct maker *m, const char *op, json_t *request,
    enum connector_answer want, struct connector_reply *r, struct err *e)
{
	if (connector_ask(m->c, op, request, r, e) == -1)
		return -1;
	if (r->answer == want)
		return 0;
	err_set(e, ERR_DATA, "%s: %s, not %s: %s", op,
	    connector_answer_name(r->answer), connector_answer_name(want),
	    r->words);
	connector_reply_clear(r);
	return -1;
}

static json_t *
by_name(const struct maker *m)
{
	return json_pack("{s:{s:s,s:s}}", "account", "upn", m->upn, "login",
	    m->login);
}

static json_t *
by_id(const struct maker *m)
{
	return json_pack("{s:s,s:{s:s}}", "key", "ctr-check-connector",
	    "account", "remote_id", m->id);
}

/* The account of the answer is the one that was made. */
static int
same(struct maker *m, struct connector_reply *r, struct err *e)
{
	struct connector_account a;
	int rc;

	if ((rc = connector_account(r, &a, e)) == 0 && m->id == NULL)
		m->id = mem_str(a.remote_id);
	else if (rc == 0 && strcmp(m->id, a.remote_id) != 0)
		rc = err_set(e, ERR_DATA, "it answers with %s, not with %s",
		    a.remote_id, m->id);
	if (rc == 0 && a.enabled)
		rc = err_set(e, ERR_DATA, "the account is enabled");
	if (rc == 0 && connector_can(m->c, "set_expiry") &&
	    a.expires_at != SOME_DAY)
		rc = err_set(e, ERR_DATA, "its expiry is not the one asked");
	connector_reply_clear(r);
	return rc;
}

static json_t *
newcomer(const struct maker *m)
{
	return json_pack("{s:s,s:{s:s,s:s,s:s,s:s,s:s,s:s,s:I}}", "key",
	    "ctr-check-connector/create", "account", "upn", m->upn, "login",
	    m->login, "worker_id", m->login, "display_name", "Ctr Check",
	    "given_name", "Ctr", "family_name", "Check", "expires_at",
	    (json_int_t)SOME_DAY);
}

/* A cloud's search may be a moment behind what was made. */
static int
by_worker(struct maker *m, struct err *e)
{
	const struct timespec second = { 1, 0 };
	struct connector_reply r;
	int i;

	for (i = 0; i < LOOKS; i++) {
		err_clear(e);
		if (ask(m, "lookup", json_pack("{s:{s:s}}", "account",
		    "worker_id", m->login), CONNECTOR_DONE, &r, e) == 0)
			return same(m, &r, e);
		if (i + 1 < LOOKS)
			nanosleep(&second, NULL);
	}
	return -1;
}

static void
make(struct maker *m)
{
	struct connector_reply r;
	struct err e = ERR_INIT;

	if (ask(m, "lookup", by_name(m), CONNECTOR_GONE, &r, &e) == 0) {
		connector_reply_clear(&r);
		tell(m, 0, "lookup: a name that is free is gone", &e);
	} else
		tell(m, -1, "lookup: a name that is free is gone", &e);
	tell(m, ask(m, "create", newcomer(m), CONNECTOR_DONE, &r, &e) == 0 ?
	    same(m, &r, &e) : -1, "create: made, disabled, with its end", &e);
	if (m->id == NULL)
		return;
	tell(m, ask(m, "lookup", by_name(m), CONNECTOR_DONE, &r, &e) == 0 ?
	    same(m, &r, &e) : -1, "create: found by its name", &e);
	tell(m, by_worker(m, &e), "create: found by its worker_id", &e);
	tell(m, ask(m, "create", newcomer(m), CONNECTOR_ALREADY, &r, &e) ==
	    0 ? same(m, &r, &e) : -1, "create: already, and told", &e);
}

static void
password(struct maker *m)
{
	char secret[40];
	struct connector_reply r;
	struct err e = ERR_INIT;
	json_t *q;
	int rc;

	if (m->id == NULL || !connector_can(m->c, "set_password"))
		return;
	(void)snprintf(secret, sizeof(secret), "Ab7-%08x%08x",
	    (unsigned)randombytes_random(), (unsigned)randombytes_random());
	q = by_id(m);
	json_object_set_new(q, "password", json_string(secret));
	if ((rc = ask(m, "set_password", q, CONNECTOR_DONE, &r, &e)) == 0)
		connector_reply_clear(&r);
	tell(m, rc, "set_password: done", &e);
	mem_wipe(secret, sizeof(secret));
}

static void
away(struct maker *m)
{
	struct connector_reply r;
	struct err e = ERR_INIT;
	int rc;

	if (m->id == NULL)
		return;
	if ((rc = ask(m, "delete", by_id(m), CONNECTOR_DONE, &r, &e)) == 0) {
		connector_reply_clear(&r);
		rc = ask(m, "lookup", by_name(m), CONNECTOR_GONE, &r, &e);
	}
	if (rc == 0)
		connector_reply_clear(&r);
	tell(m, rc, "delete: what was made is gone again", &e);
}

/* The new one's domain is that of the account that may be tried. */
static int
begin(struct maker *m, const char *login, struct err *e)
{
	json_t *q = json_pack("{s:{s:s,s:s}}", "account", "upn", login,
	    "login", login);
	struct connector_reply r;
	struct connector_account a;
	const char *at;
	size_t len;
	int rc;

	if (ask(m, "lookup", q, CONNECTOR_DONE, &r, e) == -1)
		return -1;
	(void)snprintf(m->login, sizeof(m->login), "ctrcheck%08x",
	    (unsigned)randombytes_random());
	if ((rc = connector_account(&r, &a, e)) == 0 && (a.upn == NULL ||
	    (at = strchr(a.upn, '@')) == NULL))
		rc = err_set(e, ERR_DATA, "it has no upn");
	else if (rc == 0) {
		len = strlen(m->login) + strlen(at) + 1;
		m->upn = mem_alloc(len);
		(void)snprintf(m->upn, len, "%s%s", m->login, at);
	}
	connector_reply_clear(&r);
	return rc;
}

void
check_make(struct check *k, const char *login)
{
	struct maker m = { .k = k };
	struct err e = ERR_INIT;
	int rc = -1;

	if ((m.c = check_open(k, &e)) != NULL &&
	    !connector_can(m.c, "create")) {
		connector_close(m.c);
		return;
	}
	if (m.c != NULL && !connector_can(m.c, "delete")) {
		check_tell(k, CHECK_SKIPPED, "create",
		    "what it makes it could not delete");
		connector_close(m.c);
		return;
	}
	if (m.c != NULL)
		rc = begin(&m, login, &e);
	tell(&m, rc, "lookup: by login or upn", &e);
	if (rc == 0) {
		make(&m);
		password(&m);
		away(&m);
	}
	connector_close(m.c);
	free(m.upn);
	free(m.id);
}
