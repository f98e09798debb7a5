/* A tenant's own template, set and taken back, with evidence. */
#ifndef ACT_WORDING_EDIT_H
#define ACT_WORDING_EDIT_H

#include "act/ctx.h"

/*
 * wording_edit_print: a digest, hex, of the tenant's own text; "" it has none.
 * A form carries it: what was changed meanwhile is not written over.  0 or -1.
 */
int wording_edit_print(struct ctx *, const char *name, char print[65],
    struct err *);

/* wording_edit_set: text was checked by the caller (connect/mail_check.h).
 * print: as it was when whoever edits saw it; NULL: whatever it was.  1 set, 0
 * it was this very text, -1 with e (ERR_REFUSED: it is another by now). */
int wording_edit_set(struct ctx *, const char *name, const char *text,
    const char *print, struct err *);
/* wording_edit_reset: 1 it is gone, 0 there was none, -1 with e. */
int wording_edit_reset(struct ctx *, const char *name, const char *print,
    struct err *);

#endif
