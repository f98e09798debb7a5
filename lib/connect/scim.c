#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/when.h"
#include "connect/scim.h"

#define TYPE "application/scim+json"
#define WALKS 3			/* of a list that changes under us */
#define PROBE "?startIndex=1&count=1"

static int
send(struct scim *s, const struct scim_act *a, json_t *body, json_t **out,
    struct err *e)
{
	static const char accept[] = "Accept: " TYPE ", application/json";
	struct buf target = BUF_INIT(16384), match = BUF_INIT(8192);
	const char *headers[3] = { accept, NULL, NULL };
	struct cloud_call q = { .method = a->method, .what = a->what,
		.headers = headers, .type = TYPE, .body = body };
	int rc = 0;

	/* PUT, PATCH and DELETE of one resource: twice is once. */
	q.repeat = a->id != NULL && strcmp(a->method, "POST") != 0;
	buf_str(&target, a->kind);
	if (a->id != NULL)
		rc = http_segment(&target, a->id, e);
	buf_str(&target, a->query == NULL ? "" : a->query);
	q.target = buf_get(&target);
	if (a->version != NULL) {
		buf_fmt(&match, "If-Match: %s", a->version);
		headers[1] = buf_get(&match);
	}
	/* Without its version a change is another one. */
	if (rc == 0 && (!buf_ok(&target) || !buf_ok(&match)))
		rc = err_set(e, ERR_DATA, "%s: an id or a version that is too"
		    " long", a->what);
	if (rc == 0)
		rc = cloud_ask(&s->cloud, &q, out, e);
	buf_clear(&target);
	buf_clear(&match);
	return rc;
}

/* What a 404 says is from SCIM: it has the schema of its errors. */
static int
own_error(struct scim *s)
{
	const struct buf *b = &s->cloud.answer.body;
	json_t *o = json_loadb(buf_get(b), b->len, 0, NULL), *v;
	int own = 0;
	size_t i;

	json_array_foreach(json_object_get(o, "schemas"), i, v)
		if (json_string_value(v) != NULL &&
		    strcmp(json_string_value(v), SCIM_API "Error") == 0)
			own = 1;
	json_decref(o);
	return own;
}

static int
is_list(json_t *o)
{
	return json_is_integer(json_object_get(o, "totalResults"));
}

/* 0 if there is a service here, else -1. */
static int
probe(struct scim *s, struct err *e)
{
	struct scim_act a = { "GET", "users", "/Users", NULL, PROBE, NULL };
	json_t *o = NULL;
	int rc = send(s, &a, NULL, &o, e);

	if (rc == 1 && is_list(o))
		rc = 0;
	else if (rc != -1)
		rc = err_set(e, ERR_DOWN, "%s: no SCIM service answers at this"
		    " url", http_host(s->cloud.http));
	json_decref(o);
	return rc;
}

int
scim_ask(struct scim *s, const struct scim_act *a, json_t *body, json_t **out,
    struct err *e)
{
	int rc = send(s, a, body, out, e), status = s->cloud.answer.status;

	json_decref(body);
	if (rc == 0 && !own_error(s)) {
		if (probe(s, e) == -1)
			return -1;
		s->cloud.answer.status = status;	/* of what was asked */
	}
	return rc;
}

static int
supported(json_t *config, const char *name, int otherwise)
{
	json_t *v = json_object_get(json_object_get(config, name),
	    "supported");

	return json_is_boolean(v) ? json_is_true(v) : otherwise;
}

/* A service without a configuration is taken for an ordinary one. */
static int
capabilities(struct scim *s, struct err *e)
{
	struct scim_act a = { "GET", "service configuration",
		"/ServiceProviderConfig", NULL, NULL, NULL };
	json_t *o = NULL;
	int rc = send(s, &a, NULL, &o, e);

	if (rc == -1 && s->cloud.answer.status != 501 &&
	    s->cloud.answer.status != 403 && s->cloud.answer.status != 400)
		return -1;
	s->patch = supported(o, "patch", 1);
	s->filters = supported(o, "filter", 1);
	s->etag = supported(o, "etag", 0);
	json_decref(o);
	return probe(s, e);
}

int
scim_open(struct scim *s, json_t *hello, struct err *e)
{
	struct http_conf http = { .base = NULL };

	memset(s, 0, sizeof(*s));
	if (scim_config_read(&s->conf, json_object_get(hello, "config"),
	    e) == -1)
		return -1;
	if (s->conf.filter != NULL &&
	    (s->filter = scim_filter_new(s->conf.filter, e)) == NULL)
		return -1;
	if (s->conf.create != NULL)
		s->create = json_loads(s->conf.create, 0, NULL);
	if (s->conf.create != NULL && !json_is_object(s->create))
		return err_set(e, ERR_CONFIG, "create is no JSON object");
	http.base = s->conf.url;
	http.ca_file = s->conf.ca_file;
	if (cloud_open(&s->cloud, &http, hello, e) == -1)
		return err_add(e, "url");
	cloud_token(&s->cloud, "Bearer", s->conf.token, WHEN_NEVER);
	return capabilities(s, e);
}

