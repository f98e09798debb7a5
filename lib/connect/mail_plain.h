/*
 * The text part of a mail.  A paragraph is one line: it is not wrapped here,
 * so that nothing out of a value ever stands at the start of a line which the
 * template did not begin.
 */
#ifndef CONNECT_MAIL_PLAIN_H
#define CONNECT_MAIL_PLAIN_H

#include "base/buf.h"
#include "connect/mail_doc.h"

/* mail_plain: values are clean (mail_value_all); lines end in LF. */
void mail_plain(struct buf *, const struct mail_doc *, const struct pairs *);

#endif
