#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/mem.h"
#include "base/when.h"
#include "connect/scim_change.h"
#include "connect/scim_user.h"

#define FORMS 3
#define LOOKS 6			/* after a change, half a second apart */

static json_t *
patch_of(json_t *op)
{
	return json_pack("{s:[s],s:[o]}", "schemas", SCIM_API "PatchOp",
	    "Operations", op);
}

/*
 * The standard's form first; then without a path, as RFC 7644 3.5.2.3 has it,
 * too; then as Entra writes it, which some services were made for.
 */
static json_t *
switching(int on, int form)
{
	switch (form) {
	case 0:
		return patch_of(json_pack("{s:s,s:s,s:b}", "op", "replace",
		    "path", "active", "value", on));
	case 1:
		return patch_of(json_pack("{s:s,s:{s:b}}", "op", "replace",
		    "value", "active", on));
	default:
		return patch_of(json_pack("{s:s,s:s,s:s}", "op", "Replace",
		    "path", "active", "value", on ? "True" : "False"));
	}
}

static int
patch(struct scim *s, const struct scim_user *u, json_t *body, struct err *e)
{
	struct scim_act a = { "PATCH", "change", "/Users", u->id, NULL,
		u->version };

	return scim_ask(s, &a, body, NULL, e);
}

/* The whole user as he was read, with one attribute more or less. */
static int
put(struct scim *s, const struct scim_user *u, const char *name, json_t *value,
    struct err *e)
{
	struct scim_act a = { "PUT", "change", "/Users", u->id, NULL,
		u->version };
	json_t *o = json_deep_copy(u->raw);

	json_object_set_new(o, "active", json_boolean(u->enabled));
	json_object_del(o, "meta");	/* the service's alone, like groups */
	json_object_del(o, "groups");
	if (json_object_get(o, "schemas") == NULL)
		json_object_set_new(o, "schemas", json_pack("[s]",
		    SCIM_CORE "User"));
	json_object_set_new(o, name, value);
	return scim_ask(s, &a, o, NULL, e);
}

static int
no_patch(const struct scim *s)
{
	return s->cloud.answer.status == 405 || s->cloud.answer.status == 501;
}

static int
not_so(const struct scim *s)
{
	return s->cloud.answer.status == 400 || s->cloud.answer.status == 422;
}

/* Whether he is as wanted now: 1, 0, -1 with e. */
static int
is_now(struct scim *s, const char *id, int on, struct err *e)
{
	struct scim_user u;
	int rc = scim_user_read(s, id, &u, e);

	if (rc == 1) {
		rc = u.enabled == on;
		scim_user_clear(&u);
	}
	return rc;
}

/* As is_now: a read may come from where it has not been heard of yet. */
static int
settled(struct scim *s, const char *id, int on, struct err *e)
{
	const struct timespec half = { 0, 500000000 };
	int i, rc = 0;

	for (i = 0; i < LOOKS && rc == 0; i++) {
		if (i > 0)
			nanosleep(&half, NULL);
		rc = is_now(s, id, on, e);
	}
	return rc;
}

/*
 * Form after form, until one is taken and seen to be so: there are services
 * that answer 200 and do nothing.  Each is asked of the state as it was read;
 * a version that was used up by a form that did nothing is read anew.
 */
static int
set_active(struct scim *s, struct scim_user *u, int on, struct err *e)
{
	int i, form, rc = -1, seen, taken = 0;

	for (i = 0; s->patch && i < FORMS; i++) {
		form = (s->form + i) % FORMS;
		rc = patch(s, u, switching(on, form), e);
		if (rc == -1 && no_patch(s))
			break;
		if (rc == -1 && not_so(s))
			continue;
		if (rc != 1)
			return rc;
		if ((seen = settled(s, u->id, on, e)) != 0) {
			s->form = form;
			return seen;
		}
		taken = 1;
		u->version = NULL;
	}
	if (s->patch && i == FORMS) {
		if (taken)
			return err_set(e, ERR_REFUSED, "%s: it takes the "
			    "change and does not make it", http_host(
			    s->cloud.http));
		return -1;
	}
	rc = put(s, u, "active", json_boolean(on), e);
	if (rc == 1 && (rc = settled(s, u->id, on, e)) == 0)
		rc = err_set(e, ERR_REFUSED, "%s: it takes the whole user and "
		    "does not change him", http_host(s->cloud.http));
	return rc;
}

