#include "domain/roster_guard.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/roster_head.h"

#define FEW 3

static int
too_many(const struct roster_guard *g, int64_t n)
{
	return n > g->count ||
	    (n > FEW && n * 100 > g->people * g->percent);
}

/* What a contractor is asked about by; without one of them a roster that had
 * it would go on looking whole while its days and managers stand still. */
#define REQUIRED (1u << ROSTER_UPN | 1u << ROSTER_WORKER_ID | \
	1u << ROSTER_DISPLAY_NAME | 1u << ROSTER_MANAGER | \
	1u << ROSTER_START | 1u << ROSTER_END)

/* lost: the first such column that the last roster had and this one has not. */
static int
lost(const struct roster_guard *g)
{
	int i;

	for (i = 0; i < ROSTER_EXTRA; i++)
		if ((REQUIRED & g->last_fields & ~g->fields & 1u << i) != 0)
			return i;
	return -1;
}

/* whole: 1 and why, if the file as such is not to be believed. */
static int
whole(const struct roster_guard *g, char *why, size_t size)
{
	int i;

	if (g->empty || (!g->delta && g->rows == 0)) {
		snprintf(why, size, "no rows");
		return 1;
	}
	if (!g->delta && (i = lost(g)) != -1) {
		snprintf(why, size, "column %s is gone", roster_field_name(i));
		return 1;
	}
	if (!g->delta && g->rows * 2 < g->last_rows) {
		snprintf(why, size, "%" PRId64 " rows, the last had %" PRId64,
		    g->rows, g->last_rows);
		return 1;
	}
	if (too_many(g, g->moved)) {
		snprintf(why, size, "contract_end or manager of %" PRId64
		    " of %" PRId64 " cleared or moved", g->moved, g->people);
		return 1;
	}
	return 0;
}

/* number: of the contractors concerned; of the rows if none is. */
static int64_t
number(const struct roster_guard *g, int is_whole)
{
	int64_t n = 0;

	if (too_many(g, g->missing) || is_whole)
		n += g->missing;
	if (too_many(g, g->moved))
		n += g->moved;
	return n > 0 ? n : g->rows;
}

void
roster_guard(const struct roster_guard *g, int64_t accept,
    struct roster_verdict *v)
{
	memset(v, 0, sizeof(*v));
	if (whole(g, v->why, sizeof(v->why))) {
		v->hold = ROSTER_HOLD_WHOLE;
	} else if (too_many(g, g->missing)) {
		v->hold = ROSTER_HOLD_ABSENT;
		snprintf(v->why, sizeof(v->why), "%" PRId64 " of %" PRId64
		    " missing", g->missing, g->people);
	} else {
		return;
	}
	v->number = number(g, v->hold == ROSTER_HOLD_WHOLE);
	if (accept == v->number)
		v->hold = ROSTER_GO;
}
