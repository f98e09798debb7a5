/* What a tenant lacks: its first page, and what an administrator looks at
 * when something stands still. */
#ifndef WEB_PORTAL_START_H
#define WEB_PORTAL_START_H

#include "web/portal.h"

extern const struct portal_route portal_start[];

/* portal_start_count: {{lacks}} is how many checks are not good; {{lacks_bad}}
 * stands where one is bad, {{lacks_some}} where none is but some are not good;
 * nothing where all is well. */
int portal_start_count(struct portal *, struct words *, struct err *);

#endif
