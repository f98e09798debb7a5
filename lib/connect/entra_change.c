#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/mem.h"
#include "base/when.h"
#include "connect/ad_password.h"
#include "connect/entra_change.h"
#include "connect/entra_user.h"

#define LOOKS 6			/* after a change, half a second apart */

static const struct timespec half = { 0, 500000000 };

/* One request about him: segments of the path after his id in rest, or NULL.
 * As entra_ask. */
static int
act(struct entra *g, const char *method, const char *id, const char *rest,
    json_t *body, struct err *e)
{
	struct entra_act a = { method, rest != NULL ? rest : "user", NULL, 1 };
	struct buf to = BUF_INIT(4096);
	int rc = entra_target(&to, e, "users", id, (char *)NULL);

	if (rest != NULL)
		buf_fmt(&to, "/%s", rest);
	a.target = buf_get(&to);
	if (rc == 0)
		rc = entra_ask(g, &a, body, NULL, e);
	else
		json_decref(body);
	buf_clear(&to);
	return rc;
}

static int
finish(struct entra *g, struct entra_user *u, int rc, json_t *answer)
{
	if (rc == 0)
		serve_answer(answer, "gone", NULL);
	entra_user_clear(u);
	return cloud_end(&g->cloud, answer, rc == -1 ? -1 : 0);
}

/* 1 go on, as entra_user_guard. */
static int
may_write(struct entra *g, json_t *request, json_t *answer,
    struct entra_user *u, struct err *e)
{
	int rc = entra_user_guard(g, request, answer, u, e);

	if (rc == 1 && u->synced) {
		entra_user_clear(u);
		rc = err_set(e, ERR_REFUSED, "mastered on-premises: it is "
		    "changed in Active Directory");
	}
	return rc;
}

static void
remember(struct entra *g, const char *id)
{
	json_object_set_new(g->ours, id, json_integer(when_clock()));
}

/* A read may come from a replica that has not heard of it yet. */
static int
settled(struct entra *g, const char *id, int on, struct err *e)
{
	struct entra_user u;
	int i, rc, is;

	for (i = 0; i < LOOKS; i++) {
		if ((rc = entra_user_read(g, id, &u, e)) != 1)
			return rc;
		is = u.enabled;
		entra_user_clear(&u);
		if (is == on)
			return 1;
		nanosleep(&half, NULL);
	}
	return 1;		/* the asker looks, too, before it is done */
}

static int
turn(struct entra *g, json_t *request, json_t *answer, int on, struct err *e)
{
	struct entra_user u;
	int rc;

	if ((rc = may_write(g, request, answer, &u, e)) != 1)
		return cloud_end(&g->cloud, answer, rc);
	if (u.enabled == on) {
		serve_answer(answer, "already", NULL);
		return finish(g, &u, 1, answer);
	}
	rc = act(g, "PATCH", u.id, NULL, json_pack("{s:b}", "accountEnabled",
	    on), e);
	if (rc == 1 && !on)
		remember(g, u.id);
	if (rc == 1)
		rc = settled(g, u.id, on, e);
	return finish(g, &u, rc, answer);
}

int
entra_change_disable(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	(void)s;
	return turn(arg, request, answer, 0, e);
}

int
entra_change_enable(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	(void)s;
	return turn(arg, request, answer, 1, e);
}

/* Refresh tokens and cookies; also of who is mastered on-premises. */
int
entra_change_end_sessions(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	struct entra *g = arg;
	struct entra_user u;
	int rc;

	(void)s;
	if ((rc = entra_user_guard(g, request, answer, &u, e)) != 1)
		return cloud_end(&g->cloud, answer, rc);
	rc = act(g, "POST", u.id, "revokeSignInSessions", NULL, e);
	if (rc == 1)
		remember(g, u.id);
	return finish(g, &u, rc, answer);
}

int
entra_change_delete(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	struct entra *g = arg;
	struct entra_user u;
	int rc;

	(void)s;
	if ((rc = may_write(g, request, answer, &u, e)) != 1)
		return cloud_end(&g->cloud, answer, rc);
	rc = act(g, "DELETE", u.id, NULL, NULL, e);
	return finish(g, &u, rc, answer);
}

static int
set_password(struct entra *g, json_t *request, json_t *answer,
    const char *plain, int change, struct err *e)
{
	struct entra_user u;
	int rc;

	if ((rc = may_write(g, request, answer, &u, e)) != 1)
		return cloud_end(&g->cloud, answer, rc);
	rc = act(g, "PATCH", u.id, NULL, json_pack("{s:{s:b,s:s}}",
	    "passwordProfile", "forceChangePasswordNextSignIn", change,
	    "password", plain), e);
	return finish(g, &u, rc, answer);
}

int
entra_change_random_password(struct serve *s, json_t *request,
    json_t *answer, void *arg, struct err *e)
{
	char plain[AD_PASSWORD + 1];
	int rc;

	(void)s;
	ad_password_random(plain);
	rc = set_password(arg, request, answer, plain, 0, e);
	mem_wipe(plain, sizeof(plain));
	return rc;
}

