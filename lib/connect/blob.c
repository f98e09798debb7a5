#include "connect/blob.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/when.h"
#include "connect/http.h"

#define VERSION "x-ms-version:2021-08-06"
enum { KEY_MAX = 256, PAGES_MAX = 100000 };

struct blob {
	struct http *http;
	struct http *bulk;	/* a roster takes its time, a list does not */
	char	*account, *container;
	char	*prefix;	/* path of the endpoint, "" or "/account" */
	unsigned char key[KEY_MAX];
	size_t	key_len;	/* 0: a SAS */
	char	*sas;		/* query without '?', or NULL */
};

void
blob_close(struct blob *b)
{
	if (b == NULL)
		return;
	http_close(b->http);
	http_close(b->bulk);
	free(b->account);
	free(b->container);
	free(b->prefix);
	if (b->sas != NULL)
		mem_wipe(b->sas, strlen(b->sas));
	free(b->sas);
	mem_wipe(b->key, sizeof(b->key));
	free(b);
}

/* secrets: one of key and sas. */
static int
secrets(struct blob *b, const struct conf *conf, struct err *e)
{
	char *key = conf_secret(conf, "blob", "key", e);
	char *sas = e->kind != ERR_NONE ? NULL :
	    conf_secret(conf, "blob", "sas", e);
	int rc = e->kind != ERR_NONE ? -1 : 0;

	if (rc == 0 && (key == NULL) == (sas == NULL))
		rc = err_set(e, ERR_CONFIG, "[blob] needs key or sas, one of "
		    "them");
	if (rc == 0 && key != NULL && (sodium_base642bin(b->key, KEY_MAX, key,
	    strlen(key), NULL, &b->key_len, NULL,
	    sodium_base64_VARIANT_ORIGINAL) != 0 || b->key_len == 0))
		rc = err_set(e, ERR_CONFIG, "[blob] key is not base64");
	if (rc == 0 && sas != NULL)
		b->sas = mem_str(sas + (*sas == '?'));
	if (key != NULL)
		mem_wipe(key, strlen(key));
	if (sas != NULL)
		mem_wipe(sas, strlen(sas));
	free(key);
	free(sas);
	return rc;
}

static int
where(struct blob *b, const struct conf *conf, struct err *e)
{
	const char *account = conf_get(conf, "blob", "account");
	const char *endpoint = conf_get(conf, "blob", "endpoint"), *p;
	struct http_conf hc = { .patience_s = 40, .tries = 4 };
	struct buf url = BUF_INIT(512);

	if (account == NULL)
		return err_set(e, ERR_CONFIG, "[blob] account is needed");
	if (endpoint != NULL)
		buf_str(&url, endpoint);
	else
		buf_fmt(&url, "https://%s.blob.core.windows.net", account);
	while (url.len > 0 && url.p[url.len - 1] == '/')
		buf_cut(&url, url.len - 1);
	b->account = mem_str(account);
	b->container = mem_str(conf_or(conf, "blob", "container",
	    "contractor-drop"));
	hc.base = buf_get(&url);
	p = strstr(hc.base, "://");
	p = p == NULL ? NULL : strchr(p + 3, '/');
	b->prefix = mem_str(p == NULL ? "" : p);
	b->http = http_open(&hc, e);
	hc.total_s = hc.patience_s = 600;
	if (b->http != NULL)
		b->bulk = http_open(&hc, e);
	buf_clear(&url);
	return b->bulk == NULL ? err_add(e, "[blob] endpoint") : 0;
}

struct blob *
blob_open(const struct conf *conf, struct err *e)
{
	struct blob *b = mem_zero(1, sizeof(*b));

	if (where(b, conf, e) == 0 && secrets(b, conf, e) == 0)
		return b;
	blob_close(b);
	return NULL;
}

/* One exchange; what is not needed stays NULL. */
struct call {
	const char *method, *what;
	const char *name;	/* of the blob; NULL: the container */
	const char *query;	/* "a=b&c=d", encoded */
	const char *if_match, *if_none_match;	/* with their quotes */
	const void *body;
	size_t	len;
	http_sink *sink;
	void	*sink_arg;
};

/* path: "/container/a/b", encoded as it is sent. */
static int
path(struct blob *b, const char *name, struct buf *out, struct err *e)
{
	char *copy, *s, *end;
	int rc = http_segment(out, b->container, e);

	if (name == NULL || rc == -1)
		return rc;
	copy = mem_str(name);
	for (s = copy; rc == 0 && s != NULL; s = end) {
		if ((end = strchr(s, '/')) != NULL)
			*end++ = '\0';
		rc = http_segment(out, s, e);
	}
	free(copy);
	return rc;
}

