/* A parcel made into a mail: its template, filled.  Templates are read once. */
#ifndef CONNECT_MAIL_MAKE_H
#define CONNECT_MAIL_MAKE_H

#include "act/ctx.h"
#include "act/parcel.h"
#include "base/buf.h"
#include "base/conf.h"
#include "connect/mail_conf.h"

struct mail_make;

struct mail_make *mail_make_new(struct ctx *, const struct conf *,
    const struct mail_conf *);
void mail_make_free(struct mail_make *);

/*
 * mail_make_text: adds the mail to out and sets parcel->sha256.  0, or -1:
 * ERR_CONFIG the template is wrong (a person must repair it), ERR_DATA this
 * message is (its address); others: the database.
 */
int mail_make_text(struct mail_make *, struct parcel *, struct buf *out,
    struct err *);

#endif
