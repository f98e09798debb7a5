/* Why the cadence says what it says, for a person at a shell. */
#ifndef DOMAIN_CADENCE_EXPLAIN_H
#define DOMAIN_CADENCE_EXPLAIN_H

#include "base/buf.h"
#include "domain/cadence.h"

/* cadence_explain_why: what is due, in half a line: "21 days before the
 * contract end 2026-06-15, due since 2026-05-16". */
void cadence_explain_why(struct buf *, const struct cadence_in *,
    const struct cadence_policy *, const struct cadence_out *, int32_t today);

/*
 * cadence_explain: the whole story, one call a line, in the order in which a
 * person would ask: end, steps, month, open question, today, next.  day is
 * WHEN_NO_DAY where a line has none; strings are borrowed.  Stops when cb
 * gives non-zero and returns that.
 */
typedef int cadence_explain_cb(int32_t day, const char *kind, const char *why,
    void *);
int cadence_explain(const struct cadence_in *, const struct cadence_policy *,
    int32_t today, cadence_explain_cb *, void *);

#endif
