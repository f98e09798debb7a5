/* Evidence of what became of a message. */
#ifndef ACT_DELIVER_RECORD_H
#define ACT_DELIVER_RECORD_H

#include "act/ctx.h"
#include "store/outbox.h"

/*
 * deliver_record: one record for each contractor that the message is about, so
 * that it is part of his story; of one about nobody its subject is the message.
 * words: the server's, or NULL; sha256: of the text, or NULL or "".  Inside
 * the transaction.  0 or -1.
 */
int deliver_record(struct ctx *, const struct outbox *, const char *action,
    const char *words, const char *sha256, struct err *);
/* deliver_record_intent: that it is about to be sent; its subject is the
 * message. */
int deliver_record_intent(struct ctx *, const struct outbox *,
    const char *sha256, struct err *);

#endif
