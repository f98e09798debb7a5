/* How the mails stand that carried the asks of one question. */
#ifndef STORE_ASK_MAIL_H
#define STORE_ASK_MAIL_H

#include <stdint.h>

#include "store/ask.h"

struct ask_mail {
	struct ask ask;
	char	state[12];	/* of its outbox row; "" none */
	int64_t	queued_at;
	int64_t	sent_at;	/* WHEN_NEVER: not yet */
	int64_t	not_mine_at;	/* he said so, of this question; 0 never */
};

typedef int ask_mail_cb(const struct ask_mail *, void *);
/* ask_mail_each: in order of id, read whole before the first call. */
int ask_mail_each(struct db *, int64_t question, ask_mail_cb *, void *,
    struct err *);

#endif
