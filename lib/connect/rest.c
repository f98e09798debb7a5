#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "connect/rest.h"

#define WORDS_MAX 400

int
rest_open(struct rest *r, const struct http_conf *conf, rest_words *words,
    struct err *e)
{
	memset(r, 0, sizeof(*r));
	http_answer_init(&r->answer);
	r->words = words;
	return (r->http = http_open(conf, e)) != NULL ? 0 : -1;
}

static void
wipe(char *s)
{
	if (s != NULL)
		mem_wipe(s, strlen(s));
	free(s);
}

void
rest_close(struct rest *r)
{
	http_close(r->http);
	http_answer_clear(&r->answer);
	json_decref(r->body);
	wipe(r->secret);
	memset(r, 0, sizeof(*r));
}

void
rest_secret(struct rest *r, const char *scheme, const char *secret)
{
	struct buf b = BUF_INIT(65536);

	wipe(r->secret);
	buf_fmt(&b, "Authorization: %s %s", scheme, secret);
	r->secret = buf_take(&b);
}

int
rest_error(struct rest *r, int kind, const char *what, struct err *e)
{
	struct buf b = BUF_INIT(WORDS_MAX);

	if (r->words != NULL && json_is_object(r->body))
		r->words(r->body, &b);
	return err_set(e, kind, "%s: %s: %d%s%s", http_host(r->http), what,
	    r->answer.status, b.len > 0 ? " " : "", buf_get(&b));
}

/* What a status means to who only asks whether it went well. */
static int
judge(struct rest *r, const char *what, struct err *e)
{
	switch (r->answer.status) {
	case 401:
	case 403:
		return rest_error(r, ERR_REFUSED, what, e);
	case 408:
	case 423:
	case 429:
	case 503:
		return rest_error(r, ERR_TEMP, what, e);
	case 400:
	case 404:
	case 405:
	case 409:
	case 410:
	case 412:
	case 501:
		return 0;
	default:
		break;
	}
	if (r->answer.status < 200 || r->answer.status > 299)
		return rest_error(r, ERR_DOWN, what, e);
	if (r->body == NULL && r->answer.body.len > 0)
		return err_set(e, ERR_DOWN, "%s: %s: an answer that is no "
		    "JSON", http_host(r->http), what);
	return 0;
}

int
rest_ask(struct rest *r, const struct rest_call *c, struct err *e)
{
	struct http_request q = { .method = c->method, .target = c->target,
	    .what = c->what, .secret = r->secret, .headers = c->headers,
	    .repeat = c->repeat };
	char *text = c->json == NULL ? NULL : json_dumps(c->json, JSON_COMPACT);
	int rc;

	json_decref(r->body);
	r->body = NULL;
	q.body = c->json != NULL ? text : c->text;
	if (q.body != NULL) {
		q.body_len = strlen(q.body);
		q.type = c->type != NULL ? c->type : "application/json";
	}
	rc = http_send(r->http, &q, &r->answer, e);
	wipe(text);		/* it may hold a first password */
	if (rc == -1) {
		r->answer.retry_after = -1;
		/* what may have been done is looked up, not taken for undone */
		if (e->kind != ERR_REFUSED && e->kind != ERR_CONFIG)
			e->kind = r->answer.unsure && !c->repeat &&
			    strcmp(c->method, "GET") != 0 ? ERR_TEMP : ERR_DOWN;
		return -1;
	}
	r->body = json_loadb(buf_get(&r->answer.body), r->answer.body.len,
	    JSON_REJECT_DUPLICATES, NULL);
	return judge(r, c->what, e);
}

void
rest_later(const struct rest *r, json_t *answer)
{
	if (r->http != NULL && r->answer.retry_after >= 0)
		json_object_set_new(answer, "retry_after",
		    json_integer(r->answer.retry_after));
}

json_t *
rest_get(json_t *o, ...)
{
	const char *name;
	va_list ap;

	va_start(ap, o);
	while (o != NULL && (name = va_arg(ap, const char *)) != NULL)
		o = json_object_get(o, name);
	va_end(ap);
	return o;
}

const char *
rest_text(json_t *o, const char *name)
{
	return json_string_value(json_object_get(o, name));
}
