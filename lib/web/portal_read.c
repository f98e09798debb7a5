#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/tenant.h"
#include "base/text.h"
#include "web/portal.h"

enum { QUERY_LEN = 4096, PAGE_LEN = 1 << 21 };

void
portal_init(struct portal *p, char **env, int fd)
{
	memset(p, 0, sizeof(*p));
	p->cgi.env = env;
	p->fd = fd;
	p->spool = -1;
	p->status = 200;
	buf_init(&p->out, PAGE_LEN);
	buf_init(&p->command, PORTAL_COMMAND_LEN);
}

void
portal_clear(struct portal *p)
{
	form_clear(&p->cgi.form);
	form_clear(&p->body);
	words_free(p->words);
	buf_clear(&p->out);
	if (p->spool != -1)
		(void)close(p->spool);
	buf_clear(&p->command);
	rows_free(p->rows);
}

/* base: SCRIPT_NAME is the server's own path, and goes into links. */
static void
read_base(struct portal *p)
{
	static const char ok[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-_./";
	const char *script = cgi_var(&p->cgi, "SCRIPT_NAME");

	if (script == NULL || (script[0] != '\0' && (script[0] != '/' ||
	    script[1] == '/')) || script[strspn(script, ok)] != '\0' ||
	    strlen(script) > 200)
		script = "/portal";
	(void)snprintf(p->base, sizeof(p->base), "%s/%s", script, p->tenant);
}

int
portal_path(struct portal *p, const char *s)
{
	size_t n;

	p->tenant[0] = p->path[0] = '\0';
	if (s == NULL || *s++ != '/' || !text_ok(s, strlen(s)))
		return -1;
	n = strcspn(s, "/");
	if (n >= sizeof(p->tenant))
		return -1;
	memcpy(p->tenant, s, n);
	p->tenant[n] = '\0';
	s += n;
	s += *s == '/';
	if (strlen(s) >= sizeof(p->path) || !tenant_name(p->tenant))
		return -1;
	(void)snprintf(p->path, sizeof(p->path), "%s", s);
	n = strlen(p->path);
	if (n > 0 && p->path[n - 1] == '/')
		p->path[n - 1] = '\0';
	return 0;
}

/* fits: the path is the route's; what stands for '*' goes to part. */
static int
fits(struct portal *p, const char *route)
{
	const char *path = p->path;
	size_t n;
	int i = 0;

	memset(p->part, 0, sizeof(p->part));
	while (*route != '\0') {
		if (*route != '*') {
			if (*route++ != *path++)
				return 0;
			continue;
		}
		n = strcspn(path, "/");
		if (n == 0 || n >= sizeof(p->part[0]) || i == PORTAL_PARTS)
			return 0;
		memcpy(p->part[i++], path, n);
		path += n;
		route++;
	}
	return *path == '\0';
}

/* A route without '*' is meant before one with. */
static void
find_route(struct portal *p)
{
	const struct portal_route *const *area, *r;
	int stars;

	for (stars = 0; stars < 2; stars++)
		for (area = portal_areas; *area != NULL; area++)
			for (r = *area; r->path != NULL; r++)
				if ((strchr(r->path, '*') != NULL) == stars &&
				    fits(p, r->path)) {
					p->route = r;
					return;
				}
}

static int
read_query(struct portal *p)
{
	const char *q = cgi_var(&p->cgi, "QUERY_STRING");

	if (q == NULL || *q == '\0')
		return 0;
	if (strlen(q) > QUERY_LEN)
		return 414;
	return form_parse(&p->cgi.form, q, strlen(q)) == 0 ? 0 : 400;
}

static int
type_is(const struct portal *p, const char *want)
{
	const char *type = cgi_var(&p->cgi, "CONTENT_TYPE");
	size_t n = strlen(want);

	return type != NULL && strncasecmp(type, want, n) == 0 &&
	    strchr("; ", type[n]) != NULL;
}

static int
read_fields(struct portal *p, size_t max)
{
	char *body = mem_zero(1, max + 1);
	size_t got = 0;
	ssize_t n;
	int status = 0;

	while (got < (size_t)p->body_len) {
		n = read(p->fd, body + got, (size_t)p->body_len - got);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0) {
			status = 400;	/* shorter than it said */
			break;
		}
		got += (size_t)n;
	}
	if (status == 0 && form_parse_long(&p->body, body, got, max) == -1)
		status = 400;
	free(body);
	return status;
}

static int
read_body(struct portal *p)
{
	const char *text = cgi_var(&p->cgi, "CONTENT_LENGTH");
	size_t max = p->route->body_max != 0 ? p->route->body_max :
	    PORTAL_BODY_LEN;

	if (p->route->act == NULL)
		return cgi_refuse(&p->cgi, STDIN_FILENO, 405);
	if (text == NULL || *text == '\0')
		return 411;
	if (num_int(text, 0, INT64_MAX, &p->body_len) == -1)
		return 400;
	if (p->body_len > (int64_t)max)
		return cgi_refuse(&p->cgi, STDIN_FILENO, 413);
	if (!type_is(p, p->route->file ? "multipart/form-data" :
	    "application/x-www-form-urlencoded"))
		return cgi_refuse(&p->cgi, STDIN_FILENO, 415);
	return p->route->file ? 0 : read_fields(p, max);
}

static int
read_all(struct portal *p)
{
	const char *m = cgi_var(&p->cgi, "REQUEST_METHOD");
	const char *user = cgi_var(&p->cgi, "REMOTE_USER");
	int status;

	p->method = m != NULL && strcmp(m, "HEAD") == 0 ? CGI_HEAD :
	    m != NULL && strcmp(m, "POST") == 0 ? CGI_POST : CGI_GET;
	if (m == NULL || (p->method == CGI_GET && strcmp(m, "GET") != 0))
		return 405;
	if (portal_path(p, cgi_var(&p->cgi, "PATH_INFO")) == -1)
		return 404;
	read_base(p);
	cgi_agent(&p->cgi);
	if (user != NULL && strlen(user) < sizeof(p->cgi.user))
		memcpy(p->cgi.user, user, strlen(user) + 1);
	find_route(p);
	if (p->route == NULL)
		return 0;	/* who may not read at all learns no more */
	if ((status = read_query(p)) != 0)
		return status;
	if (p->method == CGI_POST)
		return read_body(p);
	return p->route->show == NULL ? 405 : 0;
}

int
portal_read(struct portal *p)
{
	int status = read_all(p);

	if (status == 0)
		return 0;
	p->status = status;
	return -1;
}
