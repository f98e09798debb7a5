/*
 * Which groups a newcomer is put in: rules of the configuration,
 *	NAME = FIELD = VALUE -> CONNECTOR:GROUP
 * Values compare without case.  Pure.
 */
#ifndef DOMAIN_GRANT_H
#define DOMAIN_GRANT_H

#include "base/err.h"

struct grant {
	char	*rule;		/* its name, for the evidence */
	char	*field;
	char	*value;		/* folded */
	char	*connector;
	char	*group;		/* by id, never by name */
};

/* What a licence's id begins with among the groups of a connector:
 * ctr-connector(7). */
#define GRANT_LICENCE "licence:"

/* grant_read: 0, or -1 (ERR_CONFIG) with g cleared.  grant_licence: the same
 * of a licence, which becomes a group of that name. */
int grant_read(const char *rule, const char *text, struct grant *g,
    struct err *);
int grant_licence(const char *rule, const char *text, struct grant *g,
    struct err *);
/* grant_is_licence: 1 if it gives one. */
int grant_is_licence(const struct grant *);
void grant_clear(struct grant *);

/* grant_meets: 1 if a field has this value (NULL: it has none). */
int grant_meets(const struct grant *, const char *value);

/*
 * grant_listed: 1 if the group is in policy privileged_groups, by id or
 * CONNECTOR:ID.  A rule that gives such a one is a mistake.
 */
int grant_listed(const struct grant *, const char *privileged_groups);

#endif
