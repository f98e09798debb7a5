/* The checks that change one account, and leave it as it was. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/when.h"
#include "connect/check.h"

#define SOME_DAY 1924992000	/* 2031-01-01T00:00:00Z, an expiry to set */

struct writer {
	struct check *k;
	struct connector *c;
	char	*id;
	const char *login;
};

/* One account, looked up; reply must be cleared when 0 came. */
static int
look(struct writer *w, struct connector_reply *r, struct connector_account *a,
    struct err *e)
{
	json_t *m = json_pack("{s:{s:s}}", "account", "remote_id", w->id);

	if (connector_ask(w->c, "lookup", m, r, e) == -1)
		return -1;
	if (r->answer != CONNECTOR_DONE)
		err_set(e, ERR_DATA, "lookup: %s",
		    connector_answer_name(r->answer));
	else if (connector_account(r, a, e) == 0)
		return 0;
	connector_reply_clear(r);
	return -1;
}

/* Asks op with these members (stolen) and the account; the answer. */
static int
ask(struct writer *w, const char *op, json_t *m, enum connector_answer want,
    struct err *e)
{
	struct connector_reply r;
	int rc = 0;

	if (m == NULL)
		m = json_object();
	json_object_set_new(m, "account",
	    json_pack("{s:s}", "remote_id", w->id));
	json_object_set_new(m, "key", json_string("ctr-check-connector"));
	if (connector_ask(w->c, op, m, &r, e) == -1)
		return -1;
	if (r.answer != want)
		rc = err_set(e, ERR_DATA, "%s: %s, not %s: %s", op,
		    connector_answer_name(r.answer),
		    connector_answer_name(want), r.words);
	connector_reply_clear(&r);
	return rc;
}

static void
tell(struct writer *w, int rc, const char *what, const struct err *e)
{
	check_tell(w->k, rc == 0 ? CHECK_OK : CHECK_FAILED, what,
	    rc == 0 ? "" : e->text);
}

static int
skip(struct writer *w, const char *op)
{
	if (connector_can(w->c, op))
		return 0;
	check_tell(w->k, CHECK_SKIPPED, op, "not among its ops");
	return 1;
}

/* The account must be enabled (1) or not (0) now. */
static int
is_enabled(struct writer *w, int want, struct err *e)
{
	struct connector_reply r;
	struct connector_account a;
	int rc;

	if (look(w, &r, &a, e) == -1)
		return -1;
	rc = a.enabled == want ? 0 : err_set(e, ERR_DATA,
	    "the lookup after it says %s", a.enabled ? "enabled" : "disabled");
	connector_reply_clear(&r);
	return rc;
}

static void
twice(struct writer *w, const char *op, int enabled)
{
	struct err e = ERR_INIT;

	if (skip(w, op))
		return;
	tell(w, ask(w, op, NULL, CONNECTOR_DONE, &e), enabled ?
	    "enable: done" : "disable: done", &e);
	tell(w, is_enabled(w, enabled, &e), enabled ?
	    "enable: read back" : "disable: read back", &e);
	tell(w, ask(w, op, NULL, CONNECTOR_ALREADY, &e), enabled ?
	    "enable: already" : "disable: already", &e);
}

/* The mark of a state that was changed since holds the change back. */
static void
stale_mark(struct writer *w)
{
	static const char what[] = "a mark that is no longer true: temporary";
	struct connector_reply r;
	struct connector_account a;
	struct err e = ERR_INIT;
	char *mark = NULL;
	int rc;

	if (!connector_can(w->c, "disable") || !connector_can(w->c, "enable"))
		return;
	if (look(w, &r, &a, &e) == 0) {
		mark = mem_str(a.mark);
		connector_reply_clear(&r);
	}
	if (mark == NULL) {
		check_tell(w->k, CHECK_SKIPPED, what, "lookup gives no mark");
		return;
	}
	if ((rc = ask(w, "disable", NULL, CONNECTOR_DONE, &e)) == 0 &&
	    (rc = ask(w, "enable", json_pack("{s:s}", "mark", mark),
	    CONNECTOR_TEMPORARY, &e)) == 0)
		rc = is_enabled(w, 0, &e);
	tell(w, rc, what, &e);
	tell(w, ask(w, "enable", NULL, CONNECTOR_DONE, &e),
	    "enable: done without a mark", &e);
	free(mark);
}

static json_t *
expiry(int64_t at)
{
	return json_pack("{s:o}", "expires_at",
	    at == WHEN_NEVER ? json_null() : json_integer(at));
}

static int
expires(struct writer *w, int64_t *at, struct err *e)
{
	struct connector_reply r;
	struct connector_account a;

	if (look(w, &r, &a, e) == -1)
		return -1;
	*at = a.expires_at;
	connector_reply_clear(&r);
	return 0;
}

static int
set_and_see(struct writer *w, int64_t at, struct err *e)
{
	int64_t seen;

	if (ask(w, "set_expiry", expiry(at), CONNECTOR_DONE, e) == -1 ||
	    expires(w, &seen, e) == -1)
		return -1;
	return seen == at ? 0 : err_set(e, ERR_DATA, "the lookup after it says"
	    " %lld, not %lld", (long long)seen, (long long)at);
}