/* What a change answers: gone meanwhile, done, or its error. */
static int
finish(struct scim *s, struct scim_user *u, int rc, json_t *answer)
{
	if (rc == 0)
		serve_answer(answer, "gone", NULL);
	scim_user_clear(u);
	return cloud_end(&s->cloud, answer, rc == -1 ? -1 : 0);
}

static int
turn(struct scim *s, json_t *request, json_t *answer, int on, struct err *e)
{
	struct scim_user u;
	int rc;

	if ((rc = scim_user_guard(s, request, answer, &u, e)) != 1)
		return cloud_end(&s->cloud, answer, rc);
	if (u.enabled == on)
		serve_answer(answer, "already", NULL);
	else
		rc = set_active(s, &u, on, e);
	return finish(s, &u, rc, answer);
}

int
scim_change_disable(struct serve *v, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	(void)v;
	return turn(arg, request, answer, 0, e);
}

int
scim_change_enable(struct serve *v, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	(void)v;
	return turn(arg, request, answer, 1, e);
}

/* ---- the end of access ---- */

static int
set_expiry(struct scim *s, const struct scim_user *u, int64_t at,
    struct err *e)
{
	char iso[21];
	json_t *op;

	if (!s->patch)
		return err_set(e, ERR_REFUSED, "%s: the service cannot PATCH",
		    http_host(s->cloud.http));
	if (at == WHEN_NEVER)
		op = json_pack("{s:s,s:s}", "op", "remove", "path",
		    s->conf.expiry);
	else {
		when_iso(at, iso);
		op = json_pack("{s:s,s:s,s:s}", "op", "replace", "path",
		    s->conf.expiry, "value", iso);
	}
	return patch(s, u, patch_of(op), e);
}

int
scim_change_set_expiry(struct serve *v, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	struct scim *s = arg;
	json_t *at = json_object_get(request, "expires_at");
	int64_t want = WHEN_NEVER;
	struct scim_user u;
	int rc;

	(void)v;
	if (s->conf.expiry == NULL) {
		serve_answer(answer, "unsupported", NULL);
		return 0;
	}
	if (!json_is_integer(at) && !json_is_null(at))
		return err_set(e, ERR_DATA, "expires_at is missing");
	if (json_is_integer(at))
		want = json_integer_value(at);
	if ((rc = scim_user_guard(s, request, answer, &u, e)) != 1)
		return cloud_end(&s->cloud, answer, rc);
	if (u.expires_at == want)
		serve_answer(answer, "already", NULL);
	else
		rc = set_expiry(s, &u, want, e);
	return finish(s, &u, rc, answer);
}

/* ---- made and deleted ---- */

int
scim_change_delete(struct serve *v, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	struct scim *s = arg;
	struct scim_act a = { "DELETE", "delete", "/Users", NULL, NULL, NULL };
	struct scim_user u;
	int rc;

	(void)v;
	if ((rc = scim_user_guard(s, request, answer, &u, e)) != 1)
		return cloud_end(&s->cloud, answer, rc);
	a.id = u.id;
	a.version = u.version;
	rc = scim_ask(s, &a, NULL, NULL, e);
	return finish(s, &u, rc, answer);
}

