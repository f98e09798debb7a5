/* The lists of a report, each a function that appends its rows. */
#ifndef WEB_REPORT_PART_H
#define WEB_REPORT_PART_H

#include "act/report.h"
#include "web/words.h"

struct report_part {
	struct ctx *x;
	struct report *r;
	struct words *w;
	struct buf rows;
	struct err *e;
	int	count;		/* rows that there are */
	int	listed;		/* of them written */
};

/* Each sets {{..._count}} too.  0 or -1. */
typedef int report_part_fn(struct report_part *, struct err *);
report_part_fn report_part_statuses, report_part_late, report_part_waived,
    report_part_findings, report_part_duties, report_part_guards,
    report_part_rules, report_part_erased, report_part_actions,
    report_part_people, report_part_leavers;

/* report_part_row: one more by template name; w is freed.  0 or -1 (p->e). */
int report_part_row(struct report_part *, struct words *w, const char *name);
/* report_part_leave: the values of one departure. */
void report_part_leave(struct report_part *, struct words *,
    const struct period_leave *);

#endif
