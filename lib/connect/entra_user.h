/* A user as Graph tells him, and as the protocol has him. */
#ifndef CONNECT_ENTRA_USER_H
#define CONNECT_ENTRA_USER_H

#include "connect/digest.h"
#include "connect/entra.h"

struct entra_user {
	json_t	*raw;
	const char *id, *upn;	/* these lie in raw */
	const char *worker_id;	/* employeeId, or NULL */
	int	enabled, contractor;
	int	synced;		/* mastered on-premises: not written here */
	char	mark[8 + DIGEST_LEN];
};

/* entra_user_select: the properties that are asked for; with signInActivity
 * where we may see it. */
void entra_user_select(const struct entra *, struct buf *target);

/* entra_user_take: of raw, which is stolen.  -1 with ERR_DOWN. */
int entra_user_take(struct entra *, json_t *raw, struct entra_user *,
    struct err *);
void entra_user_clear(struct entra_user *);

/* entra_user_read: by id, with his manager: 1, 0 there is none, -1. */
int entra_user_read(struct entra *, const char *id, struct entra_user *,
    struct err *);
/* entra_user_find: by remote_id, else upn, login, worker_id.  As above. */
int entra_user_find(struct entra *, json_t *account, struct entra_user *,
    struct err *);
/* entra_user_guard: reads the account of a change and judges it: 1 go on, and
 * entra_user_clear is due; 0 answered (gone); -1 with e. */
int entra_user_guard(struct entra *, json_t *request, json_t *answer,
    struct entra_user *, struct err *);

/* As a list has them; new. */
json_t *entra_user_account(struct entra *, const struct entra_user *,
    json_t *attributes);
json_t *entra_user_person(const struct entra_user *);
/* entra_user_whole: as a lookup has him, into the answer. */
int entra_user_whole(struct entra *, const struct entra_user *,
    json_t *answer, struct err *);
serve_handler entra_user_lookup;

/* entra_user_blind: after a 403 with signInActivity asked for: 1 if it is now
 * asked for no more, so that the request is worth another try. */
int entra_user_blind(struct entra *, struct err *);

#endif
