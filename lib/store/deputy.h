/* Who answers in someone's place, for a time, also for what is open already. */
#ifndef STORE_DEPUTY_H
#define STORE_DEPUTY_H

#include <stdint.h>

#include "store/db.h"

/* deputy_of: *deputy_key (malloc'd) stands in for the reviewer on that day.
 * 1, 0 nobody, -1. */
int deputy_of(struct db *, const char *reviewer_key, const char *on,
    char **deputy_key, struct err *);
/* deputy_ever: 1 if he was or is one of the reviewer's, whatever the day. */
int deputy_ever(struct db *, const char *reviewer_key,
    const char *deputy_key, struct err *);
/* deputy_set: from_on to to_on, both included; one that starts on the same
 * day is replaced. */
int deputy_set(struct db *, const char *reviewer_key, const char *deputy_key,
    const char *from_on, const char *to_on, const char *by, int64_t evidence,
    struct err *);

#endif
