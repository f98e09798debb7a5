/*
 * What exactly is wrong with a contractor's last day and the directory's: the
 * print and the detail of past_end, date_mismatch and expired_enabled, the
 * same from whoever sees it first.  A person who keeps one keeps just this.
 */
#ifndef ACT_END_CAUSE_H
#define ACT_END_CAUSE_H

#include <stdint.h>

#include "base/jot.h"

struct end_cause {
	char	past_end[11];		/* the prints, by kind */
	char	date_mismatch[24];
	char	expired_enabled[11];
};

/* end_cause: of these days, WHEN_NO_DAY none; their members go to j. */
void end_cause(struct end_cause *, int32_t end_on, int32_t expiry_on,
    struct jot *j);

#endif
