/* Marks on a contractor that only a person sets. */
#ifndef STORE_CONTRACTOR_MARK_H
#define STORE_CONTRACTOR_MARK_H

#include <stdint.h>

#include "store/db.h"

/* contractor_mark_hold: 1: never erased. */
int contractor_mark_hold(struct db *, int64_t id, int hold, int64_t now,
    struct err *);
/* contractor_mark_exempt: not asked for inactivity until on; NULL: he is. */
int contractor_mark_exempt(struct db *, int64_t id, const char *on,
    int64_t now, struct err *);
/*
 * contractor_mark_rehired: offboarded or withdrawn becomes candidate, with the
 * next engagement; dates, marks of absence and attests start anew, feed is
 * whose row he is now (NULL none).  1, 0 he is neither, -1.
 */
int contractor_mark_rehired(struct db *, int64_t id, const char *feed,
    int64_t now, struct err *);
/* contractor_mark_expiry: an account that is his shows when it ends. */
int contractor_mark_expiry(struct db *, int64_t id, int64_t expiry_at,
    struct err *);

#endif
