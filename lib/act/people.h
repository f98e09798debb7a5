/*
 * The people of one run: read once, kept to its end, as the reviewer's ladder
 * wants them.  Memory grows with the managers of a tenant, not with those who
 * are asked about.
 */
#ifndef ACT_PEOPLE_H
#define ACT_PEOPLE_H

#include "act/ctx.h"
#include "domain/reviewer.h"

struct people;

struct people *people_new(struct ctx *, struct err *);	/* NULL with e */
void people_free(struct people *);

/* people_lookup: borrowed until people_free. */
const struct reviewer_lookup *people_lookup(const struct people *);

/* people_find: by folded key, also the fallback reviewer's; 1, 0, -1. */
int people_find(struct people *, const char *key,
    const struct reviewer **, struct err *);

#endif
