/* The last run of each tool that writes: what a dead-man watches. */
#ifndef STORE_RUN_H
#define STORE_RUN_H

#include "store/db.h"

/* run_begin: started, status unknown.  run_end: its exit status and report. */
int run_begin(struct db *, const char *tool, const char *part, int64_t now,
    struct err *);
int run_end(struct db *, const char *tool, const char *part, int status,
    const char *note, int64_t now, struct err *);

#endif
