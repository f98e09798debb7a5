/* One Okta user: what a list and a lookup tell of him. */
#ifndef CONNECT_OKTA_USER_H
#define CONNECT_OKTA_USER_H

#include "connect/okta.h"

struct okta_user {
	json_t	*raw;		/* as Okta tells him */
	const char *id, *login, *status;	/* in raw; never NULL */
	const char *worker_id;	/* in raw, or NULL */
	const char *expires;	/* the attribute's text, or NULL */
	int	enabled;
	int	contractor;
	char	mark[80];
};

/* okta_user_take: raw (stolen) to *u: 0, or -1 with ERR_DOWN if that is no
 * user; okta_user_clear is due after 0. */
int okta_user_take(struct okta *, json_t *raw, struct okta_user *,
    struct err *);
/*
 * okta_user_read: by id.  1, 0 if he is not there, -1 with e.
 * okta_user_find: by what a request's account names: remote_id, else upn,
 * else login, else worker_id.
 */
int okta_user_read(struct okta *, const char *id, struct okta_user *,
    struct err *);
int okta_user_find(struct okta *, json_t *account, struct okta_user *,
    struct err *);
void okta_user_clear(struct okta_user *);

/* okta_user_guard: okta_user_read of the request's account and cloud_guard: 1:
 * go on; 0: answered (gone); -1 with e. */
int okta_user_guard(struct okta *, json_t *request, json_t *answer,
    struct okta_user *, struct err *);

/* okta_user_account: the protocol's account, new; attributes: further names
 * from his profile, or NULL.  Without its manager. */
json_t *okta_user_account(struct okta *, const struct okta_user *,
    json_t *attributes);
/* okta_user_name: his display name to b. */
void okta_user_name(json_t *raw, struct buf *b);
/* okta_user_enabled: 1 for a status that lets him in. */
int okta_user_enabled(const char *status);
/* okta_user_manager: what the profile calls his manager, or NULL. */
const char *okta_user_manager(const struct okta *, json_t *raw);

/* okta_user_lookup: the op. */
serve_handler okta_user_lookup;

#endif
