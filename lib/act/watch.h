/* The checks of a tenant (checkup.h) for a monitor. */
#ifndef ACT_WATCH_H
#define ACT_WATCH_H

#include "act/checkup.h"

struct watch {
	struct ctx *x;
	const struct conf *conf;
	const char *keys;	/* key_dir */
};

/* watch_rows: "check part level since", a row a check, to fd. */
int watch_rows(const struct watch *, const char *format, int fd,
    struct err *);
/* watch_nagios: one line of text and performance data (Monitoring Plugins
 * guidelines) to fd; *status is 0, 1 or 2. */
int watch_nagios(const struct watch *, int fd, int *status, struct err *);
/* watch_prometheus: the text format 0.0.4, for a textfile collector, whole
 * under its name or not at all. */
int watch_prometheus(const struct watch *, const char *file, struct err *);

#endif
