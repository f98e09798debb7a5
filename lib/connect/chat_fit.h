/*
 * A chat message within what its channel takes.
 *
 * Slack: at most 50 blocks, 3,000 characters in the text of a section
 * (docs.slack.dev, reference/block-kit/blocks), and in all of them about
 * 13,000 with something for each block: that limit is not documented, over it
 * is "msg_blocks_too_long" (slackapi/bolt-js, issues 2509 and 2867).  Teams: 28
 * KiB (Microsoft, "Limits" of incoming webhooks).
 *
 * A section that is too long becomes several, and what is too much in all loses
 * rows of its list from the end: their number is in "more".  Who does not see
 * everybody on a list cannot approve all of it: "press_all" goes then.
 */
#ifndef CONNECT_CHAT_FIT_H
#define CONNECT_CHAT_FIT_H

#include <jansson.h>

#include "base/err.h"
#include "base/pairs.h"

enum { CHAT_FIT_CARD = 28 * 1024 };	/* bytes of a Teams message */

/* chat_fit: payload of chat_text_parse, filled, new; values are cleaned here.
 * NULL with ERR_DATA: a name that is malformed. */
json_t *chat_fit(json_t *payload, const char *channel,
    const struct pairs *values, struct err *);

#endif
