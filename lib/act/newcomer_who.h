/* Who wants a newcomer: a person, a roster, or an API key and who made it. */
#ifndef ACT_NEWCOMER_WHO_H
#define ACT_NEWCOMER_WHO_H

#include "act/ctx.h"
#include "base/buf.h"
#include "store/newcomer_row.h"

/*
 * newcomer_who_actor: the actor who stands behind the wish: who made an API
 * key has seen it, so what it asks for he asks for.  1, 0 nobody is known, -1.
 */
int newcomer_who_actor(struct ctx *, const struct newcomer_row *,
    char actor[EVIDENCE_ACTOR], struct err *);

/* newcomer_who_text: for people: his address, or "HR (API key)".  0 or -1. */
int newcomer_who_text(struct ctx *, const struct newcomer_row *,
    struct buf *, struct err *);

#endif
