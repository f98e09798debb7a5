#include <string.h>
#include <strings.h>

#include "base/when.h"
#include "connect/okta_change.h"
#include "connect/okta_user.h"

static int
is(const struct okta_user *u, const char *status)
{
	return strcmp(u->status, status) == 0;
}

static int
already(json_t *answer)
{
	serve_answer(answer, "already", NULL);
	return 0;
}

/* What Okta refuses in words is not to be asked again by itself. */
static int
changed(int rc, json_t *answer, struct err *e)
{
	if (rc == 0)
		serve_answer(answer, "gone", NULL);
	if (rc == -1 && e->kind == ERR_DATA)
		e->kind = ERR_REFUSED;
	return rc == -1 ? -1 : 0;
}

/* POST users/ID/lifecycle/what.  Not sent twice by itself: a second suspend
 * is an error, and the lookup that follows tells how the first went. */
static int
lifecycle(struct okta *o, const struct okta_user *u, const char *what,
    const char *query, json_t *answer, struct err *e)
{
	struct okta_act a = { "POST", what, query, 0, 0 };
	int rc = okta_do(o, &a, OKTA_PATH("users", u->id, "lifecycle",
	    what), NULL, NULL, e);

	return changed(rc, answer, e);
}

static int
switch_off(struct okta *o, const struct okta_user *u, json_t *answer,
    struct err *e)
{
	if (!u->enabled)
		return already(answer);
	if (o->conf.deactivate ||
	    (!is(u, "ACTIVE") && o->conf.otherwise))
		return lifecycle(o, u, "deactivate", "?sendEmail=false",
		    answer, e);
	if (!is(u, "ACTIVE"))
		return err_set(e, ERR_REFUSED, "Okta suspends an ACTIVE user"
		    " only, and he is %.40s: otherwise = deactivate would"
		    " allow the other way", u->status);
	return lifecycle(o, u, "suspend", "", answer, e);
}

int
okta_change_disable(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	struct okta *o = arg;
	struct okta_user u;
	int rc = okta_user_guard(o, request, answer, &u, e);

	(void)s;
	if (rc == 1) {
		rc = switch_off(o, &u, answer, e);
		okta_user_clear(&u);
	}
	return cloud_end(&o->cloud, answer, rc);
}

static int
has_password(const struct okta_user *u)
{
	json_t *c = json_object_get(u->raw, "credentials");

	return json_object_get(c, "password") != NULL;
}

static int
activate(struct okta *o, const struct okta_user *u, json_t *answer,
    struct err *e)
{
	int has = has_password(u);
	int rc = lifecycle(o, u, "activate", o->conf.activation_mail && !has ?
	    "?sendEmail=true" : "?sendEmail=false", answer, e);

	if (rc == 0 && has && is(u, "STAGED") &&
	    json_object_get(answer, "answer") == NULL)
		rc = lifecycle(o, u, "expire_password", "", answer, e);
	return rc;
}

int
okta_change_enable(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	struct okta *o = arg;
	struct okta_user u;
	int rc = okta_user_guard(o, request, answer, &u, e);

	(void)s;
	if (rc == 1) {
		if (u.enabled)
			rc = already(answer);
		else if (is(&u, "SUSPENDED"))
			rc = lifecycle(o, &u, "unsuspend", "", answer, e);
		else
			rc = activate(o, &u, answer, e);
		okta_user_clear(&u);
	}
	return cloud_end(&o->cloud, answer, rc);
}

int
okta_change_sessions(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	struct okta *o = arg;
	struct okta_act a = { "DELETE", "sessions", "?oauthTokens=true", 1, 0 };
	struct okta_user u;
	int rc = okta_user_guard(o, request, answer, &u, e);

	(void)s;
	if (rc == 1) {
		rc = okta_do(o, &a, OKTA_PATH("users", u.id, "sessions"),
		    NULL, NULL, e);
		rc = changed(rc, answer, e);
		okta_user_clear(&u);
	}
	return cloud_end(&o->cloud, answer, rc);
}

/* POST users/ID changes what it names and nothing else. */
static int
update(struct okta *o, const struct okta_user *u, json_t *body, json_t *answer,
    struct err *e)
{
	struct okta_act a = { "POST", "user", "", 1, 0 };

	return changed(okta_do(o, &a, OKTA_PATH("users", u->id), body, NULL, e),
	    answer, e);
}

json_t *
okta_change_when(json_t *at)
{
	char text[21];

	if (!json_is_integer(at))
		return json_null();
	when_iso(json_integer_value(at), text);
	return json_string(text);
}

int
okta_change_expiry(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	struct okta *o = arg;
	json_t *at = json_object_get(request, "expires_at");
	int64_t want = WHEN_NEVER, now = WHEN_NEVER;
	struct okta_user u;
	int rc;

	(void)s;
	if (o->conf.expiry_attribute == NULL) {
		serve_answer(answer, "unsupported", "Okta ends no account on a"
		    " day; expiry_attribute is not configured");
		return 0;
	}
	if (!json_is_integer(at) && !json_is_null(at))
		return err_set(e, ERR_DATA, "expires_at is missing");
	if ((rc = okta_user_guard(o, request, answer, &u, e)) == 1) {
		if (json_is_integer(at))
			want = json_integer_value(at);
		if (u.expires != NULL && when_parse(u.expires, &now) == -1)
			now = 0;	/* a text that is no instant */
		rc = want == now ? already(answer) : update(o, &u,
		    json_pack("{s:{s:o}}", "profile", o->conf.expiry_attribute,
		    okta_change_when(at)), answer, e);
		okta_user_clear(&u);
	}
	return cloud_end(&o->cloud, answer, rc);
}

int
okta_change_password(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	struct okta *o = arg;
	const char *password = serve_text(request, "password");
	struct okta_user u;
	int rc;

	(void)s;
	if (password == NULL || *password == '\0')
		return err_set(e, ERR_DATA, "password is missing");
	if ((rc = okta_user_guard(o, request, answer, &u, e)) == 1) {
		rc = update(o, &u, json_pack("{s:{s:{s:s}}}", "credentials",
		    "password", "value", password), answer, e);
		if (rc == 0 && is(&u, "ACTIVE") &&
		    json_object_get(answer, "answer") == NULL)
			rc = lifecycle(o, &u, "expire_password", "", answer,
			    e);
		okta_user_clear(&u);
	}
	return cloud_end(&o->cloud, answer, rc);
}

int
okta_change_delete(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	struct okta *o = arg;
	struct okta_act a = { "DELETE", "delete", "?sendEmail=false", 0, 0 };
	struct okta_user u;
	int rc = okta_user_guard(o, request, answer, &u, e);

	(void)s;
	if (rc == 1) {
		rc = is(&u, "DEPROVISIONED") ? 0 : lifecycle(o, &u,
		    "deactivate", "?sendEmail=false", answer, e);
		if (rc == 0 && json_object_get(answer, "answer") == NULL)
			rc = changed(okta_do(o, &a, OKTA_PATH("users",
			    u.id), NULL, NULL, e), answer, e);
		okta_user_clear(&u);
	}
	return cloud_end(&o->cloud, answer, rc);
}
