/*
 * "Has he left?": a question that a person or an emergency opens outside of
 * the cadence.  It overtakes the one that is open, and goes to the reviewer
 * whom the cadence would ask.
 */
#ifndef ACT_LEFT_H
#define ACT_LEFT_H

#include "act/ctx.h"
#include "store/contractor.h"

/*
 * left_ask: period is what makes it one ("suspend/31", "asked/2026-11-20");
 * why is for the reviewer.  Inside the caller's transaction.  1 asked, 0 it
 * was asked before, -1 with e (ERR_REFUSED: he is not asked about, or a
 * departure is decided already).
 */
int left_ask(struct ctx *, const struct contractor *, const char *period,
    const char *why, struct err *);

#endif
