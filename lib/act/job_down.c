#include "act/job_down.h"

#include <stdio.h>

#include "act/notice.h"
#include "base/jot.h"

static int
one(struct ctx *x, const struct job_down *d, struct err *e)
{
	char subject[64];
	struct jot t;
	int rc;

	snprintf(subject, sizeof(subject), "connector/%s", d->connector);
	if (d->why == NULL)
		return notice_gone(x, "connector_down", subject, e);
	jot_init(&t);
	jot_str(&t, "connector", d->connector);
	jot_str(&t, "words", d->why);
	rc = notice_open(x, "connector_down", subject, "", jot_get(&t), e);
	jot_clear(&t);
	return rc;
}

int
job_down(struct ctx *x, const struct job_down *d, size_t n, struct err *e)
{
	size_t i;

	if (n == 0)
		return 0;
	if (db_begin(x->db, e) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (one(x, &d[i], e) == -1) {
			db_rollback(x->db);
			return -1;
		}
	return db_commit(x->db, e);
}
