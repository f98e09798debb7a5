/*
 * The report of act/report.h as one HTML file that needs no other: its style
 * stands in it, it has no script, and it prints well.  Words: report*.html of
 * templates/portal.
 */
#ifndef WEB_REPORT_PAGE_H
#define WEB_REPORT_PAGE_H

#include "act/audit_verb.h"
#include "act/report.h"
#include "base/buf.h"

enum { REPORT_PAGE_LEN = 64 << 20 };

/* report_page: taken and written to out (its limit is the caller's).  0, or -1
 * with e as report_take. */
int report_page(struct ctx *, const char *keys, const struct report_call *,
    struct buf *out, struct err *);

/* report_page_verb: ctr-evidence report; to stdout. */
audit_verb report_page_verb;

#endif
