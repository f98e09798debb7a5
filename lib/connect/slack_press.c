#include "connect/slack_press.h"

#include <jansson.h>
#include <string.h>

#include "base/buf.h"

static int
digit(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* payload: the one field, decoded (WHATWG URL, 5.1).  0 or -1. */
static int
payload(const char *s, size_t len, struct buf *b)
{
	static const char name[] = "payload=";
	size_t i;
	int hi, lo;

	if (len < sizeof(name) - 1 || memcmp(s, name, sizeof(name) - 1) != 0)
		return -1;
	for (i = sizeof(name) - 1; i < len; i++) {
		if (s[i] == '&' || s[i] == '\0')
			return -1;
		if (s[i] != '%') {
			buf_chr(b, s[i] == '+' ? ' ' : s[i]);
			continue;
		}
		if (len - i < 3 || (hi = digit((unsigned char)s[i + 1])) ==
		    -1 || (lo = digit((unsigned char)s[i + 2])) == -1 ||
		    (hi == 0 && lo == 0))
			return -1;
		buf_chr(b, (char)(hi << 4 | lo));
		i += 2;
	}
	return buf_ok(b) && b->len > 0 ? 0 : -1;
}

/* An id of Slack's.  0, or -1: it is there and is none. */
static int
id(json_t *o, char out[SLACK_PRESS_ID])
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	const char *s = json_string_value(o);
	size_t n = s == NULL ? 0 : strlen(s);

	out[0] = '\0';
	if (s == NULL)
		return 0;
	if (n == 0 || n >= SLACK_PRESS_ID || strspn(s, set) != n)
		return -1;
	memcpy(out, s, n + 1);
	return 0;
}

/* opens: 1 if it is the button that opens a page: Slack tells of that too. */
static int
opens(json_t *o)
{
	const char *name = json_string_value(json_object_get(
	    json_array_size(o) == 1 ? json_array_get(o, 0) : NULL,
	    "action_id"));

	return name != NULL && strcmp(name, "ctr_open") == 0;
}

/* The one action, of a button of ours. */
static int
action(json_t *o, struct slack_press *p)
{
	static const struct {
		const char *id, *action;
	} ours[] = {
		{ "ctr_approve", "approve" },
		{ "ctr_deny", "deny" },
		{ "ctr_choose", "choose" }
	};
	json_t *a = json_array_size(o) == 1 ? json_array_get(o, 0) : NULL;
	const char *name = json_string_value(json_object_get(a, "action_id"));
	const char *value = json_string_value(json_object_get(a, "value"));
	struct link l;
	size_t i;

	if (name == NULL || value == NULL || strlen(value) != LINK_LEN ||
	    link_parse(value, LINK_LEN, &l) == -1 || l.kind != LINK_PRESS)
		return -1;
	memcpy(p->token, value, LINK_LEN + 1);
	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (strcmp(name, ours[i].id) == 0) {
			memcpy(p->action, ours[i].action,
			    strlen(ours[i].action) + 1);
			return 0;
		}
	return -1;
}

static int
take(json_t *o, struct slack_press *p)
{
	const char *type = json_string_value(json_object_get(o, "type"));
	json_t *user = json_object_get(o, "user");
	json_t *channel = json_object_get(o, "channel");
	json_t *team = json_object_get(o, "team");

	if (type == NULL || strcmp(type, "block_actions") != 0)
		return -1;
	if (opens(json_object_get(o, "actions")))
		return 1;
	if (action(json_object_get(o, "actions"), p) == -1 ||
	    id(json_object_get(user, "id"), p->user) == -1 ||
	    id(json_object_get(channel, "id"), p->channel) == -1 ||
	    id(json_object_get(user, "team_id"), p->team) == -1)
		return -1;
	if (p->team[0] == '\0' && id(json_object_get(team, "id"), p->team) ==
	    -1)
		return -1;
	return p->user[0] != '\0' && p->channel[0] != '\0' ? 0 : -1;
}

int
slack_press_read(const char *body, size_t len, struct slack_press *p)
{
	struct buf b = BUF_INIT(len);
	json_t *o = NULL;
	int rc = -1;

	memset(p, 0, sizeof(*p));
	if (payload(body, len, &b) == 0 &&
	    (o = json_loadb(b.p, b.len, JSON_REJECT_DUPLICATES, NULL)) != NULL)
		rc = take(o, p);
	json_decref(o);
	buf_clear(&b);
	if (rc != 0)
		memset(p, 0, sizeof(*p));
	return rc;
}
