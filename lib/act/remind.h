/*
 * Approvals that wait, newcomers' too: silence starts nothing, so it is put to
 * those who were asked again each day, and after two days it is a finding; a
 * newcomer goes up from a silent manager.
 */
#ifndef ACT_REMIND_H
#define ACT_REMIND_H

#include "act/ctx.h"

/* remind_plan: a row of the plan for each.  remind_act: *n counts the mails. */
int remind_plan(struct ctx *, struct err *);
int remind_act(struct ctx *, int64_t *n, struct err *);

#endif
