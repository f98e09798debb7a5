#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/num.h"
#include "base/sha.h"
#include "base/tenant.h"
#include "base/text.h"
#include "web/api.h"

void
api_init(struct api *a, char **env, int fd)
{
	memset(a, 0, sizeof(*a));
	a->cgi.env = env;
	a->fd = fd;
	a->body_len = -1;
	buf_init(&a->body, API_ANSWER_LEN);
}

void
api_clear(struct api *a)
{
	form_clear(&a->cgi.form);
	buf_clear(&a->body);
}

/* segments: how many '/' s has. */
static int
segments(const char *s)
{
	int n = 0;

	for (; *s != '\0'; s++)
		n += *s == '/';
	return n;
}

/* fits: path is the route's; what stands for '*' goes to part. */
static int
fits(const char *route, const char *path, char *part, size_t room)
{
	size_t n;

	part[0] = '\0';
	if (segments(route) != segments(path))
		return 0;
	while (*route != '\0') {
		if (*route != '*') {
			if (*route++ != *path++)
				return 0;
			continue;
		}
		n = strcspn(path, "/");
		if (n == 0 || n >= room)
			return 0;
		memcpy(part, path, n);
		part[n] = '\0';
		if (strcmp(part, "ingest") == 0)	/* a verb of ours */
			return 0;
		path += n;
		route++;
	}
	return *path == '\0';
}

/* /tenants/NAME/PATH, with or without /api before it: as the server is told. */
int
api_path(struct api *a, const char *p)
{
	size_t n;

	a->tenant[0] = a->path[0] = '\0';
	if (p == NULL || !text_ok(p, strlen(p)))
		return -1;
	if (strncmp(p, "/api/", 5) == 0)
		p += 4;
	if (strncmp(p, "/tenants/", 9) != 0)
		return -1;
	p += 9;
	n = strcspn(p, "/");
	if (p[n] != '/' || n >= sizeof(a->tenant) ||
	    strlen(p + n + 1) >= sizeof(a->path))
		return -1;
	memcpy(a->tenant, p, n);
	a->tenant[n] = '\0';
	(void)snprintf(a->path, sizeof(a->path), "%s", p + n + 1);
	return tenant_name(a->tenant) ? 0 : -1;
}

/* find: the route of path and method, and what else the path takes. */
static int
find(struct api *a)
{
	const struct api_route *r;
	int get = 0, post = 0;
	char part[sizeof(a->part)];

	for (r = api_routes; r->path != NULL; r++) {
		if (!fits(r->path, a->path, part, sizeof(part)))
			continue;
		get |= !r->post;
		post |= r->post;
		if (a->route == NULL && r->post == (a->method == CGI_POST)) {
			a->route = r;
			memcpy(a->part, part, sizeof(part));
		}
	}
	(void)snprintf(a->allow, sizeof(a->allow), "%s%sOPTIONS",
	    get ? "GET, HEAD, " : "", post ? "POST, " : "");
	return get || post ? 0 : -1;
}

static int
read_method(struct api *a)
{
	static const struct {
		const char *name;
		int method;
	} methods[] = { { "GET", CGI_GET }, { "HEAD", CGI_HEAD },
		{ "POST", CGI_POST }, { "OPTIONS", API_OPTIONS } };
	const char *m = cgi_var(&a->cgi, "REQUEST_METHOD");
	size_t i;

	for (i = 0; m != NULL && i < sizeof(methods) / sizeof(methods[0]);
	    i++)
		if (strcmp(m, methods[i].name) == 0) {
			a->method = methods[i].method;
			return 0;
		}
	a->method = CGI_GET;
	return -1;
}

/* accepts: 1 if JSON is welcome: Accept (RFC 9110, 12.5.1) names it or a
 * range that it lies in, with another weight than 0. */
static int
accepts(const char *s)
{
	static const char *const ranges[] = { "*/*", "application/*",
		"application/json", "application/problem+json" };
	size_t i, n, len;
	const char *q;

	if (s == NULL || s[strspn(s, " \t")] == '\0')
		return 1;
	for (; *s != '\0'; s += n + (s[n] == ',')) {
		n = strcspn(s, ",");
		while (n > 0 && (*s == ' ' || *s == '\t')) {
			s++;
			n--;
		}
		len = strcspn(s, ",; \t");
		q = strstr(s, "q=");
		if (q != NULL && q < s + n && q[2] == '0' &&
		    strspn(q + 2, "0.") == strcspn(q + 2, ",; \t"))
			continue;
		for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
			if (strlen(ranges[i]) == len &&
			    strncasecmp(s, ranges[i], len) == 0)
				return 1;
	}
	return 0;
}

/* Idempotency-Key: a word of printable ASCII, or such a one in quotes (a
 * string of RFC 8941, without escapes). */
