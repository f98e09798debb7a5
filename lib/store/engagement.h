/* One stay of one contractor, from candidate to its end. */
#ifndef STORE_ENGAGEMENT_H
#define STORE_ENGAGEMENT_H

#include <stdint.h>

#include "store/db.h"

int engagement_begin(struct db *, int64_t contractor, int nth,
    int64_t began_at, struct err *);
/* engagement_begin_batch: the first one of each contractor with an id over
 * after that the batch roster made. */
int engagement_begin_batch(struct db *, int64_t after, int64_t roster,
    int64_t began_at, struct err *);
/* engagement_end: how: "offboarded", "withdrawn", "transferred"; one that has
 * ended stays as it is. */
int engagement_end(struct db *, int64_t contractor, int nth, const char *how,
    int64_t ended_at, struct err *);
/* engagement_ended: *at gets the end of the latest that has one; 1, 0, -1. */
int engagement_ended(struct db *, int64_t contractor, int64_t *at,
    struct err *);

#endif
