#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/when.h"
#include "connect/entra_group.h"
#include "connect/entra_user.h"

#define SELECT "id,userPrincipalName,displayName,mail,accountEnabled," \
	"employeeType,employeeId,department,createdDateTime," \
	"onPremisesSyncEnabled,signInSessionsValidFromDateTime,mailNickname"
/* lastSuccessfulSignInDateTime is kept since 2023-12-01 and not filled in for
 * what was before: Graph, signInActivity. */
#define KEPT_SINCE 1701388800
#define LOGIN_LAG 86400		/* "up to 24 hours": the same page */

void
entra_user_select(const struct entra *g, struct buf *target)
{
	http_query(target, "$select", g->logins ? SELECT ",signInActivity" :
	    SELECT);
}

int
entra_user_blind(struct entra *g, struct err *e)
{
	if (!g->logins || g->cloud.answer.status != 403)
		return 0;
	g->logins = 0;
	err_clear(e);
	return 1;
}

static int
is_contractor(const struct entra *g, const char *type)
{
	struct buf b = BUF_INIT(1024);
	int n, is = 0;

	for (n = 0; !is && type != NULL && entra_config_type(&g->conf, n, &b);
	    n++)
		is = strcasecmp(buf_get(&b), type) == 0;
	buf_clear(&b);
	return is;
}

int
entra_user_take(struct entra *g, json_t *raw, struct entra_user *u,
    struct err *e)
{
	const char *type = cloud_text(raw, "employeeType");
	char digest[DIGEST_LEN];
	json_t *o;

	memset(u, 0, sizeof(*u));
	u->raw = raw;
	u->id = cloud_text(raw, "id");
	u->upn = cloud_text(raw, "userPrincipalName");
	if (u->id == NULL || u->upn == NULL ||
	    !json_is_boolean(json_object_get(raw, "accountEnabled"))) {
		entra_user_clear(u);
		return err_set(e, ERR_DOWN, "%s: a user without id, "
		    "userPrincipalName or accountEnabled", http_host(
		    g->cloud.http));
	}
	u->worker_id = cloud_text(raw, "employeeId");
	u->enabled = json_is_true(json_object_get(raw, "accountEnabled"));
	u->synced = json_is_true(json_object_get(raw,
	    "onPremisesSyncEnabled"));
	u->contractor = is_contractor(g, type);
	/* Graph has no version of a user: what a change depends on is it. */
	o = json_pack("[b,b,s,s?,s?]", u->enabled, u->synced, u->upn,
	    u->worker_id, type);
	digest_json(o, digest);
	json_decref(o);
	snprintf(u->mark, sizeof(u->mark), "state %s", digest);
	return 0;
}

void
entra_user_clear(struct entra_user *u)
{
	json_decref(u->raw);
	memset(u, 0, sizeof(*u));
}

/* What a path names: an id or a UPN. */
static int
read_path(struct entra *g, const char *ref, struct entra_user *u,
    struct err *e)
{
	struct entra_act a = { "GET", "user", NULL, 0 };
	struct buf to = BUF_INIT(16384);
	json_t *raw = NULL;
	int rc;

	memset(u, 0, sizeof(*u));
	if (ref == NULL || *ref == '\0' || strcmp(ref, ".") == 0 ||
	    strcmp(ref, "..") == 0)
		return 0;
	do {
		buf_empty(&to);
		if ((rc = entra_target(&to, e, "users", ref,
		    (char *)NULL)) == -1)
			break;
		entra_user_select(g, &to);
		http_query(&to, "$expand", "manager($select=id)");
		a.target = buf_get(&to);
		rc = entra_ask(g, &a, NULL, &raw, e);
	} while (rc == -1 && entra_user_blind(g, e));
	buf_clear(&to);
	if (rc != 1)
		return rc;
	return entra_user_take(g, raw, u, e) == -1 ? -1 : 1;
}

int
entra_user_read(struct entra *g, const char *id, struct entra_user *u,
    struct err *e)
{
	int rc = read_path(g, id, u, e);

