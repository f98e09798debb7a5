/* What may be answered to a ticket whose rows are read; for ticket.c alone. */
#ifndef ACT_TICKET_MAY_H
#define ACT_TICKET_MAY_H

#include "act/ticket.h"

/* ticket_may: fills may and the limits of days.  0 or -1. */
int ticket_may(struct ctx *, struct ticket *, struct err *);
/* ticket_may_job: N of a period "job/N", else 0. */
int64_t ticket_may_job(const char *period);

#endif
