/* One run of ctr-mail: the queue, the texts and the way out, put together. */
#ifndef CONNECT_MAIL_RUN_H
#define CONNECT_MAIL_RUN_H

#include <signal.h>
#include <stdint.h>

#include "act/deliver.h"
#include "act/parcel.h"
#include "base/conf.h"
#include "base/rows.h"
#include "connect/mail_conf.h"

struct mail_run {
	struct ctx *x;
	const struct conf *conf;
	const struct mail_conf *mail;
	const struct postmark *mark;
	int64_t	limit;		/* messages; -1: all */
	int64_t	deadline_s;	/* no new message after so long; -1: none */
	int	pinned;		/* the clock is that of -T */
	struct rows *rows;	/* a row per message, or NULL */
	const volatile sig_atomic_t *stop;	/* a signal came; may be NULL */
	/* what came of it */
	struct deliver_count count;
	int	status;		/* ERR_DOWN, ERR_CONFIG ...; 0 */
};

/* Columns of rows: outbox state template recipient words. */
extern const struct rows_col mail_run_cols[];

/*
 * mail_run: 0, with status for what went wrong but left the rest whole; or
 * -1 with e: the database, a full disk.  What was committed is whole; the
 * rest is still due.  why(words) is told of every message that did not leave
 * and of what stopped the run.
 */
int mail_run(struct mail_run *, void (*why)(const char *words),
    struct err *);

/* mail_run_idle: 1 if nothing is due and nothing was left behind: then there
 * is nothing to configure either.  0, -1 with e. */
int mail_run_idle(struct ctx *, struct err *);

/* mail_run_plan: what a run would send now, as rows of rows_plan, to fd. */
int mail_run_plan(struct mail_run *, const char *format, int fd,
    struct err *);

/* mail_run_show: the text of one message, links as the postmark makes them,
 * to fd. */
int mail_run_show(struct mail_run *, int64_t outbox, int fd, struct err *);

#endif
