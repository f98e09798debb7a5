/* When a tool ran last, and how. */
#ifndef STORE_RUN_LAST_H
#define STORE_RUN_LAST_H

#include <stdint.h>

#include "store/db.h"

struct run_last {
	int64_t	started_at;
	int64_t	ok_at;		/* WHEN_NEVER */
	int	status;		/* -1: it runs, or was killed */
	char	note[400];
};

/* run_last: part is a connector or "".  1, 0 never, -1 with e. */
int run_last(struct db *, const char *tool, const char *part,
    struct run_last *, struct err *);

#endif
