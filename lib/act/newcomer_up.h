/*
 * A newcomer whom the manager does not answer about: put to the one above, as
 * any question is (RULES 8).  Silence makes nothing.
 */
#ifndef ACT_NEWCOMER_UP_H
#define ACT_NEWCOMER_UP_H

#include "act/ctx.h"
#include "store/question.h"

/*
 * newcomer_up: of an open question of this kind: at each escalate_after_days
 * (escalate_after_days_end in the week before his first day, and after it) one
 * more level, up to escalate_levels, then fallback_reviewer; never to who
 * wants him.  Approvers are all asked from the first: nothing.  Within the
 * caller's transaction.  1 a mail was queued, 0, -1.
 */
int newcomer_up(struct ctx *, const struct question *, struct err *);

#endif
