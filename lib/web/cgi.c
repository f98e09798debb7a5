#define _DEFAULT_SOURCE		/* closefrom */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/num.h"
#include "base/safe.h"
#include "web/cgi.h"

extern char **environ;

char **
cgi_start(void)
{
	static char *kept[16];
	char **env = environ, **p;
	size_t n = 0;
	int fd;

	(void)alarm(CGI_SECONDS);
	(void)umask(027);
	do
		fd = open("/dev/null", O_RDWR);
	while (fd != -1 && fd < 3);
	closefrom(3);
	for (p = env; p != NULL && *p != NULL; p++)
		if (strncmp(*p, "CTR_", 4) == 0 &&
		    n + 1 < sizeof(kept) / sizeof(kept[0]))
			kept[n++] = *p;
	environ = kept;
	return env;
}

const char *
cgi_var(const struct cgi *c, const char *name)
{
	size_t len = strlen(name);
	char **p;

	for (p = c->env; p != NULL && *p != NULL; p++)
		if (strncmp(*p, name, len) == 0 && (*p)[len] == '=')
			return *p + len + 1;
	return NULL;
}

/* part: the next path segment of *p into out if it is made of set; 0 or -1. */
static int
part(const char **p, const char *set, char *out, size_t room)
{
	size_t len = strspn(*p, set);

	if (len == 0 || len >= room || ((*p)[len] != '/' && (*p)[len] != '\0'))
		return -1;
	memcpy(out, *p, len);
	out[len] = '\0';
	*p += len;
	if (**p == '/')
		(*p)++;
	return 0;
}

int
cgi_path(struct cgi *c, const char *p)
{
	static const char lower[] = "abcdefghijklmnopqrstuvwxyz";
	static const char name[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-_";
	char number[20];

	c->row = 0;
	c->tenant[0] = c->token[0] = c->verb[0] = '\0';
	if (p == NULL || *p++ != '/')
		return -1;
	if (part(&p, name, c->tenant, sizeof(c->tenant)) == -1 ||
	    c->tenant[0] == '-')
		return -1;
	if (*p != '\0' && part(&p, base64, c->token, sizeof(c->token)) == -1)
		return -1;
	if (*p != '\0' && part(&p, lower, c->verb, sizeof(c->verb)) == -1)
		return -1;
	if (strcmp(c->verb, "ask") == 0 && (part(&p, "0123456789", number,
	    sizeof(number)) == -1 ||
	    num_int(number, 1, INT64_MAX, &c->row) == -1))
		return -1;
	return *p == '\0' ? 0 : -1;
}

/* ascii: what may stand in evidence and logs; the rest becomes '?'. */
static void
ascii(char *out, size_t room, const char *s)
{
	size_t i;

	for (i = 0; s != NULL && s[i] != '\0' && i + 1 < room; i++)
		out[i] = s[i] >= 0x20 && s[i] <= 0x7e ? s[i] : '?';
	out[i] = '\0';
}

void
cgi_address(struct cgi *c, const char *name)
{
	ascii(c->address, sizeof(c->address), cgi_var(c, name));
}

void
cgi_agent(struct cgi *c)
{
	ascii(c->agent, sizeof(c->agent), cgi_var(c, "HTTP_USER_AGENT"));
}

void
cgi_link(const struct cgi *c, struct buf *b)
{
	static const char ok[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-_./";
	const char *script = cgi_var(c, "SCRIPT_NAME");

	if (script == NULL || script[0] != '/' || script[1] == '/' ||
	    script[strspn(script, ok)] != '\0')
		script = "/ctr";
	buf_fmt(b, "%s/%s/%s/", script, c->tenant, c->token);
}

int
cgi_refuse(const struct cgi *c, int fd, int status)
{
	const char *text = cgi_var(c, "CONTENT_LENGTH");
	char piece[4096];
	int64_t left;
	ssize_t n;

	if (text == NULL || num_int(text, 0, INT64_MAX, &left) == -1)
		return status;
	if (left > CGI_REFUSE_LEN)
		left = CGI_REFUSE_LEN;
	for (; left > 0; left -= n) {
		n = read(fd, piece, left < (int64_t)sizeof(piece) ?
		    (size_t)left : sizeof(piece));
		if (n == -1 && errno == EINTR)
			n = 0;
		else if (n <= 0)
			break;
	}
	return status;
}

int
cgi_body(const struct cgi *c, int fd, struct buf *b)
{
	static const char want[] = "application/x-www-form-urlencoded";
	const char *type = cgi_var(c, "CONTENT_TYPE");
	const char *text = cgi_var(c, "CONTENT_LENGTH");
	char piece[CGI_BODY_LEN];
	int64_t len;
	size_t left;
	ssize_t n;

	if (text == NULL || *text == '\0')
		return 411;
	if (num_int(text, 0, INT64_MAX, &len) == -1)
		return 400;
	if ((uint64_t)len > b->max)
		return cgi_refuse(c, fd, 413);
	if (type == NULL || strncmp(type, want, sizeof(want) - 1) != 0 ||
	    strchr("; ", type[sizeof(want) - 1]) == NULL)
		return cgi_refuse(c, fd, 415);
	for (left = (size_t)len; left > 0; left -= (size_t)n) {
		n = read(fd, piece, left < sizeof(piece) ? left :
		    sizeof(piece));
		if (n == -1 && errno == EINTR)
			n = 0;
		else if (n <= 0)
			return 400;	/* shorter than it said */
		buf_add(b, piece, (size_t)n);
	}
	return 0;
}

int
cgi_head(struct cgi *c, char **env)
{
	const char *method, *user;

	memset(c, 0, sizeof(*c));
	c->env = env;
	method = cgi_var(c, "REQUEST_METHOD");
	if (method != NULL && strcmp(method, "HEAD") == 0)
		c->method = CGI_HEAD;
	else if (method != NULL && strcmp(method, "POST") == 0)
		c->method = CGI_POST;
	else if (method == NULL || strcmp(method, "GET") != 0)
		return 405;
	if (cgi_path(c, cgi_var(c, "PATH_INFO")) == -1)
		return 404;
	cgi_agent(c);
	user = cgi_var(c, "REMOTE_USER");
	if (user != NULL && strlen(user) < sizeof(c->user))
		memcpy(c->user, user, strlen(user) + 1);
	return 0;
}

int
cgi_read(struct cgi *c, char **env, int fd)
{
	struct buf b = BUF_INIT(CGI_BODY_LEN);
	int rc = cgi_head(c, env);

	if (rc != 0)
		return cgi_refuse(c, fd, rc);
	if (c->method == CGI_POST && (rc = cgi_body(c, fd, &b)) == 0 &&
	    form_parse(&c->form, buf_get(&b), b.len) == -1)
		rc = 400;
	buf_clear(&b);
	return rc;
}

void
cgi_clear(struct cgi *c)
{
	form_clear(&c->form);
}

const char *
cgi_reason(int status)
{
	static const struct {
		int status;
		const char *words;
	} table[] = {
		{ 200, "OK" },
		{ 202, "Accepted" },
		{ 204, "No Content" },
		{ 303, "See Other" },
		{ 304, "Not Modified" },
		{ 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 403, "Forbidden" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 406, "Not Acceptable" },
		{ 409, "Conflict" },
		{ 411, "Length Required" },
		{ 413, "Content Too Large" },
		{ 415, "Unsupported Media Type" },
		{ 422, "Unprocessable Content" },
		{ 429, "Too Many Requests" },
		{ 500, "Internal Server Error" },
		{ 503, "Service Unavailable" },
	};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].status == status)
			return table[i].words;
	return "Error";
}

