/* The settings of a tenant: how it wants things done. */
#ifndef WEB_PORTAL_SETTINGS_H
#define WEB_PORTAL_SETTINGS_H

#include "web/portal.h"

extern const struct portal_route portal_settings[];

/* portal_settings_edit: the form of the group that the path names; after a
 * POST, with what was sent. */
int portal_settings_edit(struct portal *, struct err *);

#endif
