/*
 * A mail as it leaves: multipart/alternative, text first and HTML second,
 * UTF-8 in quoted-printable, CRLF, no line over 78 octets but for headers that
 * cannot be folded.  The same input gives the same octets: a retry is the same
 * mail.
 *
 * Auto-Submitted (RFC 3834) and X-Auto-Response-Suppress (Microsoft,
 * MS-OXCMAIL 2.1.3.2.20) ask out-of-office robots to be silent; delivery
 * reports are not suppressed, for they say that a manager is gone.
 */
#ifndef CONNECT_MAIL_TEXT_H
#define CONNECT_MAIL_TEXT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/pairs.h"
#include "connect/mail_doc.h"

struct mail_head {
	const char *from, *to;	/* addresses: text_upn, plain ASCII */
	const char *reply_to;	/* or NULL */
	const char *message_id;	/* before the "@" */
	const char *domain;	/* after it */
	int64_t	date_at;
	int	test;		/* a tenant of ctr-init --test, or a trial:
				 * it is marked so */
};

/*
 * mail_text: values are as they came, they are cleaned here.  Appends to out.
 * 0, or -1 with e: ERR_DATA an address that cannot stand in a header, or a
 * mail larger than out may grow.
 */
int mail_text(struct buf *out, const struct mail_doc *, const struct pairs *,
    const struct mail_head *, struct err *);

#endif
