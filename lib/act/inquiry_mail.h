/* The cadence's mails: values as of now; links are made when they leave. */
#ifndef ACT_INQUIRY_MAIL_H
#define ACT_INQUIRY_MAIL_H

#include "act/inquiry.h"
#include "base/pairs.h"

/* One mail that grows row by row (digest, escalation), or is about one. */
struct inquiry_mail {
	struct pairs *values;
	int64_t	*asks;		/* that it carries */
	int	n;
	int64_t	*listed;	/* every row's ask; NULL: it is about one */
	int	rows;		/* listed; n of them are carried */
	int32_t	answer_by;	/* the earliest */
};

void inquiry_mail_init(struct inquiry_mail *);
void inquiry_mail_clear(struct inquiry_mail *);

/*
 * inquiry_mail_add: the contractor with this ask as the next row, or (alone)
 * as the whole message.  carried 0: listed, but the message that carries the
 * ask stays the former.
 */
int inquiry_mail_add(struct inquiry_run *, struct inquiry_mail *,
    const struct inquiry *, int64_t ask, int alone, int carried,
    const char *why, int32_t answer_by, struct err *);

/*
 * inquiry_mail_queue: to the reviewer; its asks are carried by it.  dedup: if
 * that is taken, the day and then a number are added: it is another mail.
 * *outbox (may be NULL) gets it.
 */
int inquiry_mail_queue(struct inquiry_run *, struct inquiry_mail *,
    const char *template, const struct reviewer *, const char *dedup,
    int64_t *outbox, struct err *);

#endif