/* A path's attribute, below an extension's URN or at the top. */
static void
put_at(json_t *o, const char *path, const char *value)
{
	const char *colon = strrchr(path, ':');
	json_t *in = o, *schemas = json_object_get(o, "schemas");
	char *urn;

	if (value == NULL || strchr(colon != NULL ? colon : path, '.') != NULL)
		return;		/* not one that can be put there */
	if (colon != NULL) {
		urn = mem_strn(path, (size_t)(colon - path));
		if ((in = json_object_get(o, urn)) == NULL) {
			in = json_object();
			json_object_set_new(o, urn, in);
			json_array_append_new(schemas, json_string(urn));
		}
		free(urn);
		path = colon + 1;
	}
	json_object_set_new(in, path, json_string(value));
}

static json_t *
new_user(struct scim *s, json_t *account)
{
	json_t *at = json_object_get(account, "expires_at");
	const char *mail = cloud_text(account, "email");
	json_t *o = s->create != NULL ? json_deep_copy(s->create) :
	    json_object(), *name = json_object();
	char iso[21];

	if (json_object_get(o, "schemas") == NULL)
		json_object_set_new(o, "schemas", json_pack("[s]",
		    SCIM_CORE "User"));
	cloud_set(o, "userName", cloud_text(account, "upn") != NULL ?
	    cloud_text(account, "upn") : cloud_text(account, "login"));
	json_object_set_new(o, "active", json_false());
	cloud_set(o, "displayName", cloud_text(account, "display_name"));
	cloud_set(name, "givenName", cloud_text(account, "given_name"));
	cloud_set(name, "familyName", cloud_text(account, "family_name"));
	json_object_set_new(o, "name", name);
	if (mail != NULL)
		json_object_set_new(o, "emails", json_pack("[{s:s,s:b}]",
		    "value", mail, "primary", 1));
	put_at(o, s->conf.worker_id, cloud_text(account, "worker_id"));
	put_at(o, SCIM_ENTERPRISE ":department", cloud_text(account,
	    "department"));
	put_at(o, SCIM_ENTERPRISE ":organization", cloud_text(account,
	    "company"));
	if (s->conf.expiry != NULL && json_is_integer(at)) {
		when_iso(json_integer_value(at), iso);
		put_at(o, s->conf.expiry, iso);
	}
	return o;
}

/* 1 with the one that is there after it, -1 with e. */
static int
make(struct scim *s, json_t *account, struct scim_user *u, struct err *e)
{
	struct scim_act a = { "POST", "create", "/Users", NULL, NULL, NULL };
	json_t *raw = NULL, *o = new_user(s, account);
	int rc = -1;

	if (!scim_filter_match(s->filter, o)) {
		json_decref(o);
		return err_set(e, ERR_REFUSED, "what would be made does not "
		    "pass the filter: create must set it");
	}
	rc = scim_ask(s, &a, o, &raw, e);
	if (rc == 0)
		rc = err_set(e, ERR_REFUSED, "%s: it makes no users",
		    http_host(s->cloud.http));
	if (rc == -1 && s->cloud.answer.status == 409) {
		s->cloud.retry_after = -1;
		e->kind = ERR_REFUSED;
	}
	if (rc == 1) {
		json_decref(raw);	/* read back: what it has, not what
					 * it was told */
		rc = scim_user_find(s, account, u, e);
		if (rc == 0)
			rc = err_set(e, ERR_TEMP, "it was made and is not seen"
			    " yet");
	}
	return rc;
}

int
scim_change_create(struct serve *v, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	struct scim *s = arg;
	json_t *account = json_object_get(request, "account");
	struct scim_user u;
	int rc;

	(void)v;
	if (cloud_text(account, "upn") == NULL &&
	    cloud_text(account, "login") == NULL)
		return err_set(e, ERR_DATA, "upn and login are missing");
	rc = scim_user_find(s, account, &u, e);
	if (rc == 1)
		serve_answer(answer, "already", NULL);
	if (rc == 0)
		rc = make(s, account, &u, e);
	if (rc == 1) {
		rc = scim_user_whole(s, &u, answer, e);
		scim_user_clear(&u);
	}
	return cloud_end(&s->cloud, answer, rc == -1 ? -1 : 0);
}
