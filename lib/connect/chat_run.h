/* One run of ctr-chat: what is queued for Slack and Teams, delivered. */
#ifndef CONNECT_CHAT_RUN_H
#define CONNECT_CHAT_RUN_H

#include <signal.h>
#include <stdint.h>

#include "act/deliver.h"
#include "base/conf.h"

struct chat_run {
	struct ctx *x;
	const struct conf *conf;
	const struct postmark *mark;
	int64_t	limit;		/* messages; -1: all */
	int	pinned;		/* the clock is that of -T */
	const volatile sig_atomic_t *stop;	/* a signal came; may be NULL */
	/* what came of it */
	struct deliver_count count;
	int	status;		/* ERR_DOWN, ERR_CONFIG ...; 0 */
};

/*
 * chat_run: 0, with status for what went wrong but left the rest whole; or -1
 * with e: the database.  why(words) is told of every message that did not
 * leave.
 */
int chat_run(struct chat_run *, void (*why)(const char *words), struct err *);

/* chat_run_idle: 1 if nothing is queued for any channel, 0, -1 with e. */
int chat_run_idle(struct ctx *, struct err *);

/* chat_run_show: the payload of one message, links as the postmark makes
 * them, to fd. */
int chat_run_show(struct chat_run *, int64_t outbox, int fd, struct err *);
/* chat_run_plan: what a run would send now, as rows of rows_plan, to fd. */
int chat_run_plan(struct chat_run *, const char *format, int fd,
    struct err *);

#endif
