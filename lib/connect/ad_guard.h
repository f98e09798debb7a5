/* Whether an account may be changed at all, and the change of one value. */
#ifndef CONNECT_AD_GUARD_H
#define CONNECT_AD_GUARD_H

#include "connect/ad_user.h"

/*
 * ad_guard: reads the account of a request.  1: go on, and ad_user_clear is
 * due; 0: answered (gone); -1 with e: refused, changed meanwhile, or an error.
 */
int ad_guard(struct ad *, json_t *request, json_t *answer, struct ad_user *,
    struct err *);

/*
 * ad_guard_swap: one value of attr by another in one modify that fails when
 * the old one is no longer there.  NULL: there was none, or there is to be
 * none.  A failure for that reason is ERR_TEMP, "changed meanwhile".
 */
int ad_guard_swap(struct ad *, const char *dn, const char *attr,
    const char *was, const char *is, struct err *);

#endif
