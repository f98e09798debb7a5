/*
 * A departure that was confirmed for the last day holds for that day alone.
 * Whoever moves the end later or takes it away withdraws the departure in the
 * same transaction; the reviewer is asked again by the next cadence.
 *
 * "On the last day" is decision.answer offboard_end, day_on the end in force
 * when it was given.  A day that the reviewer named by himself (offboard_day)
 * does not follow the contract.
 */
#ifndef ACT_WITHDRAW_H
#define ACT_WITHDRAW_H

#include "act/ctx.h"

/*
 * withdraw_moved: call after contract_end or expiry_at of the contractor was
 * written, inside that transaction.  Roles: job, question, contractor.
 * 1 withdrawn: its job is undone, what was open is overtaken, and a question
 * "changed" waits for its first mail (asked_on is ""); 0 there was nothing to
 * withdraw: none, it has started, or the end is not later; -1 with e.
 */
int withdraw_moved(struct ctx *, int64_t contractor, struct err *);

#endif
