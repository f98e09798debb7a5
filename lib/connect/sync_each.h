/* Several connectors in one run, one after the other. */
#ifndef CONNECT_SYNC_EACH_H
#define CONNECT_SYNC_EACH_H

#include "connect/sync_run.h"

/*
 * sync_each: those of names (borrowed), or with names NULL every one that has
 * a section in the configuration; r->opt's connector is set here.  A broken
 * one does not stop the others: tell gets what failed, and end is called after
 * each.  The worst of their statuses.
 */
int sync_each(struct sync_run *r, char *const *names, int n,
    struct sync_report *sum, int (*tell)(const struct err *),
    void (*end)(void));

#endif
