#include <string.h>

#include "connect/okta_change.h"
#include "connect/okta_create.h"
#include "connect/okta_user.h"

/* "Jones, Mia" and "Mia Jones", where no parts are told. */
static void
split(const char *name, struct buf *given, struct buf *family)
{
	const char *comma = strchr(name, ','), *space = strrchr(name, ' ');

	if (comma != NULL) {
		buf_add(family, name, (size_t)(comma - name));
		buf_str(given, comma + 1 + strspn(comma + 1, " "));
	} else if (space != NULL) {
		buf_add(given, name, (size_t)(space - name));
		buf_str(family, space + 1);
	} else {
		buf_str(given, name);
		buf_str(family, name);
	}
}

static void
names(json_t *account, json_t *profile)
{
	const char *given = cloud_text(account, "given_name");
	const char *family = cloud_text(account, "family_name");
	const char *shown = cloud_text(account, "display_name");
	struct buf g = BUF_INIT(256), f = BUF_INIT(256);

	if (shown != NULL)
		split(shown, &g, &f);
	cloud_set(profile, "firstName", given != NULL ? given :
	    g.len > 0 ? buf_get(&g) : NULL);
	cloud_set(profile, "lastName", family != NULL ? family :
	    f.len > 0 ? buf_get(&f) : NULL);
	cloud_set(profile, "displayName", shown);
	buf_clear(&g);
	buf_clear(&f);
}

static json_t *
body(const struct okta *o, json_t *account, const char *login)
{
	json_t *p = json_object(), *b = json_pack("{s:o}", "profile", p);
	json_t *at = json_object_get(account, "expires_at");
	const char *email = cloud_text(account, "email");
	struct buf one = BUF_INIT(256);

	cloud_set(p, "login", login);
	cloud_set(p, "email", email != NULL ? email : login);
	names(account, p);
	cloud_set(p, "department", cloud_text(account, "department"));
	cloud_set(p, "organization", cloud_text(account, "company"));
	cloud_set(p, o->conf.worker_attribute,
	    cloud_text(account, "worker_id"));
	cloud_set(p, o->conf.manager_attribute,
	    cloud_text(account, "manager"));
	if (o->conf.expiry_attribute != NULL && json_is_integer(at))
		json_object_set_new(p, o->conf.expiry_attribute,
		    okta_change_when(at));
	if (okta_nth(o->conf.user_type, 0, &one))
		cloud_set(p, "userType", buf_get(&one));
	if (o->conf.type_id != NULL && okta_nth(o->conf.type_id, 0, &one))
		json_object_set_new(b, "type", json_pack("{s:s}", "id",
		    buf_get(&one)));
	buf_clear(&one);
	return b;
}

static int
told(struct okta *o, struct okta_user *u, json_t *answer)
{
	json_t *a = okta_user_account(o, u, NULL);

	json_object_set_new(a, "contractor", json_boolean(u->contractor));
	json_object_set_new(a, "mark", json_string(u->mark));
	json_object_set_new(a, "groups", json_array());
	json_object_set_new(answer, "account", a);
	okta_user_clear(u);
	return 0;
}

static int
make(struct okta *o, json_t *account, const char *login, json_t *answer,
    struct err *e)
{
	struct okta_act a = { "POST", "create", "?activate=false", 0, 0 };
	struct err again = ERR_INIT;
	struct okta_user u;
	json_t *raw = NULL;
	int rc = okta_do(o, &a, OKTA_PATH("users"),
	    body(o, account, login), &raw, e);

	if (rc == 1)
		return okta_user_take(o, raw, &u, e) == -1 ? -1 :
		    told(o, &u, answer);
	if (rc == 0)
		return err_set(e, ERR_DOWN, "%s: create: 404",
		    http_host(o->cloud.http));
	if (e->kind != ERR_DATA)
		return -1;
	e->kind = ERR_REFUSED;		/* or somebody was faster */
	if (okta_user_find(o, account, &u, &again) != 1)
		return -1;
	err_clear(e);
	serve_answer(answer, "already", NULL);
	return told(o, &u, answer);
}

int
okta_create(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct okta *o = arg;
	json_t *account = json_object_get(request, "account");
	const char *login = cloud_text(account, "upn");
	struct okta_user u;
	int rc;

	(void)s;
	if (login == NULL)
		login = cloud_text(account, "login");
	if (login == NULL || cloud_text(account, "remote_id") != NULL)
		return err_set(e, ERR_DATA, "an account without a upn");
	rc = okta_user_find(o, account, &u, e);
	if (rc == 1) {
		serve_answer(answer, "already", NULL);
		rc = told(o, &u, answer);
	} else if (rc == 0) {
		rc = make(o, account, login, answer, e);
	}
	return cloud_end(&o->cloud, answer, rc);
}
