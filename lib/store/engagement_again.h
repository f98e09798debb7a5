/* A departure is given back: the stay goes on as if it had not ended. */
#ifndef STORE_ENGAGEMENT_AGAIN_H
#define STORE_ENGAGEMENT_AGAIN_H

#include <stdint.h>

#include "store/db.h"

/* engagement_again: 1 it had ended as "offboarded" and has not now, 0, -1. */
int engagement_again(struct db *, int64_t contractor, int nth, struct err *);

#endif
