/*
 * Groups and directory roles: whose members a user is, and who is privileged.
 * A directory role is told as a group whose id is "role:ID".
 */
#ifndef CONNECT_ENTRA_GROUP_H
#define CONNECT_ENTRA_GROUP_H

#include "connect/entra.h"

#define ENTRA_ROLE "role:"
#define ENTRA_GROUP_SELECT "$select=id,displayName,groupTypes," \
	"isAssignableToRole,mailEnabled,onPremisesSyncEnabled"

/* entra_group_of: adds to out what ctr-connector(7) calls a group: each that
 * he is directly in, and privileged ones by way of others. */
int entra_group_of(struct entra *, const char *id, json_t *out,
    struct err *);

/*
 * entra_group_load: who is privileged, for a list, to g->high: members of
 * directory roles, of groups that roles can be assigned to, and of those that
 * hello named.  Where that is not for us to see g->high is NULL and words (of
 * a list's answer) say so.
 */
int entra_group_load(struct entra *, json_t *answer, struct err *);

/* Of an object as Graph tells it: 1 if it gives privilege; why Graph would not
 * change its members, or NULL. */
int entra_group_is_high(const struct entra *, json_t *);
const char *entra_group_fixed(json_t *);

#endif
