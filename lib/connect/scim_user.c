#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/esc.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/when.h"
#include "connect/scim_group.h"
#include "connect/scim_user.h"

/* Active unless it says that it is not: RFC 7643 4.1.1 leaves it open, and a
 * user about whom nothing is said can log in. */
static int
is_active(json_t *raw)
{
	json_t *v = scim_filter_value(raw, "active");
	const char *s = json_string_value(v);

	if (s != NULL)
		return strcasecmp(s, "false") != 0;
	return !json_is_false(v);
}

static int64_t
instant(json_t *v)
{
	const char *s = json_string_value(v);
	int64_t at;

	return s != NULL && when_parse(s, &at) == 0 ? at : WHEN_NEVER;
}

/* The version where the service has them, else what the user is like; his
 * groups are changed one by one and have no part in it. */
static void
set_mark(struct scim_user *u)
{
	json_t *bare;
	char digest[DIGEST_LEN];

	if (u->version != NULL && strlen(u->version) < sizeof(u->mark) - 8) {
		snprintf(u->mark, sizeof(u->mark), "version %s", u->version);
		return;
	}
	bare = json_copy(u->raw);
	json_object_del(bare, "groups");
	json_object_del(bare, "meta");
	digest_json(bare, digest);
	snprintf(u->mark, sizeof(u->mark), "state %s", digest);
	json_decref(bare);
}

/* A number is a number in some services. */
static char *
as_text(json_t *v)
{
	struct buf b = BUF_INIT(256);

	if (json_is_integer(v))
		buf_int(&b, (int64_t)json_integer_value(v));
	else if (cloud_string(v) != NULL)
		buf_str(&b, cloud_string(v));
	if (b.len > 0 && buf_ok(&b))
		return buf_take(&b);
	buf_clear(&b);
	return NULL;
}

int
scim_user_take(struct scim *s, json_t *raw, struct scim_user *u,
    struct err *e)
{
	memset(u, 0, sizeof(*u));
	u->raw = raw;
	u->id = cloud_text(raw, "id");
	u->login = cloud_string(scim_filter_value(raw, "userName"));
	if (u->id == NULL || u->login == NULL) {
		scim_user_clear(u);
		return err_set(e, ERR_DOWN, "%s: a user without id or "
		    "userName", http_host(s->cloud.http));
	}
	if (s->etag)
		u->version = cloud_text(json_object_get(raw, "meta"),
		    "version");
	u->worker_id = as_text(scim_filter_value(raw, s->conf.worker_id));
	u->enabled = is_active(raw);
	u->contractor = scim_filter_match(s->filter, raw);
	u->expires_at = s->conf.expiry == NULL ? WHEN_NEVER :
	    instant(scim_filter_value(raw, s->conf.expiry));
	set_mark(u);
	return 0;
}

void
scim_user_clear(struct scim_user *u)
{
	json_decref(u->raw);
	free(u->worker_id);
	memset(u, 0, sizeof(*u));
}

int
scim_user_read(struct scim *s, const char *id, struct scim_user *u,
    struct err *e)
{
	struct scim_act a = { "GET", "user", "/Users", id, NULL, NULL };
	json_t *raw = NULL;
	int rc;

	memset(u, 0, sizeof(*u));
	if (id == NULL || *id == '\0' || strcmp(id, ".") == 0 ||
	    strcmp(id, "..") == 0)
		return 0;
	if ((rc = scim_ask(s, &a, NULL, &raw, e)) != 1)
		return rc;
	if (scim_user_take(s, raw, u, e) == -1)
		return -1;
	if (strcmp(u->id, id) == 0)
		return 1;
	scim_user_clear(u);
	return err_set(e, ERR_DOWN, "%s: another user than was asked for",
	    http_host(s->cloud.http));
}

/* ---- by what he is called ---- */

struct found {
	const char *path, *value;
	json_t	*raw;
	int	n;
};

