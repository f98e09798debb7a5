/* How it works: the path with the numbers of today, the cadence's table with
 * how many stand in each row, and what the tenant has set. */
#ifndef WEB_PORTAL_HOW_H
#define WEB_PORTAL_HOW_H

#include "web/portal.h"

extern const struct portal_route portal_how[];

#endif
