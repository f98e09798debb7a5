/* A template as it would look: with a contractor's values, or a sample's. */
#ifndef CONNECT_MAIL_PREVIEW_H
#define CONNECT_MAIL_PREVIEW_H

#include "act/ctx.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/pairs.h"

enum mail_preview {
	MAIL_PREVIEW_ALL,	/* the mail as it leaves */
	MAIL_PREVIEW_HTML,	/* its parts alone, not encoded */
	MAIL_PREVIEW_PLAIN,
	MAIL_PREVIEW_SUBJECT
};

/*
 * mail_preview: name is "mail/t-30"; text NULL: the template in force; upn
 * NULL: samples, own fields too.  The links go nowhere.  Appends to out.  0, or
 * -1 (ERR_DATA: no such template, no such contractor, a text that is none).
 */
int mail_preview(struct ctx *, const struct conf *, const char *name,
    const char *text, const char *upn, enum mail_preview, struct buf *out,
    struct err *);

/* mail_preview_values: what it is filled with; NULL with e. */
struct pairs *mail_preview_values(struct ctx *, const char *name,
    const char *text, const char *upn, struct err *);

#endif
