/*
 * The presses of buttons in Slack that wait, taken up by a program that can
 * read the signing secret: each one's signature and age, then act/press_take.h.
 */
#ifndef CONNECT_PRESS_RUN_H
#define CONNECT_PRESS_RUN_H

#include "act/ctx.h"
#include "base/conf.h"
#include "base/rows.h"

struct press_run {
	int64_t	taken;		/* recorded, or a link shown */
	int64_t	refused;
};

/* press_run_rows: those that wait, as rows of rows_plan.  0 or -1. */
int press_run_rows(struct ctx *, struct rows *, struct err *);

/* press_run_idle: 1 if there is nothing to do, 0, -1 with e. */
int press_run_idle(struct ctx *, struct err *);

/*
 * press_run: all that wait now; conf with its secrets.  why(words) is told of
 * each that is not believed.  0, or -1 with e: the rest waits on.
 */
int press_run(struct ctx *, const struct conf *, struct press_run *,
    void (*why)(const char *words), struct err *);

#endif
