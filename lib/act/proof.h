/*
 * Links and the rows that they are about: made when a mail leaves, checked
 * when one comes back, and checked again, from the decision that kept it,
 * before an account is touched.
 */
#ifndef ACT_PROOF_H
#define ACT_PROOF_H

#include "domain/link.h"
#include "store/db.h"
#include "store/decision.h"

/* The rows of one link, ready for link_make and link_check. */
struct proof {
	struct link_about about;	/* points into what follows */
	int64_t	question;		/* of an ask's link, the first of a
					 * LINK_PRESS; 0 else */
	unsigned char nonce[LINK_NONCE_LEN];
	char	*key;			/* reviewer_key */
	char	*message_id;
	struct buf listed;		/* what a message lists */
	char	what[LINK_WHAT];	/* of an approval; "" an attestation */
};

/*
 * proof_load: what the link (kind and id) is about, for all but LINK_SHELL.
 * 1, 0 there is no such row (about is still fit for link_check, which fails),
 * -1 with e.  proof_clear after each.
 */
int proof_load(struct db *, const char *tenant, const struct link *,
    struct proof *, struct err *);
void proof_clear(struct proof *);

/*
 * proof_link: the token for ask (LINK_ASK) or outbox (LINK_LIST, LINK_PRESS)
 * id, by the key of key_secret_newest.  Whether it may go to whom it goes is
 * the caller's to judge (act/parcel.c).  0, or -1 (ERR_DATA: no such row).
 */
int proof_link(struct db *, const char *tenant, int kind, int64_t id,
    int64_t expires_at, int key, const unsigned char secret[LINK_SECRET_LEN],
    char out[LINK_LEN + 1], struct err *);

/*
 * proof_shell: the token that an operator's decision keeps; dir is key_dir.
 * Who can make it can read the secret key.  what: see struct link_about, may
 * be NULL.  0 or -1.
 */
int proof_shell(const char *dir, const char *tenant, int64_t contractor,
    const char *answer, const char *actor, int64_t decided_at,
    const char *what, char out[LINK_LEN + 1], struct err *);

/*
 * proof_holds: 1 if the decision's token was made by our key for this person
 * and this contractor; 0 with the reason in e->text (finding proof_invalid);
 * -1 with e.  Decisions known by "login" or "link" carry the link's token,
 * those by "shell" their own, those by "slack" that of act/proof_press.h,
 * those by "key" the mark of domain/bearer.h.
 * what: of those by "shell", as proof_shell was told.
 */
int proof_holds(struct db *, const char *dir, const char *tenant,
    const struct decision *, const char *what, struct err *);

#endif
