/* One user object of the directory, as the protocol tells it. */
#ifndef CONNECT_AD_USER_H
#define CONNECT_AD_USER_H

#include "connect/ad.h"

#define AD_DISABLED 0x2		/* userAccountControl: ACCOUNTDISABLE */

/* What must be asked for of every user; ends with NULL. */
extern const char *const ad_user_attrs[];

/*
 * ad_user_account: an item of a list.  attributes: names of further ones to be
 * told, or NULL.  NULL if the entry has no objectGUID.  Needs AD_EXTENDED and
 * ad_group_load.
 */
json_t *ad_user_account(struct ad *, LDAPMessage *, json_t *attributes);
/* ad_user_person: the same object as somebody's manager. */
json_t *ad_user_person(struct ad *, LDAPMessage *);

/* A user as looked up, before a change. */
struct ad_user {
	char	guid[AD_GUID];
	char	sid[AD_SID];
	char	base[48];	/* "<GUID=hex>", usable as a DN */
	char	*dn;
	char	*login;
	char	*upn;
	char	*worker_id;
	int64_t	uac;		/* userAccountControl */
	int64_t	expires;	/* accountExpires, in its ticks; -1 none */
	int64_t	primary;	/* primaryGroupID */
	int64_t	usn;		/* uSNChanged */
	int64_t	changed_at;	/* whenChanged */
	char	*description;
	int	contractor;	/* by the rule of the configuration */
	json_t	*account;	/* as in a list */
	json_t	*groups;	/* as a lookup tells them */
	json_t	*member;	/* SID to DN of every group that names him */
};

/*
 * ad_user_read: by remote_id; logins: other DCs are asked for his, if that is
 * configured.  1, 0 if there is none (also for a remote_id that cannot be one),
 * -1 with e.
 */
int ad_user_read(struct ad *, const char *remote_id, int logins,
    struct ad_user *, struct err *);
void ad_user_clear(struct ad_user *);

#endif
