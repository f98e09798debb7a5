/* The look ahead: the rule itself, day by day, with nobody answering. */
#include "base/when.h"
#include "domain/cadence.h"
#include "domain/cadence_state.h"

static int
news(const struct cadence_out *then, const struct cadence_out *o)
{
	return o->due.kind != CADENCE_NONE || o->record >= 0 ||
	    o->closes != CADENCE_KEEPS || o->withdrawn ||
	    o->findings != then->findings;
}

static void
look(struct cadence_state *s, int32_t today, struct cadence_out *o)
{
	struct cadence_out d;
	int32_t day;

	for (day = today + 1; day <= today + CADENCE_AHEAD; day++) {
		cadence_state_rule(s, day, &d);
		if (o->look_on == WHEN_NO_DAY && news(o, &d))
			o->look_on = day;
		if (cadence_goes(d.due.kind)) {
			o->next = d.due;
			o->next_on = day;
			return;
		}
		cadence_state_after(s, &d, day);
	}
	if (o->look_on == WHEN_NO_DAY)
		o->look_on = day;
}

void
cadence_rule(const struct cadence_in *in, const struct cadence_policy *p,
    int32_t today, struct cadence_out *o)
{
	struct cadence_state s;

	cadence_state_init(&s, in, p);
	cadence_state_rule(&s, today, o);
	if (s.status == CADENCE_OTHER)
		return;
	cadence_state_after(&s, o, today);
	look(&s, today, o);
}

int
cadence_forecast(const struct cadence_in *in, const struct cadence_policy *p,
    int32_t today, int days, cadence_forecast_cb *cb, void *arg)
{
	struct cadence_state s;
	struct cadence_out d;
	int32_t day;
	int rc = 0;

	cadence_state_init(&s, in, p);
	for (day = today; day < today + days && rc == 0; day++) {
		cadence_state_rule(&s, day, &d);
		if (cadence_goes(d.due.kind))
			rc = cb(day, &d.due, d.days_left, arg);
		cadence_state_after(&s, &d, day);
	}
	return rc;
}
