/*
 * Whom the directory's findings may be about: a temporary table of contractors
 * and accounts, filled wider than the rules are, so that those look at few.
 */
#ifndef STORE_SYNC_LOOK_H
#define STORE_SYNC_LOOK_H

#include <stdint.h>

#include "store/db.h"

/* Accounts first: what they are linked to counts for the contractors. */
enum { LOOK_ACCOUNT, LOOK_CONTRACTOR };

int sync_look_start(struct db *, struct err *);
/* sync_look_page: those with ids in (after, after + width], of both kinds; 1 if
 * there are further ones, 0 if not, -1. */
int sync_look_page(struct db *, int64_t after, int64_t width, int64_t now,
    struct err *);
/* sync_look_open: the subjects of open findings of the directory's kinds;
 * before the pages. */
int sync_look_open(struct db *, struct err *);
int sync_look_add(struct db *, int kind, int64_t id, struct err *);
/* sync_look_next: the next after (*kind, *id); *open: it has open findings.
 * 1, 0, -1. */
int sync_look_next(struct db *, int *kind, int64_t *id, int *open,
    struct err *);

#endif
