/* Changes to one user, each after reading him again: scim_user_guard. */
#ifndef CONNECT_SCIM_CHANGE_H
#define CONNECT_SCIM_CHANGE_H

#include "connect/scim.h"

serve_handler scim_change_disable, scim_change_enable;
serve_handler scim_change_set_expiry;	/* only with conf.expiry */
serve_handler scim_change_create, scim_change_delete;

#endif
