#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "connect/http_internal.h"

#define HEAD_MAX (64 * 1024)
#define BODY_MAX (16 * 1024 * 1024)

/* Why curl was told to stop in the middle of an answer. */
enum stop { GOES_ON, TOO_LONG, SINK };

struct exchange {
	struct http *h;
	const struct http_request *r;
	struct http_answer *a;
	enum stop stop;
	int	sunk;		/* the sink was told that it begins */
};

static void
int_default(int *n, int value)
{
	if (*n <= 0)
		*n = value;
}

/* 1 if the URL may be asked at all. */
static int
allowed(const char *scheme, const char *host)
{
	return strcmp(scheme, "https") == 0 ||
	    (strcmp(scheme, "http") == 0 && (strcmp(host, "127.0.0.1") == 0 ||
	    strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0));
}

/* Checks a URL; *host gets its host, the caller frees. */
static int
check_url(const char *url, int base, char **host, struct err *e)
{
	char *scheme = NULL, *name = NULL, *other = NULL;
	CURLU *u = curl_url();
	int rc = -1;

	if (u == NULL)
		mem_out();
	if (curl_url_set(u, CURLUPART_URL, url, 0) != CURLUE_OK ||
	    curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
	    curl_url_get(u, CURLUPART_HOST, &name, 0) != CURLUE_OK)
		err_set(e, ERR_CONFIG, "no URL");
	else if (curl_url_get(u, CURLUPART_USER, &other, 0) == CURLUE_OK)
		err_set(e, ERR_CONFIG, "%s: a URL with a user in it", name);
	else if (base && (strchr(url, '?') || strchr(url, '#')))
		err_set(e, ERR_CONFIG, "%s: a URL with a query", name);
	else if (!allowed(scheme, name))
		err_set(e, ERR_CONFIG, "%s: not https", name);
	else {
		*host = mem_str(name);
		rc = 0;
	}
	curl_free(other);
	curl_free(name);
	curl_free(scheme);
	curl_url_cleanup(u);
	return rc;
}

static size_t
on_head(char *p, size_t size, size_t n, void *arg)
{
	struct exchange *x = arg;
	size_t len = size * n;

	if (len >= 5 && memcmp(p, "HTTP/", 5) == 0)
		buf_empty(&x->a->head);	/* what came before was 1xx */
	while (len > 0 && (p[len - 1] == '\r' || p[len - 1] == '\n'))
		len--;
	if (len > 0 && memchr(p, '\0', len) == NULL) {
		buf_add(&x->a->head, p, len);
		buf_chr(&x->a->head, '\0');
	}
	if (buf_ok(&x->a->head))
		return size * n;
	x->stop = TOO_LONG;
	return 0;
}

static size_t
on_body(char *p, size_t size, size_t n, void *arg)
{
	struct exchange *x = arg;
	size_t len = size * n;
	long status = 0;

	curl_easy_getinfo(x->h->curl, CURLINFO_RESPONSE_CODE, &status);
	if (x->r->sink == NULL || status < 200 || status > 299) {
		buf_add(&x->a->body, p, len);
		if (buf_ok(&x->a->body))
			return len;
		x->stop = TOO_LONG;
		return 0;
	}
	x->stop = SINK;
	if (!x->sunk && x->r->sink(x->r->sink_arg, NULL, 0) == -1)
		return 0;
	x->sunk = 1;
	if (x->r->sink(x->r->sink_arg, p, len) == -1)
		return 0;
	x->stop = GOES_ON;
	return len;
}

/* What is true of every exchange. */
static int
set_up(struct http *h, struct err *e)
{
	CURL *c = h->curl;
	int rc = 0;

	rc |= curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	rc |= curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "https,http");
	rc |= curl_easy_setopt(c, CURLOPT_PROXY, "");
	rc |= curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	rc |= curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	rc |= curl_easy_setopt(c, CURLOPT_PATH_AS_IS, 1L);
	rc |= curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	rc |= curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	rc |= curl_easy_setopt(c, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	if (h->conf.ca_file != NULL)
		rc |= curl_easy_setopt(c, CURLOPT_CAINFO, h->conf.ca_file);
	rc |= curl_easy_setopt(c, CURLOPT_USERAGENT, "ctr");
	rc |= curl_easy_setopt(c, CURLOPT_ERRORBUFFER, h->why);
	rc |= curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT,
	    (long)h->conf.connect_s);
	rc |= curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_head);
	rc |= curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	return rc == 0 ? 0 : err_set(e, ERR_BUG, "libcurl lacks something");
}

