#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/mem.h"
#include "base/safe.h"
#include "base/sha.h"
#include "connect/entra.h"

#define KEY_MAX 65536
#define BEGIN "-----BEGIN CERTIFICATE-----"
#define END "-----END CERTIFICATE-----"

/* x5t#S256 (RFC 7515, 4.1.8): of the DER, by which Entra knows the key. */
static int
thumbprint(struct entra *g, struct err *e)
{
	struct buf pem = BUF_INIT(KEY_MAX);
	unsigned char der[KEY_MAX / 2], hash[SHA_LEN];
	const char *from, *to;
	size_t len = 0;
	int rc = -1;

	if (safe_read(g->conf.certificate, &pem, e) == -1)
		goto out;
	from = strstr(buf_get(&pem), BEGIN);
	to = from == NULL ? NULL : strstr(from, END);
	if (to == NULL || sodium_base642bin(der, sizeof(der), from +
	    strlen(BEGIN), (size_t)(to - from) - strlen(BEGIN), "\r\n ",
	    &len, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 || len == 0) {
		err_set(e, ERR_CONFIG, "%s: no certificate",
		    g->conf.certificate);
		goto out;
	}
	sha_of(der, len, hash);
	sodium_bin2base64(g->thumbprint, sizeof(g->thumbprint), hash,
	    sizeof(hash), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	rc = 0;
out:
	buf_clear(&pem);
	return rc;
}

static int
credentials(struct entra *g, struct err *e)
{
	struct http_conf login = { .base = g->conf.login_url,
		.ca_file = g->conf.ca_file };

	if ((g->login = http_open(&login, e)) == NULL)
		return err_add(e, "login_url");
	if (g->conf.key_file != NULL &&
	    (safe_secret(g->conf.key_file, &g->key, e) == -1 ||
	    thumbprint(g, e) == -1))
		return -1;
	if (http_segment(&g->target, g->conf.tenant_id, e) == -1)
		return -1;
	buf_str(&g->target, "/oauth2/v2.0/token");
	buf_fmt(&g->audience, "%s%s", g->conf.login_url, buf_get(&g->target));
	buf_fmt(&g->scope, "%s/.default", g->conf.url);
	g->oauth.http = g->login;
	g->oauth.target = buf_get(&g->target);
	g->oauth.audience = buf_get(&g->audience);
	g->oauth.client_id = g->conf.client_id;
	g->oauth.scope = buf_get(&g->scope);
	g->oauth.secret = g->conf.client_secret;
	if (g->conf.key_file != NULL) {
		g->oauth.key = buf_get(&g->key);
		g->oauth.thumbprint = g->thumbprint;
	}
	g->cloud.renew = oauth_renew;
	g->cloud.renew_arg = &g->oauth;
	return 0;
}

int
entra_open(struct entra *g, json_t *hello, struct err *e)
{
	struct entra_act first = { "GET", "users",
	    "/users?$top=1&$select=id", 0 };
	struct http_conf http = { .base = NULL };
	struct buf base = BUF_INIT(2048);
	int rc;

	memset(g, 0, sizeof(*g));
	buf_init(&g->key, KEY_MAX);
	buf_init(&g->target, 2048);
	buf_init(&g->audience, 4096);
	buf_init(&g->scope, 2048);
	g->logins = 1;
	g->ours = json_object();
	if (entra_config_read(&g->conf, json_object_get(hello, "config"),
	    e) == -1)
		return -1;
	buf_fmt(&base, "%s/v1.0", g->conf.url);
	http.base = buf_get(&base);
	http.ca_file = g->conf.ca_file;
	rc = cloud_open(&g->cloud, &http, hello, e);
	buf_clear(&base);
	if (rc == -1)
		return err_add(e, "url");
	if (credentials(g, e) == -1)
		return -1;
	rc = entra_ask(g, &first, NULL, NULL, e);
	return rc == 0 ? err_set(e, ERR_DOWN, "%s: there is no Graph here",
	    http_host(g->cloud.http)) : rc == 1 ? 0 : -1;
}

void
entra_close(struct entra *g)
{
	cloud_close(&g->cloud);
	http_close(g->login);
	if (g->key.p != NULL)
		mem_wipe(g->key.p, g->key.len);
	buf_clear(&g->key);
	buf_clear(&g->target);
	buf_clear(&g->audience);
	buf_clear(&g->scope);
	json_decref(g->high);
	json_decref(g->ours);
	entra_config_clear(&g->conf);
	memset(g, 0, sizeof(*g));
}

/* A 404 of Graph has a code; that of a proxy has not. */
static int
graphs_own(struct entra *g)
{
	const struct buf *b = &g->cloud.answer.body;
	json_t *o = json_loadb(buf_get(b), b->len, 0, NULL);
	int own = cloud_text(json_object_get(o, "error"), "code") != NULL;

	json_decref(o);
	return own;
}

int
entra_ask(struct entra *g, const struct entra_act *a, json_t *body,
    json_t **out, struct err *e)
{
	struct cloud_call q = { .method = a->method, .target = a->target,
		.what = a->what, .body = body, .repeat = a->repeat };
	int rc = cloud_ask(&g->cloud, &q, out, e);

	json_decref(body);
	if (rc == 0 && !graphs_own(g))
		return err_set(e, ERR_DOWN, "%s: %s: %d, and not from Graph",
		    http_host(g->cloud.http), a->what,
		    g->cloud.answer.status);
	return rc;
}

int
entra_target(struct buf *b, struct err *e, ...)
{
	const char *s;
	va_list ap;
	int rc = 0;

	va_start(ap, e);
	while (rc == 0 && (s = va_arg(ap, const char *)) != NULL)
		rc = http_segment(b, s, e);
	va_end(ap);
	if (rc == 0 && !buf_ok(b))
		rc = err_set(e, ERR_DATA, "an id that is too long");
	return rc;
}

/* ---- lists ---- */

struct each {
	struct entra *g;
	const struct entra_list *l;
	json_int_t said, came;	/* said: -1 it did not say */
	json_t	*seen;		/* ids */
};

/* Whether a page has something that came on none before. */
static int
is_news(struct each *x, json_t *all)
{
	const char *id;
	int news = 0;
	json_t *v;
	size_t i;

	json_array_foreach(all, i, v) {
		id = cloud_text(v, "id");
		news |= id == NULL || json_object_get(x->seen, id) == NULL;
		if (id != NULL)
			json_object_set_new(x->seen, id, json_true());
	}
	return news;
}

static int
on_page(struct cloud *c, json_t *page, void *arg, struct err *e)
{
	struct each *x = arg;
	json_t *all = json_object_get(page, "value"), *v;
	json_t *count = json_object_get(page, "@odata.count");
	size_t i;

	if (!json_is_array(all))
		return err_set(e, ERR_DOWN, "%s: %s: a page that is no list",
		    http_host(c->http), x->l->what);
	if (json_is_integer(count) && x->said == -1)
		x->said = json_integer_value(count);
	/* A delta query may name one more than once. */
	if (json_array_size(all) > 0 && !is_news(x, all) && x->l->link == NULL)
		return err_set(e, ERR_DOWN, "%s: %s: a list without an end: "
		    "nothing new on a page", http_host(c->http), x->l->what);
	json_array_foreach(all, i, v) {
		x->came++;
		if (x->l->object != NULL &&
		    x->l->object(x->g, v, x->l->arg, e) == -1)
			return -1;
	}
	return 0;
}

static int
next(struct cloud *c, json_t *page, struct buf *to, void *arg, struct err *e)
{
	struct each *x = arg;
	const char *more = cloud_text(page, "@odata.nextLink");
	const char *link = cloud_text(page, "@odata.deltaLink");

	(void)c;
	(void)e;
	if (x->l->link != NULL) {
		buf_empty(x->l->link);
		buf_str(x->l->link, link == NULL ? "" : link);
	}
	if (more == NULL)
		return 0;
	buf_str(to, more);
	return 1;
}

int
entra_each(struct entra *g, const struct entra_list *l, struct err *e)
{
	static const char *const eventual[] = {
		"ConsistencyLevel: eventual", NULL };
	struct cloud_call q = { .method = "GET", .target = l->target,
		.what = l->what, .headers = l->advanced ? eventual : NULL };
	struct each x = { g, l, -1, 0, json_object() };
	int rc = cloud_walk(&g->cloud, &q, next, on_page, &x, e);

	json_decref(x.seen);
	if (rc == -1)
		return -1;
	if (!l->advanced || x.said == x.came)
		return 0;
	return err_set(e, ERR_TEMP, "%s: %s: it says %lld and %lld came",
	    http_host(g->cloud.http), l->what, (long long)x.said,
	    (long long)x.came);
}
