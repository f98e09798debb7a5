/* UPNs that contractors had: a roster row or a link may still carry one. */
#ifndef STORE_UPN_FORMER_H
#define STORE_UPN_FORMER_H

#include <stdint.h>

#include "store/db.h"

int upn_former_add(struct db *, const char *upn_key, int64_t contractor,
    int64_t until_at, struct err *);
/* upn_former_has: 1 if this contractor had it; 0, -1. */
int upn_former_has(struct db *, const char *upn_key, int64_t contractor,
    struct err *);
/* upn_former_holders: up to max contractors that had it, the latest first;
 * the number, or -1 with e. */
int upn_former_holders(struct db *, const char *upn_key, int64_t *ids,
    int max, struct err *);
/* upn_former_each: those of one contractor, until one is not 0: that, 0, or
 * -1 with e. */
int upn_former_each(struct db *, int64_t contractor,
    int (*)(const char *upn_key, void *), void *, struct err *);

#endif
