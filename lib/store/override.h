/*
 * What each source says of a field in which somebody beat the roster.  The
 * winner (operator, decision, roster, in this order) is in contractor; a field
 * without a row here is the roster's own.
 */
#ifndef STORE_OVERRIDE_H
#define STORE_OVERRIDE_H

#include <stdint.h>

#include "store/db.h"

/* override_any: 1 if there is any row of this contractor, 0, -1. */
int override_any(struct db *, int64_t contractor, struct err *);
/* override_get: *value is malloc'd, or NULL: a word too.  1, 0 none, -1. */
int override_get(struct db *, int64_t contractor, const char *field,
    const char *source, char **value, struct err *);
/* override_who: also when it was set and by whom (actor). */
int override_who(struct db *, int64_t contractor, const char *field,
    const char *source, char **value, int64_t *set_at, char *by, size_t room,
    struct err *);
int override_set(struct db *, int64_t contractor, const char *field,
    const char *source, const char *value, int64_t now, const char *by,
    struct err *);
/* override_drop: 1 dropped, 0 there was none, -1. */
int override_drop(struct db *, int64_t contractor, const char *field,
    const char *source, struct err *);

#endif
