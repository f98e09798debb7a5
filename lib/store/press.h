/*
 * A press of a button in Slack as it came: the raw signed request, put down by
 * a program that cannot tell whether it is Slack's, for one that can.
 */
#ifndef STORE_PRESS_H
#define STORE_PRESS_H

#include <stddef.h>
#include <stdint.h>

#include "store/db.h"

enum {
	PRESS_BODY = 262144,	/* bytes of one */
	PRESS_WAITING = 50	/* that wait at a time: whoever sends more is
				 * asked to come again */
};

struct press_row {
	int64_t	id;
	int64_t	came_at;	/* by our clock */
	int64_t	stamp;		/* by Slack's: signed */
	unsigned char mac[32];
	char	*body;		/* len bytes and a NUL, malloc'd */
	size_t	len;
	char	address[64];	/* of who sent it */
};

void press_row_clear(struct press_row *);

/* press_add: id is not read.  1 added, 0 it came before, -1. */
int press_add(struct db *, const struct press_row *, struct err *);
/* press_waiting: how many wait, or -1. */
int64_t press_waiting(struct db *, struct err *);
/* press_next: the first that waits after this id.  1, 0 none, -1. */
int press_next(struct db *, int64_t after, struct press_row *, struct err *);
/* press_done: its body goes.  1, 0 it was done before, -1. */
int press_done(struct db *, int64_t id, struct err *);
/* press_forget: those that are done and came before.  0 or -1. */
int press_forget(struct db *, int64_t before, struct err *);
/* press_old: 1 if there is one for press_forget, 0, -1. */
int press_old(struct db *, int64_t before, struct err *);

#endif
