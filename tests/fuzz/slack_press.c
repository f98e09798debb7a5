/*
 * Any bytes as what Slack posts: never a crash, and what is taken has the form
 * that is promised.  As they are, and as the JSON of a form whose button is
 * ours, so that the parser behind the token is met too.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "connect/slack_press.h"
#include "domain/slack_sign.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static int
is_id(const char *s)
{
	return strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == strlen(s);
}

static void
try(const char *s, size_t len)
{
	struct slack_press p;
	struct link l;
	int rc = slack_press_read(s, len, &p);

	if (rc == 0 && (p.user[0] == '\0' || p.channel[0] == '\0' ||
	    !is_id(p.user) || !is_id(p.channel) || !is_id(p.team) ||
	    (strcmp(p.action, "approve") != 0 && strcmp(p.action, "deny") !=
	    0 && strcmp(p.action, "choose") != 0) ||
	    link_parse(p.token, strlen(p.token), &l) == -1 ||
	    l.kind != LINK_PRESS))
		abort();
	if (rc != 0 && (p.user[0] != '\0' || p.token[0] != '\0'))
		abort();
}

/* The same bytes as a header: what is taken is a number that is signed so. */
static void
header(const char *s, size_t len)
{
	unsigned char mac[SLACK_SIGN_LEN];
	char room[200];
	int64_t at;

	if (len >= sizeof(room))
		len = sizeof(room) - 1;
	memcpy(room, s, len);
	room[len] = '\0';
	if (slack_sign_read("v0=00000000000000000000000000000000000000000000000"
	    "00000000000000000", room, mac, &at) == 0 && (at <= 0 ||
	    room[strspn(room, "0123456789")] != '\0'))
		abort();
	(void)slack_sign_read(room, "1531420618", mac, &at);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	/* kind, key 1, id 7: a token of ours but for its signature */
	static const char token[] = "cAABAAAAAAAAAAcAAAAAa0nSAAAAAAAAAAAAA"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAAAAAAAAAAAAAAAA";
	const char *s = len == 0 ? "" : (const char *)data;
	struct buf b = BUF_INIT(1 << 20);
	size_t i;

	try(s, len);
	header(s, len);
	buf_str(&b, "payload=");
	for (i = 0; i < len; i++)
		if (s[i] == '@')	/* a short word for it */
			buf_str(&b, token);
		else
			buf_fmt(&b, "%%%02x", (unsigned char)s[i]);
	if (buf_ok(&b))
		try(b.p, b.len);
	buf_clear(&b);
	return 0;
}
