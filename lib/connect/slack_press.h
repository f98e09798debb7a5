/*
 * What Slack posts when somebody presses a button: a form with one field,
 * "payload", that holds a JSON object of type "block_actions"
 * (docs.slack.dev, reference/interaction-payloads).  All of it untrusted, until
 * its signature is checked; what is taken here has the form that is promised.
 */
#ifndef CONNECT_SLACK_PRESS_H
#define CONNECT_SLACK_PRESS_H

#include <stddef.h>

#include "domain/link.h"

enum { SLACK_PRESS_ID = 32, SLACK_PRESS_ACTION = 12 };

struct slack_press {
	char	user[SLACK_PRESS_ID];	/* [A-Z0-9]+: who pressed it */
	char	team[SLACK_PRESS_ID];	/* his, where Slack says so, else the
				 * workspace; "" if it says neither */
	char	channel[SLACK_PRESS_ID];	/* where it stands */
	char	action[SLACK_PRESS_ACTION];	/* approve, deny, choose */
	char	token[LINK_LEN + 1];	/* what the button sends back */
};

/* slack_press_read: 0; 1 for a button that opens a page, of which nothing is
 * to be known; or -1: it is not the press of one button of ours. */
int slack_press_read(const char *body, size_t len, struct slack_press *);

#endif
