/* The list of accounts and persons, whole or since a cookie. */
#ifndef CONNECT_AD_FIND_H
#define CONNECT_AD_FIND_H

#include "connect/ad.h"
#include "connect/serve.h"

/*
 * ad_find: streams items through serve_item and fills in the answer.  A cookie
 * is good for the same DC, the same state of its database (invocationId, and a
 * USN that only grew) and the same rule; with another one, and when a group
 * that gives privilege has changed, everything is listed and "full" is true.
 * "deletions" false: deleted objects are not for us to see, so that only a
 * full list shows them.
 */
int ad_find(struct ad *, struct serve *, json_t *request, json_t *answer,
    struct err *);

#endif
