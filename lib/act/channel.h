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

/*
 * channel_buttons: 1 if what is told in Slack has buttons: it is posted by
 * token, and what they send back can be checked.  conf with its secrets.
 */
int channel_buttons(const struct conf *);

/*
 * Recipients beside a channel of Slack's: "C0123/U0456" is one user in it, whom
 * alone a message is shown; "C0123/1700000000.000100" a message that is there,
 * which takes another text.  channel_parts: the two of them; 1, or 0: it is a
 * channel.
 */
enum { CHANNEL_ID = 64 };
int channel_parts(const char *recipient, char channel[CHANNEL_ID],
    char within[CHANNEL_ID]);
/* channel_is_user: 1 if within is a user's id, 0 if a message's. */
int channel_is_user(const char *within);

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
