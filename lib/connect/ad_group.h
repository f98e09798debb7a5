/*
 * The groups that give privilege: the protected ones of the domain and those
 * that hello named, and every group that is a member of one, through however
 * many others.
 */
#ifndef CONNECT_AD_GROUP_H
#define CONNECT_AD_GROUP_H

#include "base/buf.h"
#include "connect/ad.h"

struct ad_group {
	char	sid[AD_SID];
	char	*dn;
	char	*name;		/* sAMAccountName */
	int64_t	usn;		/* uSNChanged */
	size_t	up;		/* the group it is a member of */
	int	root;		/* privileged by itself; up is nothing */
};

/* ad_group_load: reads them, unless that is less than five minutes ago. */
int ad_group_load(struct ad *, struct err *);
void ad_group_forget(struct ad *);

/* ad_group_find: the group, or NULL if it gives no privilege. */
const struct ad_group *ad_group_find(const struct ad *, const char *sid);
/* ad_group_root: the privileged group that it leads to; itself if root. */
const struct ad_group *ad_group_root(const struct ad *,
    const struct ad_group *);
/* ad_group_path: "Helpdesk > Tier 0 > Domain Admins". */
void ad_group_path(const struct ad *, const struct ad_group *, struct buf *);
/* ad_group_usn: the newest change to one of them; 0 if none was loaded. */
int64_t ad_group_usn(const struct ad *);

#endif
