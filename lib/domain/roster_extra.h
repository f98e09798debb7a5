/*
 * The extra fields of a contractor: unknown roster columns and the tenant's
 * own, as one JSON object in one form: names sorted, no space, so that equal
 * contents are equal text.
 */
#ifndef DOMAIN_ROSTER_EXTRA_H
#define DOMAIN_ROSTER_EXTRA_H

#include "domain/roster_row.h"

/* roster_extra_make: the extra cells of a record; an empty one is null, which
 * takes the name away.  Adds nothing if there is none. */
void roster_extra_make(const struct roster_head *, const struct roster_raw *,
    struct buf *out);

/* roster_extra_check: text is untrusted; appends it in the one form.  -1 if it
 * is no JSON object. */
int roster_extra_check(const char *text, struct buf *out);

/*
 * roster_extra_merge: what was, with what is said now laid over it; both in
 * the one form, either may be NULL.  Malloc'd, or NULL if nothing is left.
 */
char *roster_extra_merge(const char *was, const char *said);

#endif