	if (rc != 1 || strcasecmp(u->id, id) == 0)
		return rc;
	entra_user_clear(u);	/* found by UPN: nobody has this id */
	return 0;
}

static int
keep(struct entra *g, json_t *v, void *arg, struct err *e)
{
	json_t *found = arg;

	(void)g;
	(void)e;
	json_array_append(found, v);
	return 0;
}

/* name eq 'value': a quote in it is doubled (OData 4.01, 5.1.1.13.1). */
static int
find_by(struct entra *g, const char *name, const char *value,
    struct entra_user *u, struct err *e)
{
	struct buf to = BUF_INIT(16384), filter = BUF_INIT(4096);
	json_t *found = json_array();
	struct entra_list l = { NULL, "user", 0, keep, found, NULL };
	const char *p, *id;
	int rc;

	buf_fmt(&filter, "%s eq '", name);
	for (p = value; *p != '\0'; p++) {
		buf_chr(&filter, *p);
		if (*p == '\'')
			buf_chr(&filter, '\'');
	}
	buf_chr(&filter, '\'');
	buf_str(&to, "/users");
	http_query(&to, "$filter", buf_get(&filter));
	http_query(&to, "$select", "id");
	l.target = buf_get(&to);
	rc = buf_ok(&to) && buf_ok(&filter) ? entra_each(g, &l, e) :
	    err_set(e, ERR_DATA, "%s: too long", name);
	if (rc == 0 && json_array_size(found) > 1)
		rc = err_set(e, ERR_REFUSED, "%zu users have this %s",
		    json_array_size(found), name);
	id = cloud_text(json_array_get(found, 0), "id");
	if (rc == 0 && id != NULL)
		rc = entra_user_read(g, id, u, e);
	json_decref(found);
	buf_clear(&to);
	buf_clear(&filter);
	return rc;
}

int
entra_user_find(struct entra *g, json_t *account, struct entra_user *u,
    struct err *e)
{
	const char *id = cloud_text(account, "remote_id");
	const char *upn = cloud_text(account, "upn");
	const char *login = cloud_text(account, "login");
	const char *worker = cloud_text(account, "worker_id");
	int rc = 0;

	memset(u, 0, sizeof(*u));
	if (id != NULL)
		return entra_user_read(g, id, u, e);
	if (upn != NULL)
		rc = find_by(g, "userPrincipalName", upn, u, e);
	if (rc == 0 && login != NULL && (upn == NULL ||
	    strcasecmp(login, upn) != 0))
		rc = find_by(g, strchr(login, '@') != NULL ?
		    "userPrincipalName" : "mailNickname", login, u, e);
	if (rc == 0 && worker != NULL)
		rc = find_by(g, "employeeId", worker, u, e);
	return rc;
}

int
entra_user_guard(struct entra *g, json_t *request, json_t *answer,
    struct entra_user *u, struct err *e)
{
	struct cloud_seen seen;
	int rc = entra_user_read(g, serve_account(request), u, e);

	if (rc == 0)
		serve_answer(answer, "gone", NULL);
	if (rc != 1)
		return rc;
	seen = (struct cloud_seen){ u->id, NULL, u->upn, u->worker_id,
		u->mark, u->contractor };
	if (cloud_guard(&g->cloud, request, &seen, e) == 0)
		return 1;
	entra_user_clear(u);
	return -1;
}

/* ---- as the protocol has him ---- */

static const char *
manager_of(json_t *raw)
{
	return cloud_text(json_object_get(raw, "manager"), "id");
}

/*
 * The last success is known or there was none since it is kept; who has only
 * older attempts may have succeeded with the last of them.
 */
static void
set_login(const struct entra *g, json_t *raw, json_t *a)
{
	json_t *s = json_object_get(raw, "signInActivity");
	int64_t at = cloud_when(s, "lastSuccessfulSignInDateTime");
	int64_t tried = cloud_when(s, "lastSignInDateTime");

	json_object_set_new(a, "login_known", json_boolean(g->logins));
	if (g->logins)
		json_object_set_new(a, "login_lag", json_integer(LOGIN_LAG));
	if (at == WHEN_NEVER && tried != WHEN_NEVER && tried < KEPT_SINCE)
		at = tried;
	cloud_set_at(a, "login_at", at);
}

