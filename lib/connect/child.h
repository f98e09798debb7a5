/*
 * A process that is talked to over its stdin, stdout and stderr, none of which
 * blocks us.  It has a process group of its own; the group is ended when it
 * does not end by itself.
 */
#ifndef CONNECT_CHILD_H
#define CONNECT_CHILD_H

#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

struct child {
	pid_t	pid;		/* 0: none, or reaped */
	int	in, out, err;	/* our ends; -1 when closed */
	int	status;		/* wait status once reaped */
	int64_t	term_at;	/* monotonic ms; 0: not to be ended */
	int64_t	kill_at;
	int	forced;		/* it was sent TERM */
};

#define CHILD_GRACE 5000	/* ms between TERM and KILL */

/* Milliseconds of the monotonic clock. */
int64_t child_now(void);

/*
 * child_start: path without a shell, no argument, cwd /, nothing open but 0 1
 * 2, environment PATH LANG=C.UTF-8 TZ=UTC.  0, or -1 with e (ERR_CONFIG: cannot
 * be started, ERR_SYSTEM).
 */
int child_start(struct child *, const char *path, struct err *);

/* child_write: what fits now leaves b, which keeps the rest; wiped.  Raises no
 * SIGPIPE; when the child reads no more, all of b is dropped. */
void child_write(struct child *, struct buf *);

/* child_eof: end of file to it. */
void child_eof(struct child *);

/* child_end: TERM to its group after ms milliseconds, KILL CHILD_GRACE later;
 * the earlier of two calls counts. */
void child_end(struct child *, int64_t ms);

/* child_reap: 1 when it has ended (status is set), 0 while it has not.  Sends
 * the signals that have fallen due. */
int child_reap(struct child *);

/* child_clear: closes; KILL to a group that is still there, and reaps. */
void child_clear(struct child *);

#endif