static void
date(struct buf *b)
{
	char text[40];

	/* "Sat, 21 Nov 2026 05:00:00 +0000", with GMT as HTTP has it */
	when_rfc5322(when_clock(), text);
	buf_fmt(b, "x-ms-date:%.*s GMT", (int)(strlen(text) - 6), text);
}

static void
authorize(struct blob *b, const struct call *c, const char *target,
    const char *const *headers, struct buf *out)
{
	struct blob_signed s = { c->method, b->account, NULL, c->query,
		c->len, c->body != NULL ? "application/octet-stream" : NULL,
		c->if_match, c->if_none_match, headers };
	struct buf p = BUF_INIT(8192);

	buf_fmt(&p, "%s%.*s", b->prefix, (int)strcspn(target, "?"), target);
	s.path = buf_get(&p);
	buf_fmt(out, "Authorization: SharedKey %s:", b->account);
	blob_sign(&s, b->key, b->key_len, out);
	buf_clear(&p);
}

static int
send(struct blob *b, const struct call *c, struct http_answer *a,
    struct err *e)
{
	struct buf target = BUF_INIT(16384), when = BUF_INIT(64),
	    auth = BUF_INIT(512), match = BUF_INIT(256);
	const char *ms[] = { NULL, NULL, NULL, NULL }, *h[6] = { NULL };
	struct http_request r = { .method = c->method, .what = c->what,
		.headers = h, .body = c->body, .body_len = c->len,
		.type = c->body != NULL ? "application/octet-stream" : NULL,
		.sink = c->sink, .sink_arg = c->sink_arg, .repeat = 1 };
	int i, n = 0, rc = path(b, c->name, &target, e);

	if (c->query != NULL)
		buf_fmt(&target, "?%s", c->query);
	date(&when);
	if (c->body != NULL)
		ms[n++] = "x-ms-blob-type:BlockBlob";
	ms[n++] = buf_get(&when);
	ms[n] = VERSION;
	for (i = 0; i <= n; i++)
		h[i] = ms[i];
	if (c->if_match != NULL)
		buf_fmt(&match, "If-Match: %s", c->if_match);
	if (c->if_none_match != NULL)
		buf_fmt(&match, "If-None-Match: %s", c->if_none_match);
	h[i] = match.len > 0 ? buf_get(&match) : NULL;
	if (b->sas != NULL)
		buf_fmt(&target, "%c%s", c->query != NULL ? '&' : '?',
		    b->sas);
	else {
		authorize(b, c, buf_get(&target), ms, &auth);
		r.secret = buf_get(&auth);
	}
	r.target = buf_get(&target);
	/* Without its version another blob would be meant. */
	if (rc == 0 && (!buf_ok(&target) || !buf_ok(&match) ||
	    (c->if_match != NULL && c->if_match[0] == '\0')))
		rc = err_set(e, ERR_DATA, "%s: its ETag is too long", c->what);
	if (rc == 0)
		rc = http_send(c->sink != NULL || c->body != NULL ? b->bulk :
		    b->http, &r, a, e);
	buf_clear(&when);
	buf_clear(&match);
	if (auth.p != NULL)
		mem_wipe(auth.p, auth.len);
	buf_clear(&auth);
	if (target.p != NULL)
		mem_wipe(target.p, target.len);
	buf_clear(&target);
	return rc;
}

/* refused: any answer that is not what was asked for. */
static int
refused(struct blob *b, const struct call *c, const struct http_answer *a,
    struct err *e)
{
	const char *code = http_header(a, "x-ms-error-code", 0);
	int kind = a->status == 401 || a->status == 403 ? ERR_REFUSED :
	    a->status == 409 || a->status == 412 ? ERR_TEMP :
	    a->status == 404 ? ERR_CONFIG : ERR_DOWN;

	return err_set(e, kind, "%s: %s: %d %.60s", http_host(b->http),
	    c->what, a->status, code != NULL ? code : "");
}

/* A lease is somebody's hand on it; any other 412 is another blob by now. */
static int
leased(const struct http_answer *a)
{
	const char *code = http_header(a, "x-ms-error-code", 0);

	return code != NULL && strncmp(code, "Lease", 5) == 0;
}

static int
ask(struct blob *b, const struct call *c, int want, struct err *e)
{
	struct http_answer a;
	int rc;

	http_answer_init(&a);
	rc = send(b, c, &a, e);
	if (rc == 0 && a.status == want)
		rc = 1;
	else if (rc == 0 && ((a.status == 404 && c->if_match != NULL) ||
	    (a.status == 409 && c->if_none_match != NULL) ||
	    (a.status == 412 && !leased(&a))))
		rc = 0;
	else if (rc == 0)
		rc = refused(b, c, &a, e);
	http_answer_clear(&a);
	return rc;
}