int
entra_change_set_password(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	const char *plain = serve_text(request, "password");

	(void)s;
	if (plain == NULL || *plain == '\0')
		return err_set(e, ERR_DATA, "password is missing");
	return set_password(arg, request, answer, plain, 1, e);
}

/* ---- made ---- */

/* What Graph takes as mailNickname: no "@", space or other sign. */
static void
nickname(struct buf *b, json_t *account)
{
	const char *s = cloud_text(account, "login");

	if (s == NULL)
		s = cloud_text(account, "upn");
	for (; *s != '\0' && *s != '@' && b->len < 64; s++)
		if (strchr("\\()[]\";:<>, ", *s) == NULL &&
		    (unsigned char)*s > ' ' && (unsigned char)*s < 0x7f)
			buf_chr(b, *s);
}

/* A civil day, as Graph's pages set it: midnight UTC. */
static void
set_hire_date(json_t *o, const char *day)
{
	char at[24];

	if (day == NULL || when_day(day) == WHEN_NO_DAY)
		return;
	snprintf(at, sizeof(at), "%.10sT00:00:00Z", day);
	json_object_set_new(o, "employeeHireDate", json_string(at));
}

static json_t *
new_user(struct entra *g, json_t *account)
{
	char plain[AD_PASSWORD + 1];
	struct buf nick = BUF_INIT(65), type = BUF_INIT(1024);
	const char *name = cloud_text(account, "display_name");
	json_t *o;

	ad_password_random(plain);
	nickname(&nick, account);
	(void)entra_config_type(&g->conf, 0, &type);
	o = json_pack("{s:b,s:s,s:s,s:s,s:s,s:{s:b,s:s}}", "accountEnabled",
	    0, "userPrincipalName", cloud_text(account, "upn"), "displayName",
	    name != NULL ? name : cloud_text(account, "upn"), "mailNickname",
	    buf_get(&nick), "employeeType", buf_get(&type),
	    "passwordProfile", "forceChangePasswordNextSignIn", 1, "password",
	    plain);
	mem_wipe(plain, sizeof(plain));
	cloud_set(o, "employeeId", cloud_text(account, "worker_id"));
	cloud_set(o, "department", cloud_text(account, "department"));
	cloud_set(o, "companyName", cloud_text(account, "company"));
	cloud_set(o, "givenName", cloud_text(account, "given_name"));
	cloud_set(o, "surname", cloud_text(account, "family_name"));
	cloud_set(o, "mail", cloud_text(account, "email"));
	if (g->conf.hire_date)
		set_hire_date(o, cloud_text(account, "starts_on"));
	cloud_set(o, "usageLocation", g->conf.usage_location);
	buf_clear(&nick);
	buf_clear(&type);
	return o;
}

/* A 404 may mean him, of whom not all of Graph has heard yet: it is made once,
 * and what is missing then stays so. */
static int
set_manager(struct entra *g, const char *id, const char *manager,
    struct err *e)
{
	struct buf ref = BUF_INIT(4096);
	int i, rc = 0;

	if (manager == NULL)
		return 1;
	buf_fmt(&ref, "%s/v1.0/users/%s", g->conf.url, manager);
	for (i = 0; i < LOOKS && rc == 0; i++) {
		if (i > 0)
			nanosleep(&half, NULL);
		rc = act(g, "PUT", id, "manager/$ref", json_pack("{s:s}",
		    "@odata.id", buf_get(&ref)), e);
	}
	buf_clear(&ref);
	return rc == 0 ? 1 : rc;	/* no such person: he has none */
}

/* 1 with him as he is then, -1 with e. */
static int
make(struct entra *g, json_t *account, struct entra_user *u, struct err *e)
{
	struct entra_act a = { "POST", "create", "/users", 0 };
	json_t *made = NULL;
	const char *id;
	int rc = entra_ask(g, &a, new_user(g, account), &made, e);

	if (rc == 0)
		rc = err_set(e, ERR_DOWN, "%s: it makes no users",
		    http_host(g->cloud.http));
	id = cloud_text(made, "id");
	if (rc == 1 && id == NULL)
		rc = err_set(e, ERR_TEMP, "it was made and its id is not "
		    "told");
	if (rc == 1)
		rc = set_manager(g, id, cloud_text(account, "manager"), e);
	if (rc == 1 && (rc = entra_user_read(g, id, u, e)) == 0)
		rc = err_set(e, ERR_TEMP, "it was made and is not seen yet");
	json_decref(made);
	return rc;
}

int
entra_change_create(struct serve *s, json_t *request, json_t *answer,
    void *arg, struct err *e)
{
	struct entra *g = arg;
	json_t *account = json_object_get(request, "account");
	struct entra_user u;
	int rc;

	(void)s;
	if (cloud_text(account, "upn") == NULL)
		return err_set(e, ERR_DATA, "upn is missing");
	rc = entra_user_find(g, account, &u, e);
	if (rc == 1)
		serve_answer(answer, "already", NULL);
	if (rc == 0)
		rc = make(g, account, &u, e);
	if (rc == 1) {
		rc = entra_user_whole(g, &u, answer, e);
		entra_user_clear(&u);
	}
	return cloud_end(&g->cloud, answer, rc == -1 ? -1 : 0);
}
