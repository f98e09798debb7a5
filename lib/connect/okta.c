#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/safe.h"
#include "base/when.h"
#include "connect/okta.h"

#define KEY_MAX 65536

/* A whole answer is awaited for 30 s, and all of one request for 90: less than
 * the 120 s after which a silent connector is ended. */
static int
credentials(struct okta *o, struct err *e)
{
	if (o->conf.token != NULL) {
		cloud_token(&o->cloud, "SSWS", o->conf.token, WHEN_NEVER);
		return 0;
	}
	if (safe_secret(o->conf.key_file, &o->key, e) == -1)
		return -1;
	buf_fmt(&o->audience, "%s/oauth2/v1/token", o->conf.url);
	o->oauth.http = o->cloud.http;
	o->oauth.target = "/oauth2/v1/token";
	o->oauth.audience = buf_get(&o->audience);
	o->oauth.client_id = o->conf.client_id;
	o->oauth.scope = o->conf.scope;
	o->oauth.key = buf_get(&o->key);
	o->oauth.kid = o->conf.key_id;
	o->cloud.renew = oauth_renew;
	o->cloud.renew_arg = &o->oauth;
	return 0;
}

int
okta_open(struct okta *o, json_t *hello, struct err *e)
{
	struct http_conf http = { .base = NULL };
	struct okta_act first = { "GET", "users", "?limit=1", 0, 1 };
	size_t len;

	memset(o, 0, sizeof(*o));
	buf_init(&o->key, KEY_MAX);
	buf_init(&o->audience, 2048);
	if (okta_config_read(&o->conf, json_object_get(hello, "config"),
	    e) == -1)
		return -1;
	for (len = strlen(o->conf.url); len > 0 &&
	    o->conf.url[len - 1] == '/';)
		o->conf.url[--len] = '\0';
	http.base = o->conf.url;
	http.ca_file = o->conf.ca_file;
	if (cloud_open(&o->cloud, &http, hello, e) == -1)
		return err_add(e, "url");
	if (credentials(o, e) == -1)
		return -1;
	switch (okta_do(o, &first, OKTA_PATH("users"), NULL, NULL, e)) {
	case 1:
		return 0;
	case 0:
		return err_set(e, ERR_CONFIG, "%s: there is no Okta here",
		    http_host(o->cloud.http));
	default:
		return -1;
	}
}

void
okta_close(struct okta *o)
{
	cloud_close(&o->cloud);
	if (o->key.p != NULL)
		mem_wipe(o->key.p, o->key.len);
	buf_clear(&o->key);
	buf_clear(&o->audience);
	json_decref(o->admins);
	json_decref(o->managers);
	okta_config_clear(&o->conf);
	memset(o, 0, sizeof(*o));
}

int
okta_is_list(struct cloud *c, json_t *list, const char *what, struct err *e)
{
	return json_is_array(list) ? 0 : err_set(e, ERR_DOWN, "%s: %s: what"
	    " came is no list", http_host(c->http), what);
}

/* An error of Okta has a code; that of a proxy has not. */
static int
oktas_own(struct okta *o)
{
	const struct buf *b = &o->cloud.answer.body;
	json_t *v = json_loadb(buf_get(b), b->len, 0, NULL);
	int own = cloud_text(v, "errorCode") != NULL;

	json_decref(v);
	return own;
}

int
okta_do(struct okta *o, const struct okta_act *a, const char *const *path,
    json_t *body, json_t **out, struct err *e)
{
	struct buf target = BUF_INIT(16384);
	struct cloud_call q = { .method = a->method, .what = a->what,
		.body = body, .repeat = a->repeat,
		.brief = a->brief };
	int rc = 0;

	if (out != NULL)
		*out = NULL;
	buf_str(&target, "/api/v1");
	for (; rc == 0 && *path != NULL; path++)
		rc = http_segment(&target, *path, e);
	buf_str(&target, a->query);
	q.target = buf_get(&target);
	if (rc == 0)
		rc = cloud_ask(&o->cloud, &q, out, e);
	buf_clear(&target);
	json_decref(body);
	if (rc == 0 && !oktas_own(o))
		return err_set(e, ERR_DOWN, "%s: %s: %d, and not from Okta",
		    http_host(o->cloud.http), a->what,
		    o->cloud.answer.status);
	return rc;
}

int
okta_get(struct okta *o, const char *what, const char *const *path,
    json_t **out, struct err *e)
{
	struct okta_act a = { "GET", what, "", 0, 0 };

	return okta_do(o, &a, path, NULL, out, e);
}

int
okta_nth(const char *list, int n, struct buf *b)
{
	size_t len;

	buf_empty(b);
	for (; *(list += strspn(list, ", \t")) != '\0'; list += len) {
		len = strcspn(list, ",");
		if (n-- > 0)
			continue;
		while (list[len - 1] == ' ' || list[len - 1] == '\t')
			len--;
		buf_add(b, list, len);
		return 1;
	}
	return 0;
}

int
okta_in_list(const char *list, const char *s)
{
	struct buf b = BUF_INIT(4096);
	int n, is = 0;

	for (n = 0; !is && s != NULL && okta_nth(list, n, &b); n++)
		is = strcasecmp(buf_get(&b), s) == 0;
	buf_clear(&b);
	return is;
}
