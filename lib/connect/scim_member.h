/*
 * Members of groups: exactly those that a request lists, by PATCH, or by PUT
 * of a whole group whose version is known.
 */
#ifndef CONNECT_SCIM_MEMBER_H
#define CONNECT_SCIM_MEMBER_H

#include "connect/scim.h"

serve_handler scim_member_revoke, scim_member_restore;

#endif
