/* Quoted-printable, RFC 2045 section 6.7. */
#ifndef CONNECT_MAIL_QP_H
#define CONNECT_MAIL_QP_H

#include <stddef.h>

#include "base/buf.h"

/*
 * mail_qp: text whose lines end in LF, as lines of at most 76 characters that
 * end in CRLF.  A dot and "From " at the start of a line are encoded: neither
 * a transport that forgets to stuff dots nor an mbox changes the text.
 */
void mail_qp(struct buf *, const char *text, size_t len);

#endif
