#include "act/inactive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/when.h"
#include "store/contractor.h"

void
inactive_init(struct inactive *i, struct ctx *x, const struct conf *c,
    int64_t days)
{
	memset(i, 0, sizeof(*i));
	i->x = x;
	i->conf = c;
	i->days = days != 0 ? days : policy_int(x->policy, "inactive_days");
	i->never_days = policy_int(x->policy, "inactive_never_days");
	if (i->never_days < i->days)
		i->never_days = i->days;
}

void
inactive_one_clear(struct inactive_one *o)
{
	free(o->upn);
	free(o->name);
	free(o->vendor);
	free(o->manager_key);
	free(o->logins);
	free(o->connector);
	memset(o, 0, sizeof(*o));
}

static void
list_clear(struct inactive_one *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		inactive_one_clear(&list[i]);
	free(list);
}

void
inactive_clear(struct inactive *i)
{
	list_clear(i->list, i->n);
	list_clear(i->unknown, i->n_unknown);
	memset(i, 0, sizeof(*i));
}

int
inactive_rows(const struct inactive *i, struct rows *rows, struct err *e)
{
	const struct inactive_one *o;
	char subject[40], why[160], since[11];
	const char *v[5];
	size_t k;

	for (k = 0; k < i->n + i->n_unknown; k++) {
		o = k < i->n ? &i->list[k] : &i->unknown[k - i->n];
		(void)snprintf(subject, sizeof(subject), "contractor/%lld",
		    (long long)o->contractor);
		when_date(when_today(o->since), since);
		if (o->what == IDLE_UNKNOWN)
			(void)snprintf(why, sizeof(why), "unknown: %s",
			    o->connector != NULL ? o->connector :
			    o->since == 0 ? "no day to count from" :
			    "no system is asked");
		else
			(void)snprintf(why, sizeof(why), "%s since %s",
			    o->what == IDLE_NEVER ? "never logged in" :
			    "no login", since);
		v[0] = o->what == IDLE_UNKNOWN ? "unknown" : "ask";
		v[1] = subject;
		v[2] = o->upn;
		v[3] = o->logins;
		v[4] = why;
		if (rows_add(rows, v, e) == -1)
			return -1;
	}
	return 0;
}

int
inactive_guard(const struct inactive *i, int64_t accept, struct err *e)
{
	int64_t limit = policy_int(i->x->policy, "inactive_limit"), active;
	int64_t n = (int64_t)i->n;

	if (n <= limit || accept == n)
		return 0;
	if ((active = contractor_count_active(i->x->db, e)) == -1)
		return -1;
	limit = idle_limit(limit, active);
	if (n <= limit)
		return 0;
	return err_set(e, ERR_REFUSED, "held: %lld are inactive, %lld is the "
	    "limit; -n shows them, --accept %lld asks about them",
	    (long long)n, (long long)limit, (long long)n);
}
