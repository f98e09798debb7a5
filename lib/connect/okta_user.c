#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/when.h"
#include "connect/okta_group.h"
#include "connect/okta_people.h"
#include "connect/okta_user.h"

/*
 * An access token got before lives on: one hour where the authorization
 * server has not been told otherwise.  Source: Okta, access token lifetime.
 */
#define TOKEN_S 3600

static const char *
profile_text(json_t *raw, const char *name)
{
	return name == NULL ? NULL :
	    cloud_text(json_object_get(raw, "profile"), name);
}

/*
 * Who is PROVISIONED has a link that lets him in, and PASSWORD_EXPIRED,
 * RECOVERY and LOCKED_OUT end by his own doing.  STAGED waits for an
 * administrator.
 */
int
okta_user_enabled(const char *status)
{
	return strcmp(status, "STAGED") != 0 &&
	    strcmp(status, "SUSPENDED") != 0 &&
	    strcmp(status, "DEPROVISIONED") != 0;
}

const char *
okta_user_manager(const struct okta *o, json_t *raw)
{
	return profile_text(raw, o->conf.manager_attribute);
}

/* The rule of the configuration; the search condition is Okta's to judge. */
static int
is_contractor(const struct okta *o, json_t *raw)
{
	const char *type = cloud_text(json_object_get(raw, "type"), "id");

	if (o->conf.user_type[0] != '\0' &&
	    !okta_in_list(o->conf.user_type, profile_text(raw, "userType")))
		return 0;
	return o->conf.type_id == NULL || okta_in_list(o->conf.type_id, type);
}

int
okta_user_take(struct okta *o, json_t *raw, struct okta_user *u,
    struct err *e)
{
	const char *updated = cloud_text(raw, "lastUpdated");
	int n;

	memset(u, 0, sizeof(*u));
	u->raw = raw;
	u->id = cloud_text(raw, "id");
	u->status = cloud_text(raw, "status");
	u->login = profile_text(raw, "login");
	n = snprintf(u->mark, sizeof(u->mark), "%s %s", u->status == NULL ?
	    "" : u->status, updated == NULL ? "" : updated);
	if (u->id == NULL || u->status == NULL || u->login == NULL || n < 0 ||
	    (size_t)n >= sizeof(u->mark)) {
		okta_user_clear(u);
		return err_set(e, ERR_DOWN, "%s: a user without id, status or"
		    " login", http_host(o->cloud.http));
	}
	u->worker_id = profile_text(raw, o->conf.worker_attribute);
	u->expires = profile_text(raw, o->conf.expiry_attribute);
	u->enabled = okta_user_enabled(u->status);
	u->contractor = is_contractor(o, raw);
	return 0;
}

void
okta_user_clear(struct okta_user *u)
{
	json_decref(u->raw);
	memset(u, 0, sizeof(*u));
}

static int
read_user(struct okta *o, const char *ref, struct okta_user *u, struct err *e)
{
	json_t *raw = NULL;
	int rc;

	memset(u, 0, sizeof(*u));
	if (ref == NULL || *ref == '\0' || strcmp(ref, ".") == 0 ||
	    strcmp(ref, "..") == 0)
		return 0;
	rc = okta_get(o, "user", OKTA_PATH("users", ref), &raw, e);
	if (rc != 1)
		return rc;
	return okta_user_take(o, raw, u, e) == -1 ? -1 : 1;
}

int
okta_user_read(struct okta *o, const char *id, struct okta_user *u,
    struct err *e)
{
	int rc = read_user(o, id, u, e);

	if (rc == 1 && strcmp(u->id, id) != 0) {
		okta_user_clear(u);	/* found by login or a part of it */
		return 0;
	}
	return rc;
}

/* A path takes a login and, where it is unique, what stands before its "@". */
static int
by_login(struct okta *o, const char *login, struct okta_user *u,
    struct err *e)
{
	size_t len;
	int rc = read_user(o, login, u, e);

	if (rc != 1)
		return rc;
	len = strlen(login);
	if (strncasecmp(u->login, login, len) == 0 &&
	    (u->login[len] == '\0' || u->login[len] == '@'))
		return 1;
	okta_user_clear(u);
	return 0;
}

static int
keep(struct cloud *c, json_t *page, void *arg, struct err *e)
{
	json_array_extend(arg, page);
	return okta_is_list(c, page, "worker's number", e);
}

/* What a search finds may be a while behind: he is then read by his id. */
static int
by_worker(struct okta *o, const char *worker, struct okta_user *u,
    struct err *e)
{
	struct buf search = BUF_INIT(4096), target = BUF_INIT(16384);
	struct cloud_call q = { .method = "GET", .what = "worker's number" };
	json_t *found = json_array();
	const char *id;
	int rc;

	buf_fmt(&search, "profile.%s eq ", o->conf.worker_attribute);
	okta_people_quote(&search, worker);
	buf_str(&target, "/api/v1/users");
	http_query(&target, "search", buf_get(&search));
	q.target = buf_get(&target);
	rc = buf_ok(&search) && buf_ok(&target) ? cloud_walk(&o->cloud, &q,
	    cloud_next_link, keep, found, e) :
	    err_set(e, ERR_DATA, "a worker's number that is too long");
	if (rc == 0 && json_array_size(found) > 1)
		rc = err_set(e, ERR_REFUSED, "%zu users have this worker's "
		    "number", json_array_size(found));
	id = cloud_text(json_array_get(found, 0), "id");
	if (rc == 0 && id != NULL)
		rc = okta_user_read(o, id, u, e);
	json_decref(found);
	buf_clear(&search);
	buf_clear(&target);
	return rc;
}

