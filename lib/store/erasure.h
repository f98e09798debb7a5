/*
 * A person's data, taken out of every table that holds it; the numbers, days
 * and decisions stay.  The only writer that touches many tables: each has one
 * statement here, and the authorizer lets no other role do it.
 */
#ifndef STORE_ERASURE_H
#define STORE_ERASURE_H

#include <stdint.h>

#include "store/db.h"

/* erasure_table: the name of the nth table, in the order in which they must be
 * taken; NULL after the last. */
const char *erasure_table(int nth);
/* erasure_rows: takes the contractor's data out of the nth table.  The number
 * of rows, or -1 with e. */
int64_t erasure_rows(struct db *, int nth, int64_t contractor, int64_t now,
    struct err *);

/* erasure_waiting: 1 if a message about him is still to be sent; 0, -1. */
int erasure_waiting(struct db *, int64_t contractor, struct err *);
/* erasure_request: the newest record of an erase.request about him: its seq, at
 * and actor.  1, 0 none, -1. */
int erasure_request(struct db *, int64_t contractor, int64_t *seq, int64_t *at,
    char *actor, size_t room, struct err *);

/*
 * erasure_mails: what was said in at most max messages that are over since
 * before.  The number, or -1 with e.
 */
int64_t erasure_mails(struct db *, int64_t before, int max, struct err *);
/* erasure_mails_due: how many there are, or -1. */
int64_t erasure_mails_due(struct db *, int64_t before, struct err *);

#endif
