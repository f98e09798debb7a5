#include "act/inquiry_suspended.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/when.h"
#include "store/job.h"
#include "store/job_done.h"

#define STEM "suspended/"

int
inquiry_suspended(struct inquiry_run *r, struct inquiry *q, struct err *e)
{
	int64_t at;
	int rc;

	if (q->in.status != CADENCE_SUSPENDED)
		return 0;
	rc = job_done_last(r->x->db, q->c.id, "suspend", &q->suspension, &at,
	    e);
	if (rc == 1)
		q->in.suspended_on = when_today(at);
	return rc == -1 ? -1 : 0;
}

void
inquiry_suspended_key(const struct inquiry *q, char period[40])
{
	(void)snprintf(period, 40, STEM "%lld", (long long)q->suspension);
}

int
inquiry_suspended_is(const struct inquiry *q, const char *period)
{
	char key[40];

	inquiry_suspended_key(q, key);
	return strcmp(period, key) == 0;
}

int
inquiry_suspended_why(struct inquiry_run *r, const char *period,
    struct buf *b, struct err *e)
{
	struct job j;
	char since[11];
	int64_t id;
	int rc;

	if (strncmp(period, STEM, sizeof STEM - 1) != 0 ||
	    num_int(period + sizeof STEM - 1, 1, INT64_MAX, &id) == -1)
		return 0;
	if ((rc = job_get(r->x->db, id, &j, e)) != 1)
		return rc;
	when_date(when_today(j.done_at), since);
	buf_fmt(b, "Access has been suspended since %s.", since);
	return 1;
}