json_t *
entra_user_person(const struct entra_user *u)
{
	json_t *p = json_pack("{s:s,s:s,s:b}", "remote_id", u->id, "upn",
	    u->upn, "enabled", u->enabled);

	cloud_set(p, "display_name", cloud_text(u->raw, "displayName"));
	cloud_set(p, "email", cloud_text(u->raw, "mail"));
	cloud_set(p, "manager", manager_of(u->raw));
	return p;
}

json_t *
entra_user_account(struct entra *g, const struct entra_user *u,
    json_t *attributes)
{
	json_t *a = json_pack("{s:s,s:s,s:s,s:s}", "remote_id", u->id,
	    "login", u->upn, "upn", u->upn, "state", u->enabled ? "enabled" :
	    "disabled"), *more, *v;
	const char *name;
	size_t i;

	cloud_set(a, "display_name", cloud_text(u->raw, "displayName"));
	cloud_set(a, "email", cloud_text(u->raw, "mail"));
	cloud_set(a, "department", cloud_text(u->raw, "department"));
	cloud_set(a, "worker_id", u->worker_id);
	cloud_set(a, "manager", manager_of(u->raw));
	cloud_set_at(a, "made_at", cloud_when(u->raw, "createdDateTime"));
	set_login(g, u->raw, a);
	if (g->high != NULL)
		json_object_set_new(a, "privileged",
		    json_boolean(json_object_get(g->high, u->id) != NULL));
	if (u->synced)
		json_object_set_new(a, "mastered_elsewhere", json_true());
	if (attributes == NULL)
		return a;
	more = json_object();
	json_array_foreach(attributes, i, v)
		if ((name = json_string_value(v)) != NULL)
			cloud_set(more, name, cloud_text(u->raw, name));
	json_object_set_new(a, "attributes", more);
	return a;
}

/*
 * An access token that was given out before lives on; without continuous
 * access evaluation nothing ends it earlier.  It was given out before his
 * sessions were ended, by us or by others.
 */
static int64_t
residual(struct entra *g, const struct entra_user *u)
{
	int64_t since = cloud_when(u->raw, "signInSessionsValidFromDateTime");
	json_t *ours = json_object_get(g->ours, u->id);

	if (since == WHEN_NEVER)
		since = 0;
	if (json_is_integer(ours) && json_integer_value(ours) > since)
		since = json_integer_value(ours);
	since += g->conf.token_life_s;
	return !u->enabled && since > when_clock() ? since : WHEN_NEVER;
}

int
entra_user_whole(struct entra *g, const struct entra_user *u, json_t *answer,
    struct err *e)
{
	json_t *a = entra_user_account(g, u, NULL), *groups = json_array();
	json_t *v;
	int high = 0;
	size_t i;

	json_object_set_new(answer, "account", a);
	json_object_set_new(a, "groups", groups);
	json_object_set_new(a, "mark", json_string(u->mark));
	json_object_set_new(a, "contractor", json_boolean(u->contractor));
	cloud_set_at(a, "residual_until", residual(g, u));
	if (entra_group_of(g, u->id, groups, e) == -1)
		return -1;
	json_array_foreach(groups, i, v)
		high |= json_is_true(json_object_get(v, "privileged"));
	json_object_set_new(a, "privileged", json_boolean(high));
	return 0;
}

int
entra_user_lookup(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct entra *g = arg;
	struct entra_user u;
	int rc = entra_user_find(g, json_object_get(request, "account"), &u,
	    e);

	(void)s;
	json_object_set_new(answer, "server",
	    json_string(http_host(g->cloud.http)));
	if (rc == 0)
		serve_answer(answer, "gone", NULL);
	if (rc == 1) {
		rc = entra_user_whole(g, &u, answer, e);
		entra_user_clear(&u);
	}
	return cloud_end(&g->cloud, answer, rc == -1 ? -1 : 0);
}
