/* The calendar of the cadence: on which day a mail goes. */
#ifndef DOMAIN_CADENCE_DAY_H
#define DOMAIN_CADENCE_DAY_H

#include <stdint.h>

#include "domain/cadence.h"

/*
 * cadence_day_anchor: the day on which the question offset days before end_on
 * goes: that day, or the send day before it.  A year without one: that day.
 */
int32_t cadence_day_anchor(const struct cadence_policy *, int32_t end_on,
    int offset);

/*
 * cadence_day_monthly: from which day the monthly question of the month that
 * holds day is due: heartbeat_day, clamped.  Where no send day is left in the
 * month from there on, the last one before it: a month is not lost to its
 * last weekend.
 */
int32_t cadence_day_monthly(const struct cadence_policy *, int32_t day);

/* cadence_day_same_month: 0 if either is WHEN_NO_DAY. */
int cadence_day_same_month(int32_t, int32_t);

#endif
