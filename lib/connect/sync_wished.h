/* The lists that somebody asked for through the API. */
#ifndef CONNECT_SYNC_WISHED_H
#define CONNECT_SYNC_WISHED_H

#include "connect/sync_run.h"

/*
 * sync_wished: each connector for which a wish is open, by name; r->opt's
 * connector and full are set here.  A wish is done when its run has ended,
 * well or not: who is killed in between is repeated.  tell gets what failed.
 * The worst of their statuses, also that of the registry itself.
 */
int sync_wished(struct sync_run *r, struct sync_report *sum,
    int (*tell)(const struct err *));

#endif
