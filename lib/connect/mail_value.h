/*
 * Values on their way into a message.  A value is untrusted: it may be a
 * contractor's name out of somebody's spreadsheet.
 */
#ifndef CONNECT_MAIL_VALUE_H
#define CONNECT_MAIL_VALUE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/pairs.h"

/* Characters; the rest becomes an ellipsis.  Lists of accounts and steps, which
 * we make ourselves, may be longer. */
enum { MAIL_VALUE_MAX = 200, MAIL_VALUE_LIST = 4000 };

/*
 * mail_value_clean: s as one line of at most max characters: white space of
 * any kind squeezed to one space; controls, bidirectional and invisible
 * characters dropped (a name cannot turn the text around it); bad UTF-8 as
 * U+FFFD; "://" as ": //", so that no mail program makes a link of a name.
 */
void mail_value_clean(struct buf *, const char *s, size_t max);

/*
 * mail_value_link: 1 if s may stand behind a button: http or https, printable
 * ASCII without space, quote, angle bracket or backslash, at most 900 bytes.
 */
int mail_value_link(const char *s);

/* mail_value_all: a clean copy; links (domain/vocab.h) that are none go. */
struct pairs *mail_value_all(const struct pairs *);

#endif
