/* The first page: what the tenant is like now. */
#ifndef WEB_PORTAL_HOME_H
#define WEB_PORTAL_HOME_H

#include "web/portal.h"

extern const struct portal_route portal_home[];

#endif
