/* A tenant's own template, set and taken back, with evidence. */
#ifndef ACT_WORDING_EDIT_H
#define ACT_WORDING_EDIT_H

#include "act/ctx.h"

/* wording_edit_set: text was checked by the caller (connect/mail_check.h).
 * 1 set, 0 it was this very text, -1 with e. */
int wording_edit_set(struct ctx *, const char *name, const char *text,
    struct err *);
/* wording_edit_reset: 1 it is gone, 0 there was none, -1 with e. */
int wording_edit_reset(struct ctx *, const char *name, struct err *);

#endif
