/* The templates of a tenant, as rows: name from fields set_at set_by. */
#ifndef CONNECT_MAIL_LIST_H
#define CONNECT_MAIL_LIST_H

#include "act/ctx.h"
#include "base/conf.h"

/* mail_list: every shipped name, in the output format, to fd.  0 or -1. */
int mail_list(struct ctx *, const struct conf *, const char *format, int fd,
    struct err *);

#endif
