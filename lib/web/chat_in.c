#include "web/chat_in.h"

#include <string.h>

#include "act/key.h"
#include "act/press_put.h"
#include "base/safe.h"
#include "domain/slack_sign.h"

int
chat_in_read(struct chat_in *in, char **env, int fd)
{
	struct cgi *c = &in->cgi;
	struct press_row *r = &in->row;
	struct buf b = BUF_INIT(PRESS_BODY);
	int status, rc;

	memset(in, 0, sizeof(*in));
	if ((status = cgi_head(c, env)) != 0)
		return status;
	if (c->token[0] != '\0')
		return 404;
	if (c->method != CGI_POST)
		return 405;
	if (slack_sign_read(cgi_var(c, "HTTP_X_SLACK_SIGNATURE"),
	    cgi_var(c, "HTTP_X_SLACK_REQUEST_TIMESTAMP"), r->mac,
	    &r->stamp) == -1)
		return 401;
	if ((status = cgi_body(c, fd, &b)) == 0) {
		r->len = b.len;
		r->body = buf_take(&b);
		rc = slack_press_read(r->body == NULL ? "" : r->body, r->len,
		    &in->press);
		status = rc == 0 ? 0 : rc == 1 ? 200 : 400;
	}
	buf_clear(&b);
	return status;
}

int
chat_in_keep(struct chat_in *in, struct ctx *x, const struct conf *conf,
    struct err *e)
{
	static const int status[] = { 200, 403, 403, 503 };
	char room[1024];
	enum press_put what;

	cgi_address(&in->cgi, conf_or(conf, "web", "client_header",
	    "REMOTE_ADDR"));
	memcpy(in->row.address, in->cgi.address, sizeof(in->row.address));
	what = press_put(x, key_dir(conf, room, sizeof(room)),
	    in->press.token, &in->row, e);
	return what == PRESS_PUT_ERROR ? -1 : status[what];
}

int
chat_in_send(int fd, int status)
{
	struct buf b = BUF_INIT(1024);
	int rc;

	buf_fmt(&b, "Status: %d %s\r\n", status, cgi_reason(status));
	buf_str(&b, "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Length: 0\r\n"
	    "X-Content-Type-Options: nosniff\r\n"
	    "Cache-Control: no-store\r\n");
	if (status == 405)
		buf_str(&b, "Allow: POST\r\n");
	if (status == 503)
		buf_str(&b, "Retry-After: 60\r\n");
	buf_str(&b, "\r\n");
	rc = safe_all(fd, b.p, b.len);
	buf_clear(&b);
	return rc;
}

void
chat_in_clear(struct chat_in *in)
{
	cgi_clear(&in->cgi);
	press_row_clear(&in->row);
}
