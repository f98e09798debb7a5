/* A template as it would look: with a contractor's values, or a sample's. */
#ifndef CONNECT_MAIL_PREVIEW_H
#define CONNECT_MAIL_PREVIEW_H

#include "act/ctx.h"
#include "base/buf.h"
#include "base/conf.h"

/*
 * mail_preview: name is "mail/t-30"; upn NULL: samples, own fields too.  The
 * links go nowhere.  html: the HTML part alone, else the whole mail.  0, or -1
 * (ERR_DATA: no such template, no such contractor).
 */
int mail_preview(struct ctx *, const struct conf *, const char *name,
    const char *upn, int html, struct buf *, struct err *);

#endif