/* A handle without connections.  On a kept one curl itself sends again what
 * met a server that was closing it: maybe after it had done it. */
static int
start(struct http *h, struct err *e)
{
	curl_easy_cleanup(h->curl);
	if ((h->curl = curl_easy_init()) == NULL)
		mem_out();
	return set_up(h, e);
}

struct http *
http_open(const struct http_conf *conf, struct err *e)
{
	struct http *h;
	char *host = NULL;
	size_t len;

	if (conf->base != NULL && check_url(conf->base, 1, &host, e) == -1)
		return NULL;
	h = mem_zero(1, sizeof(*h));
	h->conf = *conf;
	h->host = host != NULL ? host : mem_str("");
	h->conf.ca_file = mem_str(conf->ca_file);
	if (conf->base != NULL) {
		for (len = strlen(conf->base); conf->base[len - 1] == '/';)
			len--;
		h->conf.base = mem_strn(conf->base, len);
	}
	int_default(&h->conf.connect_s, 10);
	int_default(&h->conf.total_s, 30);
	int_default(&h->conf.patience_s, 90);
	int_default(&h->conf.tries, 5);
	if (h->conf.max_body == 0)
		h->conf.max_body = BODY_MAX;
	if (start(h, e) == 0)
		return h;
	http_close(h);
	return NULL;
}

void
http_close(struct http *h)
{
	if (h == NULL)
		return;
	curl_easy_cleanup(h->curl);
	free((char *)(uintptr_t)h->conf.base);
	free((char *)(uintptr_t)h->conf.ca_file);
	free(h->host);
	free(h);
}

const char *
http_host(const struct http *h)
{
	return h->host;
}

void
http_answer_init(struct http_answer *a)
{
	memset(a, 0, sizeof(*a));
	a->retry_after = -1;
	buf_init(&a->head, HEAD_MAX);
	buf_init(&a->body, BODY_MAX);
}

void
http_answer_clear(struct http_answer *a)
{
	if (a->body.p != NULL)	/* it may have brought a token */
		mem_wipe(a->body.p, a->body.len);
	buf_clear(&a->head);
	buf_clear(&a->body);
	http_answer_init(a);
}

static int
add_header(struct curl_slist **list, const char *s)
{
	struct curl_slist *more;
	const char *p;

	for (p = s; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' && *p != '\t')
			return -1;
	if ((more = curl_slist_append(*list, s)) == NULL)
		mem_out();
	*list = more;
	return 0;
}

/* curl adds an Expect and a form's type if it is not told otherwise. */
static int
headers(const struct http_request *r, struct curl_slist **list)
{
	const char *const *p;
	struct buf b = BUF_INIT(256);
	int rc = add_header(list, "Expect:");

	for (p = r->headers; rc == 0 && p != NULL && *p != NULL; p++)
		rc = add_header(list, *p);
	if (rc == 0 && r->secret != NULL)
		rc = add_header(list, r->secret);
	buf_str(&b, "Content-Type:");
	if (r->type != NULL)
		buf_fmt(&b, " %s", r->type);
	if (rc == 0)
		rc = buf_ok(&b) ? add_header(list, buf_get(&b)) : -1;
	buf_clear(&b);
	return rc;
}

static void
forget(struct curl_slist *list)
{
	struct curl_slist *p;

	for (p = list; p != NULL; p = p->next)
		mem_wipe(p->data, strlen(p->data));
	curl_slist_free_all(list);
}

static int
method(CURL *c, const struct http_request *r)
{
	int rc = curl_easy_setopt(c, CURLOPT_HTTPGET, 1L);

	rc |= curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, NULL);
	if (strcmp(r->method, "HEAD") == 0)
		return rc | curl_easy_setopt(c, CURLOPT_NOBODY, 1L);
	if (r->body != NULL || (strcmp(r->method, "GET") != 0 &&
	    strcmp(r->method, "DELETE") != 0)) {
		rc |= curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)r->body_len);
		rc |= curl_easy_setopt(c, CURLOPT_POSTFIELDS,
		    r->body == NULL ? "" : r->body);
	}
	return rc | curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, r->method);
}

