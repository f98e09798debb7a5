/* What a person has settled for a time is looked at when that is over. */
#ifndef ACT_INQUIRY_QUIET_H
#define ACT_INQUIRY_QUIET_H

#include "act/inquiry.h"

/* inquiry_quiet: out.look_on is no later than the day on which a finding about
 * him that was kept, dismissed or asked about may open again.  0 or -1. */
int inquiry_quiet(struct inquiry_run *, struct inquiry *, struct err *);

#endif
