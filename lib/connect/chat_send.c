#include "connect/chat_send.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/channel.h"
#include "base/mem.h"
#include "connect/chat_fit.h"
#include "connect/http.h"

struct chat_send {
	struct http *http;
	struct http_answer answer;
	char	*secret;	/* "Authorization: ..." or NULL */
	char	*target;	/* a webhook; with a token NULL: the method
				 * is the message's */
	int	teams;
};

static void
wipe(char *s)
{
	if (s != NULL)
		mem_wipe(s, strlen(s));
	free(s);
}

void
chat_send_close(struct chat_send *c)
{
	if (c == NULL)
		return;
	http_close(c->http);
	http_answer_clear(&c->answer);
	wipe(c->secret);
	wipe(c->target);
	free(c);
}

/* A token's method, else the webhook: 1, 0 neither is set, -1. */
static int
configure(struct chat_send *c, const struct conf *conf, struct http_conf *h,
    struct err *e)
{
	char *token = NULL;
	struct buf b = BUF_INIT(8192);

	if (!c->teams)
		token = conf_secret(conf, "chat", "slack_token", e);
	if (token != NULL) {
		h->base = conf_or(conf, "chat", "slack_url",
		    "https://slack.com/api");
		buf_fmt(&b, "Authorization: Bearer %s", token);
		c->secret = buf_take(&b);
		wipe(token);
		return 1;
	}
	if (e->kind != ERR_NONE)
		return -1;
	c->target = conf_secret(conf, "chat", c->teams ? "teams_webhook" :
	    "slack_webhook", e);
	return c->target != NULL ? 1 : e->kind == ERR_NONE ? 0 : -1;
}

struct chat_send *
chat_send_open(const struct conf *conf, const char *channel, struct err *e)
{
	struct chat_send *c = mem_zero(1, sizeof(*c));
	struct http_conf h = { .ca_file = conf_get(conf, "chat", "ca_file") };

	c->teams = strcmp(channel, "teams") == 0;
	http_answer_init(&c->answer);
	if (configure(c, conf, &h, e) == 1 &&
	    (c->http = http_open(&h, e)) != NULL)
		return c;
	chat_send_close(c);
	return NULL;
}

static void
say(struct chat_answer *a, enum chat_result r, const char *words)
{
	a->result = r;
	(void)snprintf(a->words, sizeof(a->words), "%s", words);
}

/* Slack's errors, by what a later try could change. */
static enum chat_result
slack_error(const char *error)
{
	static const char *const later[] = { "ratelimited", "rate_limited",
		"internal_error", "fatal_error", "service_unavailable",
		"request_timeout", "team_added_to_org" };
	static const char *const refused[] = { "msg_too_long", "no_text",
		"msg_blocks_too_long", "invalid_blocks",
		"invalid_blocks_format", "too_many_blocks",
		"message_not_found", "cant_update_message",
		"edit_window_closed", "user_not_in_channel",
		"user_not_found" };
	size_t i;

	for (i = 0; i < sizeof(later) / sizeof(later[0]); i++)
		if (strcmp(error, later[i]) == 0)
			return CHAT_LATER;
	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (strcmp(error, refused[i]) == 0)
			return CHAT_REFUSED;
	return CHAT_CONFIG;	/* invalid_auth, channel_not_found ... */
}

/* Where it stands now, as channel_parts takes it: "C0123/1700000000.000100". */
static void
say_sent(struct chat_answer *a, json_t *o)
{
	const char *ts = json_string_value(json_object_get(o, "ts"));
	const char *channel = json_string_value(json_object_get(o,
	    "channel"));
	char words[2 * CHANNEL_ID];

	(void)snprintf(words, sizeof(words), "%s%s%s", channel != NULL ?
	    channel : "", channel != NULL ? "/" : "", ts != NULL ? ts : "ok");
	say(a, CHAT_SENT, words);
}

/* within: a message for somebody or instead of another: what is wrong with
 * its channel is wrong with it alone. */
static void
judge_slack(const struct chat_send *c, int within, struct chat_answer *a)
{
	json_t *o = json_loadb(c->answer.body.p != NULL ? c->answer.body.p :
	    "", c->answer.body.len, 0, NULL);
	const char *error = json_string_value(json_object_get(o, "error"));

	if (json_is_true(json_object_get(o, "ok")))
		say_sent(a, o);
	else if (error != NULL)
		say(a, within && (strcmp(error, "channel_not_found") == 0 ||
		    strcmp(error, "not_in_channel") == 0 ||
		    strcmp(error, "is_archived") == 0) ? CHAT_REFUSED :
		    slack_error(error), error);
	else
		say(a, CHAT_UNSURE, "an answer that is none of Slack's");
	json_decref(o);
}

static void
judge(const struct chat_send *c, int within, struct chat_answer *a)
{
	int status = c->answer.status;
	char words[80];

	(void)snprintf(words, sizeof(words), "status %d", status);
	if (status >= 200 && status < 300) {
		if (c->secret != NULL)
			judge_slack(c, within, a);
		else
			say(a, CHAT_SENT, words);
	} else if (status == 429 || status == 503)
		say(a, CHAT_LATER, words);
	else if (c->answer.unsure || status >= 500)
		say(a, CHAT_UNSURE, words);
	else if (status == 400 || status == 413)
		say(a, CHAT_REFUSED, words);
	else			/* 401, 403, 404, 410: the webhook is gone */
		say(a, CHAT_CONFIG, words);
}

/*
 * A token's method, and what it needs beside the payload.  1 if it is for
 * somebody or instead of another message; -1: that takes a token.  A webhook
 * would show everybody what is for one.
 */
static int
address(const struct chat_send *c, const char *recipient, json_t *o,
    const char **target)
{
	char channel[CHANNEL_ID], within[CHANNEL_ID];
	int parts = channel_parts(recipient, channel, within);

	if (c->secret == NULL)
		return parts ? -1 : 0;
	*target = "/chat.postMessage";
	if (!parts) {
		json_object_set_new(o, "channel", json_string(recipient));
		return 0;
	}
	json_object_set_new(o, "channel", json_string(channel));
	if (channel_is_user(within)) {
		*target = "/chat.postEphemeral";
		json_object_set_new(o, "user", json_string(within));
	} else {
		*target = "/chat.update";
		json_object_set_new(o, "ts", json_string(within));
	}
	return 1;
}

void
chat_send_one(struct chat_send *c, const char *recipient, json_t *payload,
    struct chat_answer *a)
{
	struct http_request r = { .method = "POST", .target = c->target,
		.what = c->teams ? "post to Teams" : "post to Slack",
		.secret = c->secret,
		.type = "application/json; charset=utf-8" };
	json_t *o = json_copy(payload);
	struct err e = ERR_INIT;
	int within = address(c, recipient, o, &r.target);
	char *text = json_dumps(o, JSON_COMPACT);

	json_decref(o);
	if (within == -1) {
		say(a, CHAT_REFUSED, "slack_token is not set any more");
		free(text);
		return;
	}
	if (text == NULL || (c->teams && strlen(text) > CHAT_FIT_CARD)) {
		say(a, CHAT_REFUSED, "longer than a channel takes");
		free(text);
		return;
	}
	r.body = text;
	r.body_len = strlen(text);
	if (http_send(c->http, &r, &c->answer, &e) == 0)
		judge(c, within, a);
	else
		say(a, e.kind == ERR_CONFIG || e.kind == ERR_REFUSED ?
		    CHAT_CONFIG : c->answer.unsure ? CHAT_UNSURE : CHAT_LATER,
		    e.text);
	free(text);
}
