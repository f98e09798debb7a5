#include <string.h>
#include <strings.h>

#include "base/esc.h"
#include "base/mem.h"
#include "base/when.h"
#include "connect/jwt.h"
#include "connect/oauth.h"

#define ASSERTION "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

static void
add(struct buf *b, const char *name, const char *value)
{
	if (value == NULL)
		return;
	if (b->len > 0)
		buf_chr(b, '&');
	buf_fmt(b, "%s=", name);
	esc_url(b, value);
}

static int
form(const struct oauth *o, struct buf *b, struct err *e)
{
	struct jwt_client k = { o->client_id, o->audience, o->key, o->kid,
		o->thumbprint };
	struct buf jwt = BUF_INIT(65536);
	int rc = 0;

	add(b, "grant_type", "client_credentials");
	add(b, "scope", o->scope);
	add(b, "client_id", o->client_id);
	if (o->key != NULL) {
		rc = jwt_assertion(&k, when_clock(), &jwt, e);
		add(b, "client_assertion_type", ASSERTION);
		add(b, "client_assertion", buf_get(&jwt));
	} else {
		add(b, "client_secret", o->secret);
	}
	if (jwt.p != NULL)
		mem_wipe(jwt.p, jwt.len);
	buf_clear(&jwt);
	return rc;
}

/* The error's own words; they name no secret. */
static int
refused(const struct oauth *o, const struct http_answer *a, json_t *body,
    struct err *e)
{
	int down = a->status == 408 || a->status == 429 || a->status >= 500;
	const char *code = cloud_text(body, "error");
	const char *words = cloud_text(body, "error_description");
	struct buf b = BUF_INIT(1000);

	esc_term(&b, code == NULL ? "" : code);
	if (words != NULL) {
		buf_str(&b, ": ");
		esc_term(&b, words);
	}
	err_set(e, down ? ERR_TEMP : ERR_CONFIG, "%s: token: %d%s%.300s",
	    http_host(o->http), a->status, b.len > 0 ? " " : "", buf_get(&b));
	buf_clear(&b);
	return -1;
}

static int
take(struct cloud *c, const struct oauth *o, const struct http_answer *a,
    struct err *e)
{
	json_error_t je;
	json_t *body = json_loadb(buf_get(&a->body), a->body.len, 0, &je);
	const char *token = cloud_text(body, "access_token");
	const char *type = cloud_text(body, "token_type");
	json_int_t life;
	int rc = 0;

	if (a->status < 200 || a->status > 299) {
		c->retry_after = a->retry_after;
		rc = refused(o, a, body, e);
	} else if (token == NULL || type == NULL ||
	    strcasecmp(type, "Bearer") != 0) {
		rc = err_set(e, ERR_DOWN, "%s: token: no bearer token in the"
		    " answer", http_host(o->http));
	} else {
		life = json_integer_value(json_object_get(body, "expires_in"));
		cloud_token(c, "Bearer", token,
		    when_clock() + (life > 0 ? life : 300));
	}
	json_decref(body);
	return rc;
}

int
oauth_renew(struct cloud *c, void *arg, struct err *e)
{
	const struct oauth *o = arg;
	struct http_request r = { .method = "POST", .target = o->target,
		.what = "token", .type = "application/x-www-form-urlencoded",
		.repeat = 1, .brief = 1 };
	struct buf b = BUF_INIT(131072);
	struct http_answer a;
	int rc = -1;

	http_answer_init(&a);
	if (form(o, &b, e) == 0) {
		r.body = buf_get(&b);
		r.body_len = b.len;
		rc = http_send(o->http, &r, &a, e);
	}
	if (rc == 0)
		rc = take(c, o, &a, e);
	if (b.p != NULL)
		mem_wipe(b.p, b.len);
	buf_clear(&b);
	http_answer_clear(&a);
	return rc;
}
