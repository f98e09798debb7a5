/* The templates: what mails, messages and pages say. */
#ifndef WEB_PORTAL_TEMPLATES_H
#define WEB_PORTAL_TEMPLATES_H

#include "web/portal.h"

extern const struct portal_route portal_templates[];

#endif
