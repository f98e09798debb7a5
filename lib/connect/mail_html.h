/*
 * The HTML part of a mail: one 600 px column of tables with inline styles, no
 * asset from elsewhere, in light and dark, with buttons that a thumb can hit.
 * What mail programs take: Word's engine in Outlook knows no padding on a link
 * and no inline-block, Gmail cuts what is over 102 KB and drops <style> that
 * it does not like, so everything but dark mode and phones is inline.
 */
#ifndef CONNECT_MAIL_HTML_H
#define CONNECT_MAIL_HTML_H

#include "base/buf.h"
#include "connect/mail_doc.h"

/* mail_html: values are clean (mail_value_all); lines end in LF. */
void mail_html(struct buf *, const struct mail_doc *, const struct pairs *);

#endif
