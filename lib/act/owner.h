/*
 * Who looks at findings: the owner of this one, else the owner of its kind
 * (policy finding_owner.KIND), else the fallback reviewer.  Somebody whom the
 * directory has disabled does not look at anything.
 */
#ifndef ACT_OWNER_H
#define ACT_OWNER_H

#include "act/ctx.h"

struct owner {
	char	*key;		/* folded: one person, one mail */
	char	*name;
	char	*email;
};

void owner_clear(struct owner *);

/* owner_of: named is finding.owner, or NULL.  1; 0 nobody is known, which is
 * no error: the finding is there; -1 with e. */
int owner_of(struct ctx *, const char *kind, const char *named,
    struct owner *, struct err *);

#endif