/* The service's word is checked: some pass over a filter. */
static int
on_found(struct scim *s, json_t *r, void *arg, struct err *e)
{
	struct found *f = arg;
	char *is = as_text(scim_filter_value(r, f->path));

	(void)s;
	(void)e;
	if (is != NULL && strcasecmp(is, f->value) == 0) {
		f->n++;
		json_decref(f->raw);
		f->raw = json_incref(r);
	}
	free(is);
	return 0;
}

static void
forget_found(void *arg)
{
	struct found *f = arg;

	json_decref(f->raw);
	f->raw = NULL;
	f->n = 0;
}

/*
 * There are services that refuse a filter they cannot read, and some that find
 * nothing by an extension's attribute, without a word: then everybody is
 * looked at.
 */
static int
look_for(struct scim *s, const char *filter, const struct scim_walker *to,
    struct err *e)
{
	struct found *f = to->arg;
	int rc;

	if (filter != NULL) {
		rc = scim_walk(s, "/Users", filter, to, e);
		if (rc == -1 && s->cloud.answer.status != 400)
			return -1;
		if (rc == 0 && (f->n > 0 || strchr(f->path, ':') == NULL))
			return 0;
		forget_found(f);
		err_clear(e);
	}
	return scim_walk(s, "/Users", NULL, to, e);
}

static int
find_by(struct scim *s, const char *path, const char *value,
    struct scim_user *u, struct err *e)
{
	struct found f = { path, value, NULL, 0 };
	struct scim_walker to = { on_found, forget_found, &f };
	struct buf filter = BUF_INIT(4096);
	int rc;

	buf_fmt(&filter, "%s eq ", path);
	esc_json(&filter, value);
	if (!buf_ok(&filter))
		rc = err_set(e, ERR_DATA, "%s: too long", path);
	else
		rc = look_for(s, s->filters ? buf_get(&filter) : NULL, &to,
		    e);
	buf_clear(&filter);
	if (rc == 0 && f.n > 1)
		rc = err_set(e, ERR_REFUSED, "%d users have this %s", f.n,
		    path);
	if (rc == 0 && f.n == 1)
		rc = scim_user_take(s, json_incref(f.raw), u, e) == -1 ? -1 :
		    1;
	json_decref(f.raw);
	return rc;
}

int
scim_user_find(struct scim *s, json_t *account, struct scim_user *u,
    struct err *e)
{
	const char *id = cloud_text(account, "remote_id");
	const char *upn = cloud_text(account, "upn");
	const char *login = cloud_text(account, "login");
	const char *worker = cloud_text(account, "worker_id");
	int rc = 0;

	memset(u, 0, sizeof(*u));
	if (id != NULL)
		return scim_user_read(s, id, u, e);
	if (upn != NULL)
		rc = find_by(s, "userName", upn, u, e);
	if (rc == 0 && login != NULL && (upn == NULL ||
	    strcasecmp(login, upn) != 0))
		rc = find_by(s, "userName", login, u, e);
	if (rc == 0 && worker != NULL)
		rc = find_by(s, s->conf.worker_id, worker, u, e);
	return rc;
}

int
scim_user_guard(struct scim *s, json_t *request, json_t *answer,
    struct scim_user *u, struct err *e)
{
	struct cloud_seen seen;
	int rc = scim_user_read(s, serve_account(request), u, e);

	if (rc == 0)
		serve_answer(answer, "gone", NULL);
	if (rc != 1)
		return rc;
	seen = (struct cloud_seen){ u->id, u->login, NULL, u->worker_id,
		u->mark, u->contractor };
	if (cloud_guard(&s->cloud, request, &seen, e) == 0)
		return 1;
	scim_user_clear(u);
	return -1;
}

/* ---- as the protocol has him ---- */

/* The primary address, else the first. */
static const char *
mail_of(json_t *raw)
{
	json_t *all = scim_filter_value(raw, "emails"), *v;
	size_t i;

	json_array_foreach(all, i, v)
		if (json_is_true(json_object_get(v, "primary")))
			return cloud_text(v, "value");
	return cloud_text(json_array_get(all, 0), "value");
}

