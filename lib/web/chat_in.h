/*
 * What Slack posts to us, through the Common Gateway Interface: read, looked
 * at as far as that is possible without its secret, and put down.  The path is
 * "/TENANT".  All of it untrusted.
 */
#ifndef WEB_CHAT_IN_H
#define WEB_CHAT_IN_H

#include "act/ctx.h"
#include "base/conf.h"
#include "connect/slack_press.h"
#include "store/press.h"
#include "web/cgi.h"

/* Slack waits 3 seconds for an answer (docs.slack.dev, interactivity). */
enum { CHAT_IN_SECONDS = 3 };

struct chat_in {
	struct cgi cgi;
	struct press_row row;
	struct slack_press press;
};

/*
 * chat_in_read: 0 for chat_in_keep; or the HTTP status: 200 for what needs
 * nothing, 400, 401 (not signed), 404, 405, 411, 413, 415.  chat_in_clear
 * after either.
 */
int chat_in_read(struct chat_in *, char **env, int fd);
/* chat_in_keep: the HTTP status: 200, 403, 503; or -1 with e. */
int chat_in_keep(struct chat_in *, struct ctx *, const struct conf *,
    struct err *);
/* chat_in_send: the answer, which has no words but its status.  0 or -1. */
int chat_in_send(int fd, int status);
void chat_in_clear(struct chat_in *);

#endif
