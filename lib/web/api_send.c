#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/jot.h"
#include "base/safe.h"
#include "web/api.h"

int
api_problem(struct api *a, int status, const char *code, const char *words,
    ...)
{
	struct buf text = BUF_INIT(2048);
	struct jot j;
	va_list ap;

	va_start(ap, words);
	buf_vfmt(&text, words, ap);
	va_end(ap);
	jot_init(&j);
	jot_str(&j, "type", "about:blank");
	jot_str(&j, "title", cgi_reason(status));
	jot_int(&j, "status", status);
	jot_str(&j, "code", code);
	jot_str(&j, "detail", buf_get(&text));
	a->status = status;
	a->problem = 1;
	a->location[0] = a->next[0] = '\0';
	buf_empty(&a->body);
	buf_str(&a->body, jot_get(&j));
	jot_clear(&j);
	buf_clear(&text);
	return 0;
}

int
api_again(struct api *a, int status, const char *code, int wait_s)
{
	a->wait_s = wait_s;
	return api_problem(a, status, code, "nothing was done; try again in "
	    "%d seconds", wait_s);
}

/* base: "/api/tenants/NAME/": where this request came in, if it is plain. */
static void
base(const struct api *a, struct buf *b)
{
	static const char ok[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-_./";
	const char *script = cgi_var(&a->cgi, "SCRIPT_NAME");
	const char *info = cgi_var(&a->cgi, "PATH_INFO");

	if (script == NULL || script[0] != '/' || script[1] == '/' ||
	    script[strspn(script, ok)] != '\0')
		script = info != NULL && strncmp(info, "/api/", 5) == 0 ? "" :
		    "/api";
	buf_fmt(b, "%s%s/tenants/%s/", script, info != NULL &&
	    strncmp(info, "/api/", 5) == 0 ? "/api" : "", a->tenant);
}

static void
special(const struct api *a, struct buf *b)
{
	if (a->status == 204 || a->status == 405)
		buf_fmt(b, "Allow: %s\r\n", a->allow);
	if (a->status == 401)
		buf_str(b, "WWW-Authenticate: Bearer realm=\"ctr\"\r\n");
	if (a->wait_s > 0)
		buf_fmt(b, "Retry-After: %d\r\n", a->wait_s);
	if (a->location[0] != '\0') {
		buf_str(b, "Location: ");
		base(a, b);
		buf_fmt(b, "%s\r\n", a->location);
	}
	if (a->next[0] != '\0') {
		buf_str(b, "Link: <");
		base(a, b);
		buf_fmt(b, "%s?%s>; rel=\"next\"\r\n", a->path, a->next);
	}
}

int
api_send(const struct api *a, int fd)
{
	struct buf b = BUF_INIT(16384);
	int rc = -1;

	buf_fmt(&b, "Status: %d %s\r\n", a->status, cgi_reason(a->status));
	if (a->status != 204)
		buf_fmt(&b, "Content-Type: application/%sjson\r\n"
		    "Content-Length: %zu\r\n", a->problem ? "problem+" : "",
		    a->body.len);
	buf_str(&b, "Cache-Control: no-store\r\n"
	    "X-Content-Type-Options: nosniff\r\n"
	    "Content-Security-Policy: default-src 'none'; "
	    "frame-ancestors 'none'\r\n"
	    "Referrer-Policy: no-referrer\r\n"
	    "Cross-Origin-Resource-Policy: same-origin\r\n");
	special(a, &b);
	buf_str(&b, "\r\n");
	if (buf_ok(&b) && buf_ok(&a->body) &&
	    safe_all(fd, b.p, b.len) == 0)
		rc = a->method == CGI_HEAD || a->body.len == 0 ? 0 :
		    safe_all(fd, a->body.p, a->body.len);
	buf_clear(&b);
	return rc;
}
