#include "act/asking_late.h"

#include "base/when.h"

static int
by_people(const struct asking *a, int64_t id)
{
	size_t low = 0, high = a->npeople, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (a->people[mid] == id)
			return 1;
		if (a->people[mid] < id)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

void
asking_late(struct asking *a, const struct inquiry *q)
{
	int32_t due = when_day(q->c.next_check_on), look = q->out.look_on;
	struct buf b = BUF_INIT(400);
	char on[11];

	if (due == WHEN_NO_DAY || due <= a->run.x->today ||
	    by_people(a, q->c.id))
		return;
	if (q->out.due.kind != CADENCE_NONE || q->out.record >= 0 ||
	    q->out.closes != CADENCE_KEEPS || q->out.withdrawn)
		look = a->run.x->today;
	if (look == WHEN_NO_DAY || look >= due)
		return;
	a->late++;
	if (a->missed == NULL)
		return;
	when_date(look, on);
	buf_fmt(&b, "%s: due on %s, but next_check_on is %s", q->subject, on,
	    q->c.next_check_on);
	a->missed(buf_get(&b));
	buf_clear(&b);
}
