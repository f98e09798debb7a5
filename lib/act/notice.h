/*
 * Findings with their evidence: opened, seen again, closed by themselves.
 * Call within the transaction of what shows or cures the cause.
 */
#ifndef ACT_NOTICE_H
#define ACT_NOTICE_H

#include "act/ctx.h"

/*
 * notice_open: print says exactly what is wrong; while a person has kept or
 * dismissed it with the same print and until_on has not come, it stays quiet.
 * Open already: seen_at moves.  detail is a JSON object.  1 newly opened, 0
 * known or quiet, -1 with e.
 */
int notice_open(struct ctx *, const char *kind, const char *subject,
    const char *print, const char *detail, struct err *);
/* notice_gone: the cause is gone.  1 closed, 0 none was open, -1 with e. */
int notice_gone(struct ctx *, const char *kind, const char *subject,
    struct err *);

#endif
