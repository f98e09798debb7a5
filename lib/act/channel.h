/* The chat channels that a tenant's configuration names: where lists and their
 * ends are told.  Words go there, never a decision by having seen them. */
#ifndef ACT_CHANNEL_H
#define ACT_CHANNEL_H

#include "act/ctx.h"
#include "base/conf.h"

enum {
	CHANNELS = 2,
	CHANNEL_ROWS = 100	/* of a list; how many it takes, a channel
				 * knows best: connect/chat_fit.h */
};

struct channel {
	const char *channel;	/* outbox.channel: "slack", "teams" */
	const char *recipient;	/* "#name" or id; "webhook"; borrowed */
};

/* channel_list: conf with its secrets; the number of those configured. */
int channel_list(const struct conf *, struct channel out[CHANNELS]);

/*
 * channel_tell: queues one message of this template to each channel; dedup is
 * what makes it one, fields as of store/outbox.h.  The number of channels, or
 * -1 with e.
 */
int channel_tell(struct ctx *, const struct conf *, const char *template,
    const char *dedup, const char *fields, struct err *);

#endif
