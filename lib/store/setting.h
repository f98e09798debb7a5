/* A changed policy setting: table policy.  Types and defaults:
 * domain/policy.h. */
#ifndef STORE_SETTING_H
#define STORE_SETTING_H

#include "base/buf.h"
#include "store/db.h"

typedef int setting_cb(const char *name, const char *value, int64_t set_at,
    const char *set_by, void *);

/* setting_each: in order of name; cb borrows; -1 from cb stops. */
int setting_each(struct db *, setting_cb *, void *, struct err *);
/* setting_get: adds the value to b.  1, 0 nobody has set it, -1. */
int setting_get(struct db *, const char *name, struct buf *b, struct err *);
/* setting_by: who set it, "" if nobody has: 1, 0, -1. */
int setting_by(struct db *, const char *name, char *by, size_t size,
    struct err *);
/* setting_set: value NULL resets (the row goes). */
int setting_set(struct db *, const char *name, const char *value,
    int64_t now, const char *by, int64_t evidence, struct err *);

#endif
