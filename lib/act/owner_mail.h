/*
 * The owner's daily mail: the findings that have been open for finding_days,
 * oldest first, one mail for each owner and day on which mail goes, however
 * often it runs.
 */
#ifndef ACT_OWNER_MAIL_H
#define ACT_OWNER_MAIL_H

#include "act/ctx.h"
#include "base/rows.h"

/* owner_mail_rows: what would go now, as rows of the plan. */
int owner_mail_rows(struct ctx *, struct rows *, struct err *);
/* owner_mail_queue: own transactions, one a mail; *n counts the mails. */
int owner_mail_queue(struct ctx *, int64_t *n, struct err *);

#endif
