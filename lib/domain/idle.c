#include "domain/idle.h"

#include <string.h>

#define DAY 86400LL

/* What one account says, into the verdict; 1 if it settles it. */
static int
see(const struct idle_account *a, int64_t cutoff, struct idle_verdict *v,
    int *asked)
{
	if (a->login_at > v->login_at)
		v->login_at = a->login_at;
	if (a->login_at > v->since)
		v->since = a->login_at;
	if (a->made_at > v->since)
		v->since = a->made_at;
	if (!a->counts)
		return 0;
	/* A login is one, whatever else its system does not know. */
	if (a->login_at > cutoff)
		return 1;
	if (!a->enabled)
		return 0;
	*asked = 1;
	if (v->connector == NULL && (!a->login_known ||
	    (a->login_at != 0 && a->login_at + a->login_lag > cutoff)))
		v->connector = a->connector;
	return 0;
}

void
idle_judge(const struct idle_account *a, size_t n, int64_t base,
    const struct idle_limits *l, struct idle_verdict *v)
{
	int64_t cutoff = l->now - l->days * DAY, from;
	int enabled = 0, recent = 0, asked = 0;
	size_t i;

	memset(v, 0, sizeof(*v));
	v->since = base;
	for (i = 0; i < n; i++) {
		enabled |= a[i].enabled;
		recent |= see(&a[i], cutoff, v, &asked);
	}
	from = v->login_at == 0 ? l->now - l->never_days * DAY : cutoff;
	if (!enabled)
		v->what = IDLE_NOTHING;
	else if (recent || v->since > from)
		v->what = IDLE_ACTIVE;
	else if (v->connector != NULL || !asked || v->since == 0)
		v->what = IDLE_UNKNOWN;
	else
		v->what = v->login_at == 0 ? IDLE_NEVER : IDLE_INACTIVE;
	if (v->what != IDLE_UNKNOWN)
		v->connector = NULL;
}

int64_t
idle_limit(int64_t limit, int64_t active)
{
	return active / 5 > limit ? active / 5 : limit;
}
