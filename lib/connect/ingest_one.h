/* One roster from a file or stdin. */
#ifndef CONNECT_INGEST_ONE_H
#define CONNECT_INGEST_ONE_H

#include "connect/ingest_drop.h"

/*
 * ingest_one: path "-" is stdin.  A file in held/ that a drop run put there
 * has its feed and mode by itself, and goes when it is accepted.  Callbacks
 * and *status as in ingest_drop.
 */
int ingest_one(struct ingest_run *, const char *path, int (*before)(void *),
    ingest_drop_cb *after, void *arg, int *status, struct err *);

#endif
