/*
 * What an Okta user is given by membership: groups, by their id, and admin
 * roles, which the protocol knows as groups named "role:TYPE" (a custom one
 * "role:CUSTOM:ROLE:RESOURCE-SET"), privileged.  A role that reaches him
 * through a group is not direct; that group is privileged.
 */
#ifndef CONNECT_OKTA_GROUP_H
#define CONNECT_OKTA_GROUP_H

#include "connect/okta.h"

/* okta_group_find: his, added to groups as a lookup tells them.  Roles that
 * are not for us to see are none. */
int okta_group_find(struct okta *, const char *user, json_t *groups,
    struct err *);

/* The ops.  A group that an application, a directory or Okta itself fills, or
 * one that a group rule puts him back into, is refused with words. */
serve_handler okta_group_revoke, okta_group_restore;

/* okta_group_roles: his admin roles only, added to roles, with "assignment",
 * the id of each direct one. */
int okta_group_roles(struct okta *, const char *user, json_t *roles,
    struct err *);

#endif
