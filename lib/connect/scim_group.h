/* Groups: whose members a user is, and who is privileged by them. */
#ifndef CONNECT_SCIM_GROUP_H
#define CONNECT_SCIM_GROUP_H

#include "connect/scim_user.h"

/* scim_group_of: adds to out what ctr-connector(7) calls a group for each that
 * he is in: as his own "groups" say, else as the groups' members do. */
int scim_group_of(struct scim *, const struct scim_user *, json_t *out,
    struct err *);

/* scim_group_load: members of privileged groups, for scim_group_high to know
 * in a list; again with each call. */
int scim_group_load(struct scim *, struct err *);
/* 1 if the user is in a privileged group. */
int scim_group_high(struct scim *, const struct scim_user *);

/* scim_group_is_high: 1 if this group gives privilege; name may be NULL. */
int scim_group_is_high(const struct scim *, const char *id,
    const char *name);

#endif
