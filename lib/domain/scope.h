/* What a key of the API may be used for, and what each role may at most. */
#ifndef DOMAIN_SCOPE_H
#define DOMAIN_SCOPE_H

#include <stddef.h>

#define SCOPE_SEE	"contractors:read"
#define SCOPE_MAKE	"contractors:write"
#define SCOPE_SEE_WORK	"offboarding:read"
#define SCOPE_LEAVE	"offboarding:write"
#define SCOPE_EVIDENCE	"evidence:read"
#define SCOPE_ROSTER	"rosters:write"
#define SCOPE_SYNC	"sync:write"

enum { SCOPE_LIST_LEN = 255 };

/* scope_role: 1 if it is one: viewer auditor operator approver. */
int scope_role(const char *role);
/* scope_may: 1 if a key of this role may have this scope. */
int scope_may(const char *role, const char *scope);
/* scope_all: every scope of the role, between spaces. */
void scope_all(const char *role, char out[SCOPE_LIST_LEN + 1]);
/* scope_has: 1 if it is a word of the list. */
int scope_has(const char *list, const char *scope);
/* scope_each: the scopes that there are, in order; NULL after the last. */
const char *scope_each(int nth);

#endif