static void
set_name(json_t *a, json_t *raw)
{
	const char *s = cloud_text(raw, "displayName");
	json_t *name = json_object_get(raw, "name");
	const char *first = cloud_text(name, "givenName");
	const char *last = cloud_text(name, "familyName");
	struct buf b = BUF_INIT(1024);

	if (s == NULL)
		s = cloud_text(name, "formatted");
	if (s == NULL && (first != NULL || last != NULL)) {
		buf_fmt(&b, "%s%s%s", first == NULL ? "" : first,
		    first != NULL && last != NULL ? " " : "",
		    last == NULL ? "" : last);
		s = buf_get(&b);
	}
	cloud_set(a, "display_name", s);
	buf_clear(&b);
}

/* An object in most services, a text in some. */
static const char *
manager_of(json_t *raw)
{
	json_t *v = scim_filter_value(raw, SCIM_ENTERPRISE ":manager");
	const char *s = json_is_object(v) ? cloud_text(v, "value") :
	    json_string_value(v);

	return s != NULL && *s != '\0' ? s : NULL;
}

json_t *
scim_user_person(const struct scim_user *u)
{
	json_t *p = json_pack("{s:s,s:s,s:b}", "remote_id", u->id, "upn",
	    u->login, "enabled", u->enabled);

	set_name(p, u->raw);
	cloud_set(p, "email", mail_of(u->raw));
	cloud_set(p, "manager", manager_of(u->raw));
	return p;
}

static json_t *
further(json_t *raw, json_t *names)
{
	json_t *all = json_object(), *v;
	const char *name;
	char *text;
	size_t i;

	json_array_foreach(names, i, v) {
		if ((name = json_string_value(v)) == NULL)
			continue;
		text = as_text(scim_filter_value(raw, name));
		cloud_set(all, name, text);
		free(text);
	}
	return all;
}

json_t *
scim_user_account(struct scim *s, const struct scim_user *u,
    json_t *attributes)
{
	json_t *a = json_pack("{s:s,s:s,s:s,s:s,s:b}", "remote_id", u->id,
	    "login", u->login, "upn", u->login, "state", u->enabled ?
	    "enabled" : "disabled", "login_known", 0);

	set_name(a, u->raw);
	cloud_set(a, "email", mail_of(u->raw));
	cloud_set(a, "department", json_string_value(scim_filter_value(u->raw,
	    SCIM_ENTERPRISE ":department")));
	cloud_set(a, "worker_id", u->worker_id);
	if (s->conf.persons)
		cloud_set(a, "manager", manager_of(u->raw));
	cloud_set_at(a, "made_at", cloud_when(json_object_get(u->raw, "meta"),
	    "created"));
	cloud_set_at(a, "expires_at", u->expires_at);
	if (attributes != NULL)
		json_object_set_new(a, "attributes", further(u->raw,
		    attributes));
	return a;
}

int
scim_user_whole(struct scim *s, const struct scim_user *u, json_t *answer,
    struct err *e)
{
	json_t *a = scim_user_account(s, u, NULL), *groups = json_array(), *g;
	int high = 0;
	size_t i;

	json_object_set_new(a, "groups", groups);
	json_object_set_new(a, "mark", json_string(u->mark));
	json_object_set_new(a, "contractor", json_boolean(u->contractor));
	json_object_set_new(answer, "account", a);
	if (scim_group_of(s, u, groups, e) == -1)
		return -1;
	json_array_foreach(groups, i, g)
		high |= json_is_true(json_object_get(g, "privileged"));
	json_object_set_new(a, "privileged", json_boolean(high));
	return 0;
}

int
scim_user_lookup(struct serve *v, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct scim *s = arg;
	struct scim_user u;
	int rc = scim_user_find(s, json_object_get(request, "account"), &u,
	    e);

	(void)v;
	json_object_set_new(answer, "server",
	    json_string(http_host(s->cloud.http)));
	if (rc == 0)
		serve_answer(answer, "gone", NULL);
	if (rc == 1) {
		rc = scim_user_whole(s, &u, answer, e);
		scim_user_clear(&u);
	}
	return cloud_end(&s->cloud, answer, rc == -1 ? -1 : 0);
}
