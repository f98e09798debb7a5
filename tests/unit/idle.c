/* domain/idle: the table of who counts as inactive. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/idle.h"

#define DAY 86400LL
#define NOW (20000 * DAY)
#define AGO(days) (NOW - (days) * DAY)

static const struct idle_limits week = { NOW, 7, 14 };

static const struct {
	const char *why;
	struct idle_account a[2];
	int64_t	base;
	enum idle_what what;
	int64_t	since;
} table[] = {
	{ "logged in yesterday", { { "ad", 1, 1, 1, AGO(1), 0, AGO(400) } },
	    0, IDLE_ACTIVE, AGO(1) },
	{ "eight days ago", { { "ad", 1, 1, 1, AGO(8), 0, AGO(400) } },
	    0, IDLE_INACTIVE, AGO(8) },
	{ "seven days to the second: the window is closed",
	    { { "ad", 1, 1, 1, AGO(7), 0, AGO(400) } },
	    0, IDLE_INACTIVE, AGO(7) },
	{ "a second less", { { "ad", 1, 1, 1, AGO(7) + 1, 0, AGO(400) } },
	    0, IDLE_ACTIVE, AGO(7) + 1 },
	{ "one of two systems saw him", { { "ad", 1, 1, 1, AGO(90), 0, 0 },
	    { "okta", 1, 1, 1, AGO(2), 0, 0 } }, 0, IDLE_ACTIVE, AGO(2) },
	{ "the other one is not asked, but its login starts the clock",
	    { { "ad", 1, 1, 1, AGO(90), 0, 0 },
	    { "okta", 0, 1, 1, AGO(2), 0, 0 } }, 0, IDLE_ACTIVE, AGO(2) },
	{ "a system that cannot tell", { { "ad", 1, 1, 0, AGO(90), 0, 0 },
	    { "okta", 1, 1, 1, AGO(20), 0, 0 } }, 0, IDLE_UNKNOWN, AGO(20) },
	{ "which is not asked", { { "ad", 0, 1, 0, AGO(90), 0, 0 },
	    { "okta", 1, 1, 1, AGO(20), 0, 0 } }, 0, IDLE_INACTIVE, AGO(20) },
	{ "or whose account is off", { { "ad", 1, 0, 0, AGO(90), 0, 0 },
	    { "okta", 1, 1, 1, AGO(20), 0, 0 } }, 0, IDLE_INACTIVE, AGO(20) },
	{ "late by a fortnight: twenty days prove nothing of seven",
	    { { "ad", 1, 1, 1, AGO(20), 14 * DAY, 0 } }, 0, IDLE_UNKNOWN,
	    AGO(20) },
	{ "twenty-one do", { { "ad", 1, 1, 1, AGO(21), 14 * DAY, 0 } }, 0,
	    IDLE_INACTIVE, AGO(21) },
	{ "never, made yesterday: grace", { { "ad", 1, 1, 1, 0, 0, AGO(1) } },
	    0, IDLE_ACTIVE, AGO(1) },
	{ "never, made ten days ago: grace still",
	    { { "ad", 1, 1, 1, 0, 0, AGO(10) } }, 0, IDLE_ACTIVE, AGO(10) },
	{ "never, made a month ago", { { "ad", 1, 1, 1, 0, 0, AGO(30) } },
	    0, IDLE_NEVER, AGO(30) },
	{ "never, made a month ago, started last week",
	    { { "ad", 1, 1, 1, 0, 0, AGO(30) } }, AGO(7), IDLE_ACTIVE,
	    AGO(7) },
	{ "never, and nothing to count from: not since 1970",
	    { { "ad", 1, 1, 1, 0, 0, 0 } }, 0, IDLE_UNKNOWN, 0 },
	{ "suspension lifted three days ago",
	    { { "ad", 1, 1, 1, AGO(60), 0, AGO(400) } }, AGO(3), IDLE_ACTIVE,
	    AGO(3) },
	{ "all off: nothing to suspend",
	    { { "ad", 1, 0, 1, AGO(60), 0, AGO(400) } }, 0, IDLE_NOTHING,
	    AGO(60) },
	{ "no system that is asked", { { "ad", 0, 1, 1, AGO(60), 0, 0 } }, 0,
	    IDLE_UNKNOWN, AGO(60) },
};

static void
test_table(void **state)
{
	struct idle_verdict v;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		print_message("%s\n", table[i].why);
		idle_judge(table[i].a, table[i].a[1].connector != NULL ? 2 : 1,
		    table[i].base, &week, &v);
		assert_int_equal(v.what, table[i].what);
		assert_int_equal(v.since, table[i].since);
	}
}

static void
test_unknown_names_the_system(void **state)
{
	const struct idle_account a[] = {
		{ "okta", 1, 1, 1, AGO(30), 0, 0 },
		{ "entra", 1, 1, 0, 0, 0, 0 }
	};
	struct idle_verdict v;

	(void)state;
	idle_judge(a, 2, 0, &week, &v);
	assert_string_equal(v.connector, "entra");
	assert_int_equal(v.login_at, AGO(30));
}

static void
test_nobody(void **state)
{
	struct idle_verdict v;

	(void)state;
	idle_judge(NULL, 0, AGO(30), &week, &v);
	assert_int_equal(v.what, IDLE_NOTHING);
}

static void
test_limit(void **state)
{
	(void)state;
	assert_int_equal(idle_limit(50, 0), 50);
	assert_int_equal(idle_limit(50, 250), 50);
	assert_int_equal(idle_limit(50, 1000), 200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_unknown_names_the_system),
		cmocka_unit_test(test_nobody),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
