/* A user as the service tells him, and as the protocol has him. */
#ifndef CONNECT_SCIM_USER_H
#define CONNECT_SCIM_USER_H

#include "connect/digest.h"
#include "connect/scim.h"

struct scim_user {
	json_t	*raw;
	const char *id, *login;	/* these lie in raw */
	const char *version;	/* for If-Match; NULL */
	char	*worker_id;	/* or NULL */
	int	enabled, contractor;
	int64_t	expires_at;	/* WHEN_NEVER */
	char	mark[256];
};

/* scim_user_take: of raw, which is stolen.  -1 with ERR_DOWN. */
int scim_user_take(struct scim *, json_t *raw, struct scim_user *,
    struct err *);
void scim_user_clear(struct scim_user *);

/* scim_user_read: by id: 1, 0 there is none, -1 with e. */
int scim_user_read(struct scim *, const char *id, struct scim_user *,
    struct err *);
/* scim_user_find: by remote_id, else upn, login, worker_id.  As above. */
int scim_user_find(struct scim *, json_t *account, struct scim_user *,
    struct err *);
/* scim_user_guard: reads the account of a change and judges it: 1 go on, and
 * scim_user_clear is due; 0 answered (gone); -1 with e. */
int scim_user_guard(struct scim *, json_t *request, json_t *answer,
    struct scim_user *, struct err *);

/* scim_user_account: as a list has it; new. */
json_t *scim_user_account(struct scim *, const struct scim_user *,
    json_t *attributes);
json_t *scim_user_person(const struct scim_user *);
/* scim_user_whole: as a lookup has it, into the answer. */
int scim_user_whole(struct scim *, const struct scim_user *, json_t *answer,
    struct err *);

serve_handler scim_user_lookup;

#endif
