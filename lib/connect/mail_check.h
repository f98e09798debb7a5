/* Whether a template may be used: ctr-template, the portal's editor. */
#ifndef CONNECT_MAIL_CHECK_H
#define CONNECT_MAIL_CHECK_H

#include "base/err.h"
#include "store/db.h"

/*
 * mail_check: name is "mail/t-30", "web/ask" ...  A mail may use the names of
 * domain/vocab.h and the tenant's own fields, and a question must have the
 * link to its answer; the other rooms may use the names of the shipped file.
 * 0, or -1: ERR_DATA with the line, or no such template.
 */
int mail_check(struct db *, const char *name, const char *text, struct err *);

/* mail_check_names: every name that a correct template uses, once, in order
 * of first use. */
void mail_check_names(const char *name, const char *text,
    void (*cb)(const char *, void *), void *);

#endif
