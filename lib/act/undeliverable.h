/*
 * A message that did not reach its reader: finding undeliverable, and the
 * questions in it go one level up at the next run of the cadence instead of
 * waiting for somebody who never saw them.
 */
#ifndef ACT_UNDELIVERABLE_H
#define ACT_UNDELIVERABLE_H

#include "act/ctx.h"
#include "store/outbox.h"

/*
 * Both inside the caller's transaction; 0 or -1 with e.
 * undeliverable_open: state is "failed" or "uncertain", words the reason.
 */
int undeliverable_open(struct ctx *, const struct outbox *, const char *state,
    const char *words, struct err *);
/* undeliverable_gone: it was delivered: findings about the same contractors
 * and this very address close. */
int undeliverable_gone(struct ctx *, const struct outbox *, struct err *);

#endif
