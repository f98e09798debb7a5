/* The connection of ad.h: encrypted, to the right server, or none. */
#ifndef CONNECT_AD_BIND_H
#define CONNECT_AD_BIND_H

#include "connect/ad.h"

/* ad_bind: makes ad->ld and authenticates.  On failure ad->ld is NULL. */
int ad_bind(struct ad *, struct err *);

#endif
