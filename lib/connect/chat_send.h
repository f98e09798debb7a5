/*
 * One message to Slack (with a token chat.postMessage, chat.postEphemeral or
 * chat.update, by its recipient: act/channel.h; or an incoming webhook) or to
 * a Teams workflow's webhook.
 *
 * Slack's response_url is not used: it would be an address out of a request,
 * for us to post to.
 *
 * Sources: Slack, api.slack.com/methods/chat.postMessage (an answer of 200
 * says in "ok" whether it was taken) and /messaging/webhooks; Microsoft,
 * "Create incoming webhooks with Workflows for Microsoft Teams".
 */
#ifndef CONNECT_CHAT_SEND_H
#define CONNECT_CHAT_SEND_H

#include <jansson.h>

#include "base/conf.h"
#include "base/err.h"

enum chat_result {
	CHAT_SENT,
	CHAT_LATER,		/* not now */
	CHAT_REFUSED,		/* this message, for good */
	CHAT_UNSURE,		/* no answer: it may have been posted */
	CHAT_CONFIG		/* token, webhook or channel are wrong: stop */
};

struct chat_answer {
	enum chat_result result;
	char	words[300];	/* what the service said; no secret */
};

struct chat_send;

/* chat_send_open: channel "slack" or "teams".  NULL with e->kind ERR_NONE: it
 * is not configured; with ERR_CONFIG. */
struct chat_send *chat_send_open(const struct conf *, const char *channel,
    struct err *);
/* chat_send_one: recipient: of Slack's; payload is borrowed.  What was sent by
 * token is named in words: "C0123/1700000000.000100". */
void chat_send_one(struct chat_send *, const char *recipient, json_t *payload,
    struct chat_answer *);
void chat_send_close(struct chat_send *);	/* wipes; NULL is fine */

#endif