int
okta_user_find(struct okta *o, json_t *account, struct okta_user *u,
    struct err *e)
{
	const char *id = cloud_text(account, "remote_id");
	const char *upn = cloud_text(account, "upn");
	const char *login = cloud_text(account, "login");
	const char *worker = cloud_text(account, "worker_id");
	int rc = 0;

	memset(u, 0, sizeof(*u));
	if (id != NULL)
		return okta_user_read(o, id, u, e);
	if (upn != NULL)
		rc = by_login(o, upn, u, e);
	if (rc == 0 && login != NULL && (upn == NULL ||
	    strcasecmp(upn, login) != 0))
		rc = by_login(o, login, u, e);
	if (rc == 0 && worker != NULL)
		rc = by_worker(o, worker, u, e);
	return rc;
}

int
okta_user_guard(struct okta *o, json_t *request, json_t *answer,
    struct okta_user *u, struct err *e)
{
	struct cloud_seen seen;
	int rc = okta_user_read(o, serve_account(request), u, e);

	if (rc == 0)
		serve_answer(answer, "gone", NULL);
	if (rc != 1)
		return rc;
	seen = (struct cloud_seen){ u->id, u->login, NULL, u->worker_id,
		u->mark, u->contractor };
	if (cloud_guard(&o->cloud, request, &seen, e) == 0)
		return 1;
	okta_user_clear(u);
	return -1;
}

void
okta_user_name(json_t *raw, struct buf *b)
{
	const char *s = profile_text(raw, "displayName");
	const char *first = profile_text(raw, "firstName");
	const char *last = profile_text(raw, "lastName");

	if (s != NULL) {
		buf_str(b, s);
		return;
	}
	buf_str(b, first == NULL ? "" : first);
	if (first != NULL && last != NULL)
		buf_chr(b, ' ');
	buf_str(b, last == NULL ? "" : last);
}

static json_t *
further(json_t *raw, json_t *names)
{
	json_t *all = json_object(), *v;
	const char *name;
	size_t i;

	json_array_foreach(names, i, v)
		if ((name = json_string_value(v)) != NULL)
			cloud_set(all, name, profile_text(raw, name));
	return all;
}

/* lastLogin null is "never logged in", which is known, not 1970. */
json_t *
okta_user_account(struct okta *o, const struct okta_user *u,
    json_t *attributes)
{
	json_t *a = json_pack("{s:s,s:s,s:s,s:s,s:b}", "remote_id", u->id,
	    "login", u->login, "upn", u->login, "state", u->enabled ?
	    "enabled" : "disabled", "login_known", 1);
	struct buf name = BUF_INIT(1024);
	int64_t at;

	okta_user_name(u->raw, &name);
	if (name.len > 0 && buf_ok(&name))
		cloud_set(a, "display_name", buf_get(&name));
	buf_clear(&name);
	cloud_set(a, "email", profile_text(u->raw, "email"));
	cloud_set(a, "department", profile_text(u->raw, "department"));
	cloud_set(a, "worker_id", u->worker_id);
	cloud_set_at(a, "made_at", cloud_when(u->raw, "created"));
	cloud_set_at(a, "login_at", cloud_when(u->raw, "lastLogin"));
	if (u->expires != NULL && when_parse(u->expires, &at) == 0)
		cloud_set_at(a, "expires_at", at);
	if (o->admins != NULL)
		json_object_set_new(a, "privileged",
		    json_boolean(json_object_get(o->admins, u->id) != NULL));
	if (attributes != NULL)
		json_object_set_new(a, "attributes",
		    further(u->raw, attributes));
	return a;
}

static int
privileged(json_t *groups)
{
	json_t *g;
	size_t i;

	json_array_foreach(groups, i, g)
		if (json_is_true(json_object_get(g, "privileged")))
			return 1;
	return 0;
}

static int
complete(struct okta *o, const struct okta_user *u, json_t *a, struct err *e)
{
	int64_t off = cloud_when(u->raw, "statusChanged");
	json_t *groups = json_array();

	json_object_set_new(a, "groups", groups);
	json_object_set_new(a, "mark", json_string(u->mark));
	json_object_set_new(a, "contractor", json_boolean(u->contractor));
	if (!u->enabled && off != WHEN_NEVER && off + TOKEN_S > when_clock())
		cloud_set_at(a, "residual_until", off + TOKEN_S);
	if (okta_group_find(o, u->id, groups, e) == -1 ||
	    okta_people_of(o, u->raw, a, e) == -1)
		return -1;
	json_object_set_new(a, "privileged", json_boolean(privileged(groups)));
	if (o->roles_hidden)	/* for the evidence: nobody looked */
		json_object_set_new(a, "roles_seen", json_false());
	return 0;
}

int
okta_user_lookup(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct okta *o = arg;
	struct okta_user u;
	json_t *a;
	int rc = okta_user_find(o, json_object_get(request, "account"), &u, e);

	(void)s;
	json_object_set_new(answer, "server",
	    json_string(http_host(o->cloud.http)));
	if (rc == 0)
		serve_answer(answer, "gone", NULL);
	if (rc == 1) {
		a = okta_user_account(o, &u, NULL);
		rc = complete(o, &u, a, e);
		json_object_set_new(answer, "account", a);
		okta_user_clear(&u);
	}
	return cloud_end(&o->cloud, answer, rc == -1 ? -1 : 0);
}