static void
expiry_round(struct writer *w)
{
	struct err e = ERR_INIT;
	int64_t was;

	if (skip(w, "set_expiry"))
		return;
	if (expires(w, &was, &e) == -1) {
		tell(w, -1, "set_expiry", &e);
		return;
	}
	tell(w, set_and_see(w, SOME_DAY, &e), "set_expiry: a day", &e);
	tell(w, ask(w, "set_expiry", expiry(SOME_DAY), CONNECTOR_ALREADY, &e),
	    "set_expiry: already", &e);
	tell(w, set_and_see(w, WHEN_NEVER, &e), "set_expiry: never", &e);
	if (was != WHEN_NEVER)
		tell(w, set_and_see(w, was, &e), "set_expiry: as it was", &e);
}

static int
pick(const struct connector_group *g, void *arg)
{
	char **id = arg;

	/* A licence that is taken may be somebody else's by the time it is
	 * given back. */
	if (!g->direct || *id != NULL ||
	    strncmp(g->id, "licence:", strlen("licence:")) == 0)
		return 0;
	*id = mem_str(g->id);
	return 0;
}

struct wanted { const char *id; int there; };

static int
look_for(const struct connector_group *g, void *arg)
{
	struct wanted *x = arg;

	if (g->direct && strcmp(g->id, x->id) == 0)
		x->there = 1;
	return 0;
}

static int
has_group(struct writer *w, const char *id, int want, struct err *e)
{
	struct connector_reply r;
	struct connector_account a;
	struct wanted x = { id, 0 };
	int rc;

	if (look(w, &r, &a, e) == -1)
		return -1;
	rc = connector_groups(&a, look_for, &x, e);
	if (rc == 0 && x.there != want)
		rc = err_set(e, ERR_DATA, "the lookup after it %s group %s",
		    want ? "lacks" : "still shows", id);
	connector_reply_clear(&r);
	return rc;
}

static json_t *
groups(const char *id)
{
	return json_pack("{s:[s]}", "groups", id);
}

static int
move_group(struct writer *w, const char *op, const char *id, int want,
    struct err *e)
{
	if (ask(w, op, groups(id), CONNECTOR_DONE, e) == -1)
		return -1;
	return has_group(w, id, want, e);
}

static void
groups_round(struct writer *w)
{
	struct connector_reply r;
	struct connector_account a;
	struct err e = ERR_INIT;
	char *id = NULL;
	int rc;

	if (skip(w, "revoke_groups") || skip(w, "restore_groups"))
		return;
	if ((rc = look(w, &r, &a, &e)) == 0) {
		rc = connector_groups(&a, pick, &id, &e);
		connector_reply_clear(&r);
	}
	if (rc == -1 || id == NULL) {
		check_tell(w->k, rc == -1 ? CHECK_FAILED : CHECK_SKIPPED,
		    "revoke_groups", rc == -1 ? e.text : "it is in no group");
		return;
	}
	tell(w, move_group(w, "revoke_groups", id, 0, &e),
	    "revoke_groups: done and read back", &e);
	tell(w, ask(w, "revoke_groups", groups(id), CONNECTOR_ALREADY, &e),
	    "revoke_groups: already", &e);
	tell(w, move_group(w, "restore_groups", id, 1, &e),
	    "restore_groups: done and read back", &e);
	tell(w, ask(w, "restore_groups", groups(id), CONNECTOR_ALREADY, &e),
	    "restore_groups: already", &e);
	free(id);
}

static void
gone(struct writer *w)
{
	struct writer nobody = *w;
	char id[] = "00000000000000000000000000000000";
	struct err e = ERR_INIT;

	nobody.id = id;
	if (connector_can(w->c, "disable"))
		tell(w, ask(&nobody, "disable", NULL, CONNECTOR_GONE, &e),
		    "disable: an id that is not there is gone", &e);
}

static int
on_account(const struct connector_account *a, void *arg, struct err *e)
{
	struct writer *w = arg;

	(void)e;
	if (w->id == NULL && (strcmp(a->login, w->login) == 0 ||
	    (a->upn != NULL && strcmp(a->upn, w->login) == 0)))
		w->id = mem_str(a->remote_id);
	return 0;
}

static int
find(struct writer *w, struct err *e)
{
	struct connector_lister l = { on_account, NULL, NULL, w };
	struct connector_reply r;
	int rc;

	if (connector_list(w->c, NULL, NULL, &l, e) == -1)
		return -1;
	while ((rc = connector_read(w->c, &r, e)) == 0)
		connector_wait(&w->c, 1, -1);
	if (rc == -1)
		return -1;
	connector_reply_clear(&r);
	return w->id != NULL ? 0 : err_set(e, ERR_DATA, "%s is not listed",
	    w->login);
}

void
check_write(struct check *k, const char *login)
{
	struct err e = ERR_INIT;
	struct writer w = { .k = k, .login = login };
	int was = 1, rc = -1;
	struct connector_reply r;
	struct connector_account a;

	if ((w.c = check_open(k, &e)) != NULL && find(&w, &e) == 0 &&
	    look(&w, &r, &a, &e) == 0) {
		was = a.enabled;
		connector_reply_clear(&r);
		rc = 0;
	}
	tell(&w, rc, "lookup: the account to try", &e);
	if (rc == 0) {
		if (was)
			twice(&w, "disable", 0);
		twice(&w, "enable", 1);
		stale_mark(&w);
		expiry_round(&w);
		groups_round(&w);
		gone(&w);
		if (!was)
			twice(&w, "disable", 0);
	}
	connector_close(w.c);
	free(w.id);
}
