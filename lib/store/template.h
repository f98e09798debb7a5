/* A tenant's own words in place of a shipped template: table template. */
#ifndef STORE_TEMPLATE_H
#define STORE_TEMPLATE_H

#include <stdint.h>

#include "base/buf.h"
#include "store/db.h"

enum { TEMPLATE_MAX = 65536 };		/* bytes of a body */

/* template_get: name is "mail/t-30"; adds the body to b.  1, 0 none, -1. */
int template_get(struct db *, const char *name, struct buf *b, struct err *);
/* template_set: evidence is the number of the record that says so. */
int template_set(struct db *, const char *name, const char *body,
    int64_t now, const char *by, int64_t evidence, struct err *);
/* template_reset: 1 it is gone, 0 there was none, -1. */
int template_reset(struct db *, const char *name, struct err *);

typedef int template_cb(const char *name, const char *body, int64_t set_at,
    const char *set_by, void *);
/* template_each: in order of name; cb borrows; -1 from it stops. */
int template_each(struct db *, template_cb *, void *, struct err *);

/* template_field: 1 if a contractor has an own field of this name, 0, -1. */
int template_field(struct db *, const char *name, struct err *);

#endif
