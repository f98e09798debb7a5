/* Two texts, line by line: what went, what came, what stayed. */
#ifndef WEB_PORTAL_DIFF_H
#define WEB_PORTAL_DIFF_H

#include "web/words.h"

/* portal_diff: rows of the template "diff" for a <pre>.  0 or -1.  Texts of
 * more than a thousand lines are not compared: out stays empty. */
int portal_diff(struct words *, const char *was, const char *is,
    struct buf *out, struct err *);

#endif
