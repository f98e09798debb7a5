#include "act/channel.h"

#include <stdio.h>

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
