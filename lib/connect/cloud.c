#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/esc.h"
#include "base/mem.h"
#include "base/when.h"
#include "connect/cloud.h"
#include "connect/serve.h"

#define EARLY_S 60	/* a credential is renewed so long before its end */

int
cloud_open(struct cloud *c, const struct http_conf *conf, json_t *hello,
    struct err *e)
{
	memset(c, 0, sizeof(*c));
	http_answer_init(&c->answer);
	c->retry_after = -1;
	c->secret_until = WHEN_NEVER;
	c->protected = json_incref(json_object_get(hello, "protected"));
	c->privileged =
	    json_incref(json_object_get(hello, "privileged_groups"));
	return (c->http = http_open(conf, e)) == NULL ? -1 : 0;
}

static void
forget(struct cloud *c)
{
	if (c->secret != NULL)
		mem_wipe(c->secret, strlen(c->secret));
	free(c->secret);
	c->secret = NULL;
}

void
cloud_close(struct cloud *c)
{
	forget(c);
	http_close(c->http);
	if (c->http != NULL)
		http_answer_clear(&c->answer);
	json_decref(c->protected);
	json_decref(c->privileged);
	memset(c, 0, sizeof(*c));
}

void
cloud_token(struct cloud *c, const char *scheme, const char *token,
    int64_t until_at)
{
	static const char name[] = "Authorization: ";
	size_t a = strlen(scheme), b = strlen(token);
	char *p = mem_alloc(sizeof(name) + a + b + 1);

	memcpy(p, name, sizeof(name) - 1);
	memcpy(p + sizeof(name) - 1, scheme, a);
	p[sizeof(name) - 1 + a] = ' ';
	memcpy(p + sizeof(name) + a, token, b + 1);
	forget(c);
	c->secret = p;
	c->secret_until = until_at;
}

/* The sentence in an error of Okta, Graph, SCIM, OAuth. */
static const char *
sentence(json_t *o)
{
	static const char *const names[] = { "errorSummary", "detail",
		"error_description", "message", "error", NULL };
	json_t *inner = json_object_get(o, "error"), *cause;
	const char *s;
	size_t i;

	cause = json_array_get(json_object_get(o, "errorCauses"), 0);
	if ((s = cloud_text(cause, "errorSummary")) != NULL ||
	    (s = cloud_text(inner, "message")) != NULL)
		return s;
	for (i = 0; names[i] != NULL; i++)
		if ((s = cloud_text(o, names[i])) != NULL)
			return s;
	return NULL;
}

static int
fault(struct cloud *c, int kind, const char *what, json_t *body,
    struct err *e)
{
	const char *s = sentence(body);
	struct buf b = BUF_INIT(1000);

	esc_term(&b, s == NULL ? "" : s);
	err_set(e, kind, "%s: %s: %d%s%.300s", http_host(c->http), what,
	    c->answer.status, b.len > 0 ? " " : "", buf_get(&b));
	buf_clear(&b);
	return -1;
}

static int
meaning(struct cloud *c, const char *what, json_t *body, struct err *e)
{
	int status = c->answer.status;

	c->retry_after = c->answer.retry_after;
	if (status == 404 || status == 410)
		return 0;
	if (status == 409 || status == 412) {
		c->retry_after = 0;
		fault(c, ERR_TEMP, what, body, e);
		return err_add(e, "changed meanwhile");
	}
	if (status == 401)
		return fault(c, ERR_CONFIG, what, body, e);
	if (status == 403)
		return fault(c, ERR_REFUSED, what, body, e);
	if (status == 408 || status == 429 || status >= 500)
		return fault(c, ERR_TEMP, what, body, e);
	return fault(c, ERR_DATA, what, body, e);
}

static int
send(struct cloud *c, const struct cloud_call *q, const char *text,
    struct err *e)
{
	struct http_request r = { .method = q->method, .target = q->target,
		.what = q->what, .headers = q->headers, .secret = c->secret,
		.repeat = q->repeat, .brief = q->brief };

	if (text != NULL) {
		r.type = q->type != NULL ? q->type : "application/json";
		r.body = text;
		r.body_len = strlen(text);
	}
	if (http_send(c->http, &r, &c->answer, e) == 0)
		return 0;
	c->retry_after = c->answer.retry_after;
	return -1;
}

/* Sends it with a credential that is good; a 401 renews it once. */
static int
exchange(struct cloud *c, const struct cloud_call *q, const char *text,
    struct err *e)
{
	int fresh = 0;

