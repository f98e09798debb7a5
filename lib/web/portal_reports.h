/* The auditor's report of a period, to look at and to take along. */
#ifndef WEB_PORTAL_REPORTS_H
#define WEB_PORTAL_REPORTS_H

#include "web/portal.h"

extern const struct portal_route portal_reports[];

#endif
