/* Newcomers: who is to get accounts, and how far that is. */
#ifndef WEB_PORTAL_NEWCOMERS_H
#define WEB_PORTAL_NEWCOMERS_H

#include "web/portal.h"

extern const struct portal_route portal_newcomers[];

#endif
