#include "domain/cadence_day.h"

#include "base/when.h"

int32_t
cadence_day_anchor(const struct cadence_policy *p, int32_t end_on, int offset)
{
	int32_t day, first = end_on - offset;

	for (day = first; day > first - 366; day--)
		if (policy_send_day(p->days, day))
			return day;
	return first;
}

int32_t
cadence_day_monthly(const struct cadence_policy *p, int32_t day)
{
	int32_t from, last, d;
	int year, month, mday;

	when_civil(day, &year, &month, &mday);
	from = when_from_civil(year, month, p->heartbeat_day);
	last = when_month_last(day);
	for (d = from; d <= last; d++)
		if (policy_send_day(p->days, d))
			return from;
	for (d = from - 1; d >= when_month_first(day); d--)
		if (policy_send_day(p->days, d))
			return d;
	return from;
}

int
cadence_day_same_month(int32_t a, int32_t b)
{
	if (a == WHEN_NO_DAY || b == WHEN_NO_DAY)
		return 0;
	return when_month_first(a) == when_month_first(b);
}
