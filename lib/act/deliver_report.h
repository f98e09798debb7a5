/* The one line of report of a run of ctr-mail or ctr-chat. */
#ifndef ACT_DELIVER_REPORT_H
#define ACT_DELIVER_REPORT_H

#include "act/deliver.h"
#include "base/buf.h"

/* deliver_report: "ctr-mail sent=3 later=0 ...", or as a JSON object. */
void deliver_report(const struct deliver_count *, const char *program,
    int json, struct buf *);

#endif