static int
page(struct blob *b, const char *prefix, struct buf *marker,
    struct blob_item **items, size_t *n, struct err *e)
{
	struct buf q = BUF_INIT(8192);
	struct call c = { .method = "GET", .what = "list blobs" };
	struct http_answer a;
	int rc;

	http_query(&q, "restype", "container");
	http_query(&q, "comp", "list");
	http_query(&q, "prefix", prefix);
	http_query(&q, "maxresults", "5000");
	if (marker->len > 0)
		http_query(&q, "marker", buf_get(marker));
	c.query = buf_get(&q) + 1;
	http_answer_init(&a);
	rc = send(b, &c, &a, e);
	if (rc == 0 && a.status != 200)
		rc = refused(b, &c, &a, e);
	buf_empty(marker);
	if (rc == 0)
		rc = blob_page(buf_get(&a.body), a.body.len, items, n, marker,
		    e);
	http_answer_clear(&a);
	buf_clear(&q);
	return rc;
}

int
blob_list(struct blob *b, const char *prefix, struct blob_item **items,
    size_t *n, struct err *e)
{
	struct buf marker = BUF_INIT(4096);
	char *last = mem_str("");
	int rc, pages = 0;

	*items = NULL;
	*n = 0;
	do {
		rc = page(b, prefix, &marker, items, n, e);
		if (rc == 0 && (!buf_ok(&marker) || ++pages > PAGES_MAX ||
		    (marker.len > 0 && strcmp(buf_get(&marker), last) == 0)))
			rc = err_set(e, ERR_DOWN, "%s: list blobs: a page "
			    "that comes again", http_host(b->http));
		free(last);
		last = mem_str(buf_get(&marker));
	} while (rc == 0 && marker.len > 0);
	free(last);
	buf_clear(&marker);
	if (rc == -1) {
		blob_list_free(*items, *n);
		*items = NULL;
		*n = 0;
	}
	return rc;
}

void
blob_list_free(struct blob_item *items, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		free(items[i].name);
		free(items[i].etag);
	}
	free(items);
}

/* What of it came so far. */
struct into {
	FILE	*fp;
	int64_t	len;
};

static int
take(void *arg, const void *p, size_t len)
{
	struct into *to = arg;

	if (p == NULL) {	/* it begins, perhaps again */
		to->len = 0;
		return fflush(to->fp) == EOF || fseeko(to->fp, 0, SEEK_SET) ==
		    -1 || ftruncate(fileno(to->fp), 0) == -1 ? -1 : 0;
	}
	to->len += (int64_t)len;
	return fwrite(p, 1, len, to->fp) == len ? 0 : -1;
}

int
blob_get(struct blob *b, const struct blob_item *i, FILE *fp, struct err *e)
{
	struct buf tag = BUF_INIT(256);
	struct into to = { fp, 0 };
	struct call c = { .method = "GET", .what = "get a blob",
		.name = i->name, .sink = take, .sink_arg = &to };
	int rc;

	buf_fmt(&tag, "\"%s\"", i->etag);
	c.if_match = buf_get(&tag);
	rc = ask(b, &c, 200, e);
	buf_clear(&tag);
	if (rc == 1 && to.len != i->size)
		rc = err_set(e, ERR_DOWN, "%s: get a blob: %" PRId64
		    " bytes of %" PRId64, http_host(b->http), to.len, i->size);
	if (rc == 1 && (fflush(fp) == EOF || fseeko(fp, 0, SEEK_SET) == -1))
		rc = err_sys(e, ERR_IO, "temporary file");
	return rc;
}

int
blob_delete(struct blob *b, const struct blob_item *i, struct err *e)
{
	struct buf tag = BUF_INIT(256);
	struct call c = { .method = "DELETE", .what = "delete a blob",
		.name = i->name };
	int rc;

	buf_fmt(&tag, "\"%s\"", i->etag);
	c.if_match = buf_get(&tag);
	rc = ask(b, &c, 202, e);
	buf_clear(&tag);
	return rc;
}

int
blob_put(struct blob *b, const char *name, const void *p, size_t len,
    int over, struct err *e)
{
	const struct call c = { .method = "PUT", .what = "put a blob",
		.name = name, .body = p, .len = len,
		.if_none_match = over ? NULL : "*" };

	return ask(b, &c, 201, e);
}
