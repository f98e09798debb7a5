#include "act/channel.h"

#include <stdio.h>
#include <string.h>

#include "store/outbox.h"

static int
there(const struct conf *c, const char *name, const char *command)
{
	return conf_get(c, "chat", name) != NULL ||
	    conf_get(c, "chat", command) != NULL;
}

int
channel_list(const struct conf *c, struct channel out[CHANNELS])
{
	const char *name = conf_get(c, "chat", "slack_channel");
	int n = 0;

	/* A webhook of Slack is bound to its channel; the name is for us. */
	if (there(c, "slack_webhook", "slack_webhook_command") ||
	    (name != NULL && there(c, "slack_token", "slack_token_command"))) {
		out[n].channel = "slack";
		out[n++].recipient = name != NULL ? name : "webhook";
	}
	if (there(c, "teams_webhook", "teams_webhook_command")) {
		out[n].channel = "teams";
		out[n++].recipient = "workflow";
	}
	return n;
}

int
channel_buttons(const struct conf *c)
{
	return conf_get(c, "chat", "slack_channel") != NULL &&
	    there(c, "slack_token", "slack_token_command") &&
	    there(c, "slack_signing_secret", "slack_signing_secret_command");
}

int
channel_parts(const char *recipient, char channel[CHANNEL_ID],
    char within[CHANNEL_ID])
{
	static const char ids[] = ".ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	size_t n = strspn(recipient, ids + 1), m;

	if (n == 0 || n >= CHANNEL_ID || recipient[n] != '/')
		return 0;
	m = strlen(recipient + n + 1);
	if (m == 0 || m >= CHANNEL_ID || strspn(recipient + n + 1,
	    ids) != m)
		return 0;
	memcpy(channel, recipient, n);
	channel[n] = '\0';
	memcpy(within, recipient + n + 1, m + 1);
	return 1;
}

int
channel_is_user(const char *within)
{
	return strchr(within, '.') == NULL;
}

int
channel_tell(struct ctx *x, const struct conf *c, const char *template,
    const char *dedup, const char *fields, struct err *e)
{
	struct outbox_new m = { .template = template, .fields = fields,
		.now = x->now };
	struct channel list[CHANNELS];
	char name[200];
	int i, n = channel_list(c, list);

	for (i = 0; i < n; i++) {
		(void)snprintf(name, sizeof(name), "%s/%s", dedup,
		    list[i].channel);
		m.channel = list[i].channel;
		m.recipient = list[i].recipient;
		m.dedup = name;
		if (outbox_queue(x->db, &m, NULL, e) == -1)
			return -1;
	}
	return n;
}
