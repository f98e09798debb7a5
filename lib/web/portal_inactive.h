/*
 * Inactivity: the lists that were put to approvers, who would be on today's,
 * and who is exempt.
 *
 *	portal_inactive.c	the overview, and exemptions
 *	portal_inactive_list.c	one list, line by line
 *	portal_inactive_today.c	who would be asked about now
 */
#ifndef WEB_PORTAL_INACTIVE_H
#define WEB_PORTAL_INACTIVE_H

#include "store/question_batch_line.h"
#include "web/portal.h"

extern const struct portal_route portal_inactive[];

/* portal_inactive_sum: a list's numbers and instants into words: {{opened}}
 * {{until}} {{all}} {{open}} {{suspend}} {{keep}}, and is_open, is_lapsed,
 * is_over. */
void portal_inactive_sum(struct words *, const struct question_batch_sum *);
/* portal_inactive_lines: {{lines}} of a list, the next page of them, and
 * {{next}}; {{asked}}: who was asked for a yes.  0 or -1. */
int portal_inactive_lines(struct portal *, const struct question_batch_sum *,
    int64_t after, struct err *);

int portal_inactive_list(struct portal *, struct err *);
int portal_inactive_today(struct portal *, struct err *);

#endif