static int
read_request(struct api *a)
{
	const char *s = cgi_var(&a->cgi, "HTTP_IDEMPOTENCY_KEY");
	size_t n, i;

	if (s == NULL || *s == '\0')
		return 0;
	n = strlen(s);
	if (n >= 2 && s[0] == '"' && s[n - 1] == '"') {
		s++;
		n -= 2;
	}
	if (n == 0 || n >= sizeof(a->request))
		return -1;
	for (i = 0; i < n; i++)
		if (s[i] < '!' || s[i] > '~' || s[i] == '"' || s[i] == '\\')
			return -1;
	memcpy(a->request, s, n);
	a->request[n] = '\0';
	return 0;
}

static int
read_length(struct api *a)
{
	const char *s = cgi_var(&a->cgi, "CONTENT_LENGTH");

	if (a->method != CGI_POST)
		return 0;
	if (s == NULL || *s == '\0')
		return api_problem(a, 411, "length_required",
		    "the request has no Content-Length") - 1;
	if (num_int(s, 0, INT64_MAX, &a->body_len) == -1)
		return api_problem(a, 400, "bad_length",
		    "Content-Length is not a number") - 1;
	return 0;
}

static int
read_query(struct api *a)
{
	const char *s = cgi_var(&a->cgi, "QUERY_STRING");
	struct form *f = &a->cgi.form;
	char word[FORM_NAME_LEN + 3];
	int i;

	if (s == NULL || *s == '\0')
		return 0;
	if (strlen(s) > 4096 || form_parse(f, s, strlen(s)) == -1)
		return api_problem(a, 400, "bad_query",
		    "the query cannot be read") - 1;
	for (i = 0; i < f->count; i++) {
		(void)snprintf(word, sizeof(word), " %s ", f->field[i].name);
		if (strstr(a->route->query, word) == NULL)
			return api_problem(a, 400, "bad_query",
			    "%s: no such parameter here",
			    f->field[i].name) - 1;
	}
	return 0;
}

int
api_read(struct api *a)
{
	int known = read_method(a);

	cgi_agent(&a->cgi);
	if (api_path(a, cgi_var(&a->cgi, "PATH_INFO")) == -1 || find(a) == -1)
		return api_problem(a, 404, "not_found",
		    "there is nothing at this path") - 1;
	if (known == 0 && a->method == API_OPTIONS) {
		a->status = 204;
		return -1;
	}
	if (known == -1 || a->route == NULL)
		return api_problem(a, 405, "method_not_allowed",
		    "this path takes %s", a->allow) - 1;
	if (!accepts(cgi_var(&a->cgi, "HTTP_ACCEPT")))
		return api_problem(a, 406, "not_acceptable",
		    "answers are application/json") - 1;
	if (read_request(a) == -1)
		return api_problem(a, 400, "bad_request_id",
		    "Idempotency-Key: 1 to 128 printable characters") - 1;
	return read_query(a) == -1 ? -1 : read_length(a);
}

const char *
api_bearer(const struct api *a)
{
	const char *s = cgi_var(&a->cgi, "HTTP_AUTHORIZATION");

	if (s == NULL || strncasecmp(s, "Bearer ", 7) != 0)
		return NULL;
	s += 7;
	return s + strspn(s, " ");
}

int
api_number(struct api *a, const char *name, int64_t min, int64_t max,
    int64_t otherwise, int64_t *out)
{
	const char *s = form_get(&a->cgi.form, name);

	*out = otherwise;
	if (s == NULL || num_int(s, min, max, out) == 0)
		return 0;
	return api_problem(a, 400, "bad_query", "%s: a number from %lld to "
	    "%lld", name, (long long)min, (long long)max) - 1;
}

int64_t
api_id(const struct api *a)
{
	int64_t id;

	return num_int(a->part, 1, INT64_MAX, &id) == 0 ? id : 0;
}

int
api_json(const struct api *a)
{
	const char *s = cgi_var(&a->cgi, "CONTENT_TYPE");
	size_t n = s == NULL ? 0 : strcspn(s, "; ");

	return n == 16 && strncmp(s, "application/json", 16) == 0;
}

int
api_text(struct api *a, struct buf *b)
{
	char piece[4096];
	size_t want;
	ssize_t n;

	if (a->body_len > (int64_t)b->max)
		return api_problem(a, 413, "too_large",
		    "at most %zu bytes", b->max) - 1;
	while (b->len < (size_t)a->body_len) {
		want = (size_t)a->body_len - b->len;
		n = read(a->fd, piece, want < sizeof(piece) ? want :
		    sizeof(piece));
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return api_problem(a, 400, "cut_short",
			    "the body is shorter than it said") - 1;
		buf_add(b, piece, (size_t)n);
	}
	return 0;
}

void
api_print(const struct api *a, const unsigned char body[32],
    unsigned char out[32])
{
	const struct form *f = &a->cgi.form;
	struct sha st;
	int i;

	sha_start(&st);
	sha_add(&st, a->path, strlen(a->path) + 1);
	for (i = 0; i < f->count; i++) {
		sha_add(&st, f->field[i].name, strlen(f->field[i].name) + 1);
		sha_add(&st, f->field[i].value, strlen(f->field[i].value) + 1);
	}
	sha_add(&st, body, 32);
	sha_end(&st, out);
}
