/* The guard over a roster's plan: when it is held, and which number frees it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/roster_guard.h"
#include "domain/roster_head.h"

#define ALL ((1u << ROSTER_FIELDS) - 1)
#define LESS(f) (ALL & ~(1u << (f)))

static const struct {
	const char *why;
	struct roster_guard in;
	int64_t	accept;
	enum roster_hold hold;
	int64_t	number;
} cases[] = {
	/* delta empty rows last fields last_fields people missing moved % n */
	{ "the first roster", { 0, 0, 10, 0, ALL, 0, 0, 0, 0, 10, 500 }, -1,
	    ROSTER_GO, 0 },
	{ "nobody is missing", { 0, 0, 10, 10, ALL, ALL, 10, 0, 0, 10, 500 },
	    -1, ROSTER_GO, 0 },
	{ "three of four are few", { 0, 0, 3, 4, ALL, ALL, 4, 3, 0, 10, 500 },
	    -1, ROSTER_GO, 0 },
	{ "four of forty are ten percent, not more", { 0, 0, 36, 40, ALL, ALL,
	    40, 4, 0, 10, 500 }, -1, ROSTER_GO, 0 },
	{ "five of forty", { 0, 0, 35, 40, ALL, ALL, 40, 5, 0, 10, 500 }, -1,
	    ROSTER_HOLD_ABSENT, 5 },
	{ "five of forty, accepted", { 0, 0, 35, 40, ALL, ALL, 40, 5, 0, 10,
	    500 }, 5, ROSTER_GO, 5 },
	{ "another number", { 0, 0, 35, 40, ALL, ALL, 40, 5, 0, 10, 500 }, 6,
	    ROSTER_HOLD_ABSENT, 5 },
	{ "500 of a million", { 0, 0, 999500, 1000000, ALL, ALL, 1000000, 500,
	    0, 10, 500 }, -1, ROSTER_GO, 0 },
	{ "501 of a million", { 0, 0, 999499, 1000000, ALL, ALL, 1000000, 501,
	    0, 10, 500 }, -1, ROSTER_HOLD_ABSENT, 501 },
	{ "100 percent allowed, but no more than the count", { 0, 0, 10, 10,
	    ALL, ALL, 20, 9, 0, 100, 8 }, -1, ROSTER_HOLD_ABSENT, 9 },
	{ "no rows", { 0, 0, 0, 40, ALL, ALL, 40, 40, 0, 10, 500 }, -1,
	    ROSTER_HOLD_WHOLE, 40 },
	{ "no rows and nobody yet", { 0, 1, 0, 0, 0, 0, 0, 0, 0, 10, 500 }, -1,
	    ROSTER_HOLD_WHOLE, 0 },
	{ "no rows accepted with 0", { 0, 1, 0, 0, 0, 0, 0, 0, 0, 10, 500 }, 0,
	    ROSTER_GO, 0 },
	{ "a delta without rows", { 1, 0, 0, 40, ALL, ALL, 0, 0, 0, 10, 500 },
	    -1, ROSTER_GO, 0 },
	{ "a delta without a header", { 1, 1, 0, 40, 0, ALL, 0, 0, 0, 10, 500 },
	    -1, ROSTER_HOLD_WHOLE, 0 },
	{ "fewer than half", { 0, 0, 19, 40, ALL, ALL, 19, 0, 0, 10, 500 }, -1,
	    ROSTER_HOLD_WHOLE, 19 },
	{ "half", { 0, 0, 20, 40, ALL, ALL, 20, 0, 0, 10, 500 }, -1, ROSTER_GO,
	    0 },
	{ "half of a delta", { 1, 0, 1, 40, ALL, ALL, 1, 0, 0, 10, 500 }, -1,
	    ROSTER_GO, 0 },
	{ "contract_end is gone", { 0, 0, 40, 40, LESS(ROSTER_END), ALL, 40, 0,
	    0, 10, 500 }, -1, ROSTER_HOLD_WHOLE, 40 },
	{ "the vendor's column is gone", { 0, 0, 40, 40, LESS(ROSTER_VENDOR),
	    ALL, 40, 0, 0, 10, 500 }, -1, ROSTER_GO, 0 },
	{ "a column came", { 0, 0, 40, 40, ALL, LESS(ROSTER_END), 40, 0, 0, 10,
	    500 }, -1, ROSTER_GO, 0 },
	{ "five ends moved", { 0, 0, 40, 40, ALL, ALL, 40, 0, 5, 10, 500 }, -1,
	    ROSTER_HOLD_WHOLE, 5 },
	{ "three ends moved", { 0, 0, 40, 40, ALL, ALL, 40, 0, 3, 10, 500 }, -1,
	    ROSTER_GO, 0 },
	{ "five moved and five missing", { 0, 0, 35, 40, ALL, ALL, 40, 5, 5, 10,
	    500 }, -1, ROSTER_HOLD_WHOLE, 10 },
};

static void
test_cases(void **state)
{
	struct roster_verdict v;
	size_t i;
	int bad = 0;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		roster_guard(&cases[i].in, cases[i].accept, &v);
		if (v.hold == cases[i].hold && v.number == cases[i].number &&
		    (v.hold == ROSTER_GO || v.why[0] != '\0'))
			continue;
		print_error("%s: hold %d, number %lld, %s\n", cases[i].why,
		    (int)v.hold, (long long)v.number, v.why);
		bad++;
	}
	assert_int_equal(bad, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
