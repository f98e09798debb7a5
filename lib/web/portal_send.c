#include <sys/stat.h>

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/safe.h"
#include "base/say.h"
#include "base/tenant.h"
#include "web/portal.h"

/*
 * Scripts and styles are two files of ours and nothing else: none stands in a
 * page.  A page that is shown inside another (a mail's preview) has a policy
 * of its own: styles of its elements, and no script at all.
 */
static const char *
policy(const struct portal *p)
{
	return p->framed ? "default-src 'none'; style-src 'unsafe-inline'; "
	    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'; "
	    "sandbox" :
	    "default-src 'none'; style-src 'self'; script-src 'self'; "
	    "img-src 'self' data:; frame-src 'self'; connect-src 'self'; "
	    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
	    "require-trusted-types-for 'script'";
}

static void
headers(const struct portal *p, int64_t len, struct buf *b)
{
	buf_fmt(b, "Status: %d %s\r\n", p->status, cgi_reason(p->status));
	if (p->location[0] != '\0' && p->status == 303)
		buf_fmt(b, "Location: %s\r\n", p->location);
	buf_fmt(b, "Content-Type: %s\r\n", p->type != NULL ? p->type :
	    "text/html; charset=utf-8");
	if (p->rows == NULL)
		buf_fmt(b, "Content-Length: %lld\r\n", (long long)len);
	if (p->file[0] != '\0')
		buf_fmt(b, "Content-Disposition: attachment; "
		    "filename=\"%s\"\r\n", p->file);
	buf_fmt(b, "Content-Security-Policy: %s\r\n", policy(p));
	if (p->fresh_s > 0)
		buf_fmt(b, "Cache-Control: max-age=%lld\r\n",
		    (long long)p->fresh_s);
	else
		buf_str(b, "Cache-Control: no-store\r\n");
	buf_fmt(b, "X-Content-Type-Options: nosniff\r\n"
	    "X-Frame-Options: %s\r\n"
	    "Referrer-Policy: same-origin\r\n"
	    "X-Robots-Tag: noindex, nofollow\r\n"
	    "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n"
	    "Cross-Origin-Opener-Policy: same-origin\r\n"
	    "Cross-Origin-Resource-Policy: same-origin\r\n",
	    p->framed ? "SAMEORIGIN" : "DENY");
	if (p->status == 405)
		buf_str(b, "Allow: GET, HEAD, POST\r\n");
	if (p->status == 503 || p->status == 429)
		buf_str(b, "Retry-After: 30\r\n");
	buf_str(b, "\r\n");
}

/* A spooled file, piece by piece: len bytes, as the header said. */
static int
send_spool(int from, int64_t len, int fd)
{
	char room[65536];
	ssize_t n;

	if (lseek(from, 0, SEEK_SET) == -1)
		return -1;
	for (; len > 0; len -= n) {
		n = read(from, room, len < (int64_t)sizeof(room) ?
		    (size_t)len : sizeof(room));
		if (n == -1 && errno == EINTR)
			n = 0;
		else if (n <= 0 || safe_all(fd, room, (size_t)n) == -1)
			return -1;
	}
	return 0;
}

int
portal_send(const struct portal *p, int fd)
{
	struct buf b = BUF_INIT(8192);
	struct err e = ERR_INIT;
	struct stat sb;
	int64_t len = (int64_t)p->out.len;
	int rc = -1;

	if (p->spool != -1) {
		if (fstat(p->spool, &sb) == -1)
			return -1;
		len = sb.st_size;
	}
	headers(p, len, &b);
	if (!buf_ok(&b) || !buf_ok(&p->out) || safe_all(fd, b.p, b.len) == -1)
		goto out;
	if (p->method == CGI_HEAD)
		rc = 0;
	else if (p->rows != NULL)
		rc = rows_flush(p->rows, fd, &e);
	else if (p->spool != -1)
		rc = send_spool(p->spool, len, fd);
	else
		rc = len == 0 ? 0 : safe_all(fd, p->out.p, p->out.len);
out:
	buf_clear(&b);
	return rc;
}

int
portal_asset(struct portal *p)
{
	static const struct {
		const char *path, *type;
	} assets[] = {
		{ "style.css", "text/css; charset=utf-8" },
		{ "portal.js", "text/javascript; charset=utf-8" },
	};
	struct err e = ERR_INIT;
	char file[600];
	size_t i;

	for (i = 0; i < sizeof(assets) / sizeof(assets[0]); i++)
		if (strcmp(p->path, assets[i].path) == 0)
			break;
	if (i == sizeof(assets) / sizeof(assets[0]) ||
	    p->method == CGI_POST)
		return 0;
	(void)snprintf(file, sizeof(file), "%s/templates/portal/%s",
	    tenant_share(), p->path);
	if (safe_read(file, &p->out, &e) == -1) {
		(void)say_err(&e);
		portal_problem(p, 500);
		return 1;
	}
	p->type = assets[i].type;
	p->fresh_s = 600;
	return 1;
}