	for (;;) {
		if (c->renew != NULL && (c->secret == NULL ||
		    c->secret_until - EARLY_S < when_clock())) {
			if (c->renew(c, c->renew_arg, e) == -1)
				return -1;
			fresh = 1;
		}
		if (send(c, q, text, e) == -1)
			return -1;
		if (c->answer.status != 401 || c->renew == NULL || fresh)
			return 0;
		forget(c);
	}
}

int
cloud_ask(struct cloud *c, const struct cloud_call *q, json_t **out,
    struct err *e)
{
	char *text = NULL;
	json_t *body = NULL;
	json_error_t je;
	int rc = -1, good;

	if (out != NULL)
		*out = NULL;
	c->retry_after = -1;
	if (q->body != NULL && (text = json_dumps(q->body,
	    JSON_COMPACT | JSON_ENCODE_ANY)) == NULL)
		return err_set(e, ERR_BUG, "%s: no JSON", q->what);
	if (exchange(c, q, text, e) == -1)
		goto out;
	good = c->answer.status >= 200 && c->answer.status <= 299;
	if (c->answer.body.len > 0)
		body = json_loadb(buf_get(&c->answer.body),
		    c->answer.body.len, JSON_ALLOW_NUL, &je);
	if (!good)
		rc = meaning(c, q->what, body, e);
	else if (body == NULL && c->answer.body.len > 0)
		err_set(e, ERR_DOWN, "%s: %s: an answer that is no JSON",
		    http_host(c->http), q->what);
	else
		rc = 1;
	if (rc == 1 && out != NULL) {
		*out = body;
		body = NULL;
	}
out:
	json_decref(body);
	if (text != NULL)
		mem_wipe(text, strlen(text));
	free(text);
	return rc;
}

int
cloud_end(struct cloud *c, json_t *answer, int rc)
{
	if (rc == -1 && c->retry_after >= 0)
		json_object_set_new(answer, "retry_after",
		    json_integer(c->retry_after));
	return rc;
}

int
cloud_named(json_t *ids, const char *s)
{
	const char *id;
	json_t *v;
	size_t i;

	json_array_foreach(ids, i, v)
		if ((id = json_string_value(v)) != NULL && s != NULL &&
		    strcasecmp(id, s) == 0)
			return 1;
	return 0;
}

static int
is_protected(json_t *ids, const struct cloud_seen *s)
{
	return cloud_named(ids, s->remote_id) || cloud_named(ids, s->login) ||
	    cloud_named(ids, s->upn);
}

int
cloud_guard(struct cloud *c, json_t *request, const struct cloud_seen *s,
    struct err *e)
{
	const char *mark = serve_text(request, "mark");
	const char *worker = cloud_text(json_object_get(request, "expect"),
	    "worker_id");

	c->retry_after = -1;
	if (is_protected(c->protected, s) ||
	    is_protected(json_object_get(request, "protected"), s))
		return err_set(e, ERR_REFUSED, "protected");
	/* One without a number carries no other one. */
	if (!s->contractor || (worker != NULL && s->worker_id != NULL &&
	    strcasecmp(worker, s->worker_id) != 0))
		return err_set(e, ERR_REFUSED, "changed_hands");
	if (mark != NULL && (s->mark == NULL || strcmp(mark, s->mark) != 0)) {
		c->retry_after = 0;
		return err_set(e, ERR_TEMP, "changed meanwhile");
	}
	return 0;
}

const char *
cloud_string(json_t *v)
{
	const char *s = json_string_value(v);

	return s != NULL && strlen(s) == json_string_length(v) ? s : NULL;
}

const char *
cloud_text(json_t *o, const char *name)
{
	const char *s = cloud_string(json_object_get(o, name));

	return s != NULL && *s != '\0' ? s : NULL;
}

int64_t
cloud_when(json_t *o, const char *name)
{
	const char *s = cloud_text(o, name);
	int64_t at;

	return s != NULL && when_parse(s, &at) == 0 ? at : WHEN_NEVER;
}

void
cloud_set(json_t *o, const char *name, const char *text)
{
	if (text != NULL)
		json_object_set_new(o, name, json_string(text));
}

void
cloud_set_at(json_t *o, const char *name, int64_t at)
{
	if (at != WHEN_NEVER)
		json_object_set_new(o, name, json_integer(at));
}
