#include "act/inquiry_quiet.h"

#include "base/when.h"
#include "store/finding.h"

int
inquiry_quiet(struct inquiry_run *r, struct inquiry *q, struct err *e)
{
	char on[11];
	int rc;

	if (q->out.look_on == WHEN_NO_DAY)
		return 0;
	if ((rc = finding_quiet_until(r->x->db, q->subject, r->x->today_on,
	    on, e)) == 1 && when_day(on) < q->out.look_on)
		q->out.look_on = when_day(on);
	return rc == -1 ? -1 : 0;
}
