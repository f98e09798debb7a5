/*
 * What the cadence will send if nothing else happens and nobody answers: the
 * rule itself, day by day, for everybody who is due within so many days.
 */
#ifndef ACT_FORESEE_H
#define ACT_FORESEE_H

#include "act/inquiry.h"

/* One mail; -1 with the caller's own e ends it. */
typedef int foresee_cb(const struct inquiry *, int32_t day,
    const struct cadence_due *, int days_left, void *);

/* foresee: today and the days - 1 after it.  Costs some 0.2 ms for each who is
 * due in that time.  0 or -1. */
int foresee(struct inquiry_run *, int days, foresee_cb *, void *,
    struct err *);

#endif
