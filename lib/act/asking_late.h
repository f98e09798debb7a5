/* Who was overlooked: for ctr-cadence --all. */
#ifndef ACT_ASKING_LATE_H
#define ACT_ASKING_LATE_H

#include "act/asking.h"

/*
 * asking_late: not due by its day, and yet the rule has something, or will
 * before that day: a write to what the rule reads did not reset
 * next_check_on.  Counted in late, told to missed().
 */
void asking_late(struct asking *, const struct inquiry *);

#endif
