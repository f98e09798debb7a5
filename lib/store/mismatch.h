/*
 * Where the systems and the registry tell different truths about one person:
 * what "ctr-list mismatch" shows.
 */
#ifndef STORE_MISMATCH_H
#define STORE_MISMATCH_H

#include "store/db.h"

/* mismatch_connectors: each connector that accounts are known of, by name; the
 * names are malloc'd, and so is the list.  0 or -1. */
int mismatch_connectors(struct db *, char ***names, size_t *n, struct err *);

/*
 * mismatch_open: the rows, by key, after ":after" at most ":max" of them.
 * Columns: key; the contractor's UPN, or an unregistered account's login;
 * cause; "connector:state" of each account, by spaces; since when, UTC
 * seconds.
 *
 * Causes, of which the first that holds is told: "offboarded and enabled",
 * "suspended and enabled" (the registry against a system), "disabled and
 * enabled", "expired and enabled" (one system against another, or a switch
 * that is still on past its expiry: RULES of the finding expired_enabled),
 * "not registered".  Who was transferred and what was converted is no
 * contractor's and not shown.
 */
struct stmt *mismatch_open(struct db *, struct err *);

#endif
