/* A password on its way to an account, sealed; see act/credential.h. */
#ifndef STORE_CREDENTIAL_H
#define STORE_CREDENTIAL_H

#include <stddef.h>
#include <stdint.h>

#include "store/db.h"

enum { CREDENTIAL_BOX = 200, CREDENTIAL_PROOF = 255 };

struct credential {
	int64_t	question;
	int64_t	contractor;
	int	key;
	unsigned char box[CREDENTIAL_BOX];
	size_t	len;
	int64_t	made_at;
	char	proof[CREDENTIAL_PROOF + 1];	/* token of the link; "" none */
};

/* credential_insert: ERR_REFUSED: there is one for this question. */
int credential_insert(struct db *, const struct credential *, struct err *);

typedef int credential_cb(const struct credential *, void *);
/* credential_each: read whole before the first call; cb borrows. */
int credential_each(struct db *, credential_cb *, void *, struct err *);

/* credential_delete: what the box held is written over first. */
int credential_delete(struct db *, int64_t question, struct err *);

#endif
