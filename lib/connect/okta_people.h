/*
 * Who is whose manager.  A profile names him by Okta's id, a login, an address
 * or a worker's number; here that becomes a person's id.  Only managers, and
 * theirs up to the top, are persons: not the whole company.
 */
#ifndef CONNECT_OKTA_PEOPLE_H
#define CONNECT_OKTA_PEOPLE_H

#include "connect/okta.h"

/*
 * okta_people_add: finds whom the users of a page (as Okta tells them) name as
 * their managers, and theirs, unless known; each new one is told as an item of
 * s (not if s is NULL) and counted.  Known ones are kept in o->managers until
 * okta_people_forget.  0 or -1 with e.
 */
int okta_people_add(struct okta *, struct serve *s, json_t *users,
    int64_t *count, struct err *);
/* okta_people_set: the manager that was found for raw, if any, goes into the
 * account or person a. */
void okta_people_set(struct okta *, json_t *raw, json_t *a);
/* okta_people_of: both, for one user and no list. */
int okta_people_of(struct okta *, json_t *raw, json_t *a, struct err *);
void okta_people_forget(struct okta *);

/* okta_people_quote: a text in a search expression, with its quotes. */
void okta_people_quote(struct buf *b, const char *s);

#endif