/* policy: nothing is loaded, framed or sent elsewhere; one style. */
static void
policy(struct buf *b, const char *style)
{
	unsigned char hash[crypto_hash_sha512_BYTES];	/* less work than 256 */
	char text[96];

	(void)crypto_hash_sha512(hash, (const unsigned char *)style,
	    strlen(style));
	(void)sodium_bin2base64(text, sizeof(text), hash, sizeof(hash),
	    sodium_base64_VARIANT_ORIGINAL);
	buf_fmt(b, "Content-Security-Policy: default-src 'none'; "
	    "style-src 'sha512-%s'; form-action 'self'; "
	    "frame-ancestors 'none'; base-uri 'none'\r\n", text);
}

int
cgi_send(int fd, int method, int status, const char *style,
    const struct buf *page)
{
	struct buf b = BUF_INIT(1 << 20);
	int rc = -1;

	buf_fmt(&b, "Status: %d %s\r\n", status, cgi_reason(status));
	buf_str(&b, "Content-Type: text/html; charset=utf-8\r\n");
	buf_fmt(&b, "Content-Length: %zu\r\n", page->len);
	policy(&b, style);
	buf_str(&b, "X-Content-Type-Options: nosniff\r\n"
	    "X-Frame-Options: DENY\r\n"
	    "Referrer-Policy: no-referrer\r\n"
	    "Cache-Control: no-store\r\n"
	    "X-Robots-Tag: noindex, nofollow\r\n"
	    "Cross-Origin-Opener-Policy: same-origin\r\n"
	    "Cross-Origin-Resource-Policy: same-origin\r\n");
	if (status == 405)
		buf_str(&b, "Allow: GET, HEAD, POST\r\n");
	if (status == 503)
		buf_str(&b, "Retry-After: 30\r\n");
	buf_str(&b, "\r\n");
	if (method != CGI_HEAD)
		buf_str(&b, buf_get(page));
	if (buf_ok(&b) && buf_ok(page))
		rc = safe_all(fd, b.p, b.len);
	buf_clear(&b);
	return rc;
}
