#include "act/foresee.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/when.h"
#include "store/contractor_due.h"

struct foreseeing {
	struct inquiry q;
	foresee_cb *cb;
	void	*arg;
};

static int
one(int32_t day, const struct cadence_due *due, int days_left, void *arg)
{
	struct foreseeing *f = arg;

	return f->cb(&f->q, day, due, days_left, f->arg);
}

static int
page(struct inquiry_run *r, const struct contractor_due *d, int days,
    struct foreseeing *f, struct err *e)
{
	size_t i;
	int rc = 0;

	for (i = 0; i < d->n && rc != -1; i++) {
		if ((rc = inquiry_load(r, d->ids[i], 0, &f->q, e)) != 1)
			continue;
		rc = cadence_forecast(&f->q.in, &r->p, r->x->today, days, one,
		    f);
		inquiry_clear(&f->q);
	}
	return rc == -1 ? -1 : 0;
}

int
foresee(struct inquiry_run *r, int days, foresee_cb *cb, void *arg,
    struct err *e)
{
	struct contractor_due *d = mem_zero(1, sizeof *d);
	struct foreseeing f = { .cb = cb, .arg = arg };
	char until[11];
	int rc;

	when_date(r->x->today + days - 1, until);
	while ((rc = contractor_due_page(r->x->db, until, d, e)) == 1 &&
	    (rc = page(r, d, days, &f, e)) == 0)
		;
	free(d);
	return rc;
}