void
scim_close(struct scim *s)
{
	cloud_close(&s->cloud);
	scim_filter_free(s->filter);
	json_decref(s->create);
	json_decref(s->high);
	scim_config_clear(&s->conf);
	memset(s, 0, sizeof(*s));
}

/* ---- a list ---- */

struct walk {
	struct scim *s;
	const char *kind, *filter;
	const struct scim_walker *to;
	json_t	*seen;		/* ids */
	json_int_t total;	/* as the last page has it; -1 before */
	json_int_t at;		/* of the next page's first */
	int	moved;		/* the total was another before */
};

static int
on_resource(struct walk *w, json_t *r, int *fresh, struct err *e)
{
	const char *id = cloud_text(r, "id");

	if (id == NULL)
		return err_set(e, ERR_DOWN, "%s: a resource without an id",
		    http_host(w->s->cloud.http));
	if (json_object_get(w->seen, id) != NULL)
		return 0;
	json_object_set_new(w->seen, id, json_true());
	*fresh = 1;
	return w->to->resource(w->s, r, w->to->arg, e);
}

/* A page: 1 there may be more, 0 the end. */
static int
on_page(struct walk *w, json_t *page, struct err *e)
{
	json_t *all = json_object_get(page, "Resources"), *r;
	json_int_t total = json_integer_value(json_object_get(page,
	    "totalResults"));
	size_t i, n = json_array_size(all);
	int fresh = 0, beyond = w->total != -1 && w->at > w->total;

	if (!is_list(page) || (all != NULL && !json_is_null(all) &&
	    !json_is_array(all)))
		return err_set(e, ERR_DOWN, "%s: a list that is none",
		    http_host(w->s->cloud.http));
	if (w->total != -1 && total != w->total)
		w->moved = 1;
	w->total = total;
	json_array_foreach(all, i, r)
		if (on_resource(w, r, &fresh, e) == -1)
			return -1;
	if (n > 0 && !fresh && beyond)
		return 0;		/* all that there is, once more */
	if (n > 0 && !fresh)
		return err_set(e, ERR_DOWN, "%s: a list without an end: the"
		    " same page twice", http_host(w->s->cloud.http));
	w->at += (json_int_t)n;
	/* A full page that is said to be all: some count the page alone. */
	return n > 0 && (w->at <= total || (w->at == total + 1 &&
	    n == (size_t)w->s->conf.page_size && w->at == (json_int_t)n + 1));
}

static int
pages(struct walk *w, struct err *e)
{
	struct scim_act a = { "GET", w->kind + 1, w->kind, NULL, NULL, NULL };
	struct buf q = BUF_INIT(16384);
	json_t *page;
	int n, rc = 1;

	for (n = 0; rc == 1; n++) {
		if (n == CLOUD_PAGES) {
			rc = err_set(e, ERR_DOWN, "%s: a list without an end",
			    http_host(w->s->cloud.http));
			break;
		}
		buf_empty(&q);
		buf_fmt(&q, "?startIndex=%lld&count=%d", (long long)w->at,
		    w->s->conf.page_size);
		if (w->filter != NULL)
			http_query(&q, "filter", w->filter);
		a.query = buf_get(&q);
		page = NULL;
		rc = scim_ask(w->s, &a, NULL, &page, e);
		if (rc == 0)
			rc = err_set(e, ERR_REFUSED, "%s: it has no %s",
			    http_host(w->s->cloud.http), w->kind);
		if (rc == 1)
			rc = on_page(w, page, e);
		json_decref(page);
	}
	buf_clear(&q);
	return rc;
}

int
scim_walk(struct scim *s, const char *kind, const char *filter,
    const struct scim_walker *to, struct err *e)
{
	struct walk w = { s, kind, filter, to, NULL, -1, 1, 0 };
	json_int_t came = 0;
	int n, rc;

	for (n = 0; n < WALKS; n++) {
		if (n > 0 && to->restart != NULL)
			to->restart(to->arg);
		w.seen = json_object();
		w.total = -1;
		w.at = 1;
		w.moved = 0;
		rc = pages(&w, e);
		came = (json_int_t)json_object_size(w.seen);
		json_decref(w.seen);
		if (rc == -1)
			return -1;
		if (!w.moved && came == w.total)
			return 0;
		if (to->restart == NULL)
			break;
	}
	return err_set(e, ERR_TEMP, "%s: %s: it says %lld and %lld came",
	    http_host(s->cloud.http), kind + 1, (long long)w.total,
	    (long long)came);
}