/* What became of it, in words and kind. */
static enum http_end
ended(struct exchange *x, CURLcode code, struct err *e)
{
	const char *why = x->h->why[0] ? x->h->why : curl_easy_strerror(code);
	long sent = 0;

	curl_easy_getinfo(x->h->curl, CURLINFO_REQUEST_SIZE, &sent);
	x->a->unsure = sent > 0;
	x->a->status = 0;
	if (x->stop == TOO_LONG)
		err_set(e, ERR_DATA, "an answer of more than %zu bytes",
		    x->h->conf.max_body);
	else if (x->stop == SINK)
		err_set(e, ERR_IO, "what came could not be kept");
	else if (code == CURLE_PEER_FAILED_VERIFICATION)
		err_set(e, ERR_REFUSED, "%s", why);
	else if (code == CURLE_SSL_CACERT_BADFILE ||
	    code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL)
		err_set(e, ERR_CONFIG, "%s", why);
	else {
		err_set(e, ERR_DOWN, "%s", why);
		return sent > 0 ? HTTP_BROKEN : HTTP_UNSENT;
	}
	return HTTP_FAILED;
}

static enum http_end
redirect(struct exchange *x, struct err *e)
{
	const char *to = http_header(x->a, "Location", 0);
	const char *p = to == NULL ? NULL : strstr(to, "://");
	size_t len = p == NULL ? 0 :
	    strcspn(p + 3, "/?#") + (size_t)(p + 3 - to);

	err_set(e, ERR_DOWN, "%d, a redirect to %.*s, which is not followed",
	    x->a->status, len == 0 ? 9 : (int)len, len == 0 ? "elsewhere" : to);
	x->a->status = 0;
	return HTTP_FAILED;
}

static enum http_end
perform(struct exchange *x, struct err *e)
{
	CURLcode code = curl_easy_perform(x->h->curl);
	long status = 0;

	if (code != CURLE_OK)
		return ended(x, code, e);
	curl_easy_getinfo(x->h->curl, CURLINFO_RESPONSE_CODE, &status);
	x->a->status = (int)status;
	if (status >= 300 && status <= 399 && status != 304)
		return redirect(x, e);
	if (x->r->sink != NULL && !x->sunk && status >= 200 && status <= 299 &&
	    x->r->sink(x->r->sink_arg, NULL, 0) == -1) {
		x->stop = SINK;	/* an empty body is one, too */
		return ended(x, CURLE_WRITE_ERROR, e);
	}
	return HTTP_ANSWERED;
}

enum http_end
http_once(struct http *h, const char *url, const struct http_request *r,
    struct http_answer *a, int64_t limit_ms, struct err *e)
{
	struct exchange x = { h, r, a, GOES_ON, 0 };
	struct curl_slist *list = NULL;
	enum http_end end = HTTP_FAILED;
	char *host = NULL;
	int rc;

	buf_empty(&a->head);
	buf_empty(&a->body);
	a->body.max = h->conf.max_body;
	a->status = 0;
	a->unsure = 0;
	h->why[0] = '\0';
	if (check_url(url, 0, &host, e) == -1)
		return HTTP_FAILED;
	if (!http_repeatable(r) && start(h, e) == -1)
		goto out;
	if (headers(r, &list) == -1) {
		err_set(e, ERR_DATA, "a header with a control character");
		goto out;
	}
	rc = method(h->curl, r);
	rc |= curl_easy_setopt(h->curl, CURLOPT_URL, url);
	rc |= curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, list);
	rc |= curl_easy_setopt(h->curl, CURLOPT_TIMEOUT_MS,
	    (long)(limit_ms > 1 ? limit_ms : 1));
	rc |= curl_easy_setopt(h->curl, CURLOPT_HEADERDATA, &x);
	rc |= curl_easy_setopt(h->curl, CURLOPT_WRITEDATA, &x);
	if (rc == 0)
		end = perform(&x, e);
	else
		err_set(e, ERR_BUG, "libcurl refuses an option");
	curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, NULL);
	curl_easy_setopt(h->curl, CURLOPT_POSTFIELDS, NULL);
out:
	if (end != HTTP_ANSWERED)
		err_add(e, "%s: %s", host, r->what);
	forget(list);
	free(host);
	return end;
}
