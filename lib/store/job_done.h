/* When something was last done to a contractor's accounts. */
#ifndef STORE_JOB_DONE_H
#define STORE_JOB_DONE_H

#include <stdint.h>

#include "store/db.h"

/* job_done_last: the newest job of this kind that is done, and when it was.
 * 1, 0 none, -1 with e. */
int job_done_last(struct db *, int64_t contractor, const char *kind,
    int64_t *id, int64_t *done_at, struct err *);

#endif
