/* What follows from a directory: whose an account is, what is odd about it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/when.h"
#include "domain/directory.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *why;
	struct directory_claim in;
	enum directory_whose whose;
	int64_t	contractor;
	int	twice;
} claims[] = {
	{ "nobody has anything of it", { 0 }, DIRECTORY_NOBODY, 0, 0 },
	{ "the UPN alone", { .by_upn = 7 }, DIRECTORY_HIS, 7, 0 },
	{ "the UPN, and his number", { .by_upn = 7, .by_worker = { 7 },
	    .n_worker = 1 }, DIRECTORY_HIS, 7, 0 },
	{ "his number is one of two with it", { .by_upn = 7,
	    .by_worker = { 3, 7 }, .n_worker = 2 }, DIRECTORY_HIS, 7, 0 },
	{ "the UPN of one, the number of another", { .by_upn = 7,
	    .by_worker = { 8 }, .n_worker = 1 }, DIRECTORY_UNSURE, 7, 0 },
	{ "the UPN, and a number that is nobody's", { .by_upn = 7,
	    .upn_other_worker = 1 }, DIRECTORY_UNSURE, 7, 0 },
	{ "he has another account with this UPN", { .by_upn = 7,
	    .upn_twice = 1 }, DIRECTORY_UNSURE, 7, 1 },
	{ "the number alone", { .by_worker = { 9 }, .n_worker = 1 },
	    DIRECTORY_HIS, 9, 0 },
	{ "two have the number", { .by_worker = { 9, 4 }, .n_worker = 2 },
	    DIRECTORY_UNSURE, 9, 0 },
	{ "the UPN of one who has left", { .by_upn = 7, .upn_left = 1 },
	    DIRECTORY_UNSURE, 7, 0 },
	{ "that, and the number of one who has not", { .by_upn = 7,
	    .upn_left = 1, .by_worker = { 8 }, .n_worker = 1 },
	    DIRECTORY_HIS, 8, 0 },
	{ "a UPN that somebody had", { .by_former = 5 }, DIRECTORY_UNSURE, 5,
	    0 },
	{ "somebody's mail address", { .by_mail = 6 }, DIRECTORY_UNSURE, 6,
	    0 },
};

static void
test_claims(void **state)
{
	struct directory_verdict v;
	size_t i;

	(void)state;
	for (i = 0; i < N(claims); i++) {
		directory_claim(&claims[i].in, &v);
		if (v.whose != claims[i].whose ||
		    v.contractor != claims[i].contractor ||
		    v.twice != claims[i].twice ||
		    (v.whose == DIRECTORY_UNSURE) != (v.why != NULL))
			fail_msg("%s: %d %lld", claims[i].why, (int)v.whose,
			    (long long)v.contractor);
	}
}

static void
test_main(void **state)
{
	static const struct {
		const char *why;
		struct directory_one one[3];
		int n, best;
	} row[] = {
		{ "none", { { 0 } }, 0, -1 },
		{ "none that lives", { { 1, 0, 1, 1 } }, 1, -1 },
		{ "the oldest", { { 5, 1, 0, 0 }, { 3, 1, 0, 0 } }, 2, 1 },
		{ "the one so far", { { 5, 1, 1, 0 }, { 3, 1, 0, 0 } }, 2, 0 },
		{ "the one with the UPN", { { 5, 1, 1, 0 }, { 9, 1, 0, 1 } },
		    2, 1 },
		{ "not if it is gone", { { 5, 0, 1, 1 }, { 9, 1, 0, 0 } },
		    2, 1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < N(row); i++)
		if (directory_main(row[i].one, (size_t)row[i].n) != row[i].best)
			fail_msg("%s", row[i].why);
}

#define A DIRECTORY_ACTIVE
#define L DIRECTORY_LEFT
#define NONE WHEN_NO_DAY

/* Today is day 100; expired_days is 7. */
static const struct {
	const char *why;
	struct directory_contractor in;
	unsigned want;
} people[] = {
	{ "all is well", { A, 1, 1, 200, 200, 0, 1, 0, 0 }, 0 },
	{ "nothing is known of the end", { A, 1, 1, NONE, NONE, 0, 1, 0, 0 },
	    0 },
	{ "no account", { A, 1, 1, 200, NONE, 0, 0, 0, 0 },
	    DIRECTORY_MISSING },
	{ "no account, and starts today", { DIRECTORY_CANDIDATE, 1, 100, 200,
	    NONE, 0, 0, 0, 0 }, DIRECTORY_MISSING },
	{ "no account, and starts tomorrow", { DIRECTORY_CANDIDATE, 1, 101,
	    200, NONE, 0, 0, 0, 0 }, 0 },
	{ "a newcomer has none yet", { DIRECTORY_CANDIDATE, 0, 1, 200, NONE,
	    0, 0, 0, 0 }, 0 },
	{ "who leaves may lose it", { DIRECTORY_LEAVING, 1, 1, 200, NONE, 1, 0,
	    0, 0 }, 0 },
	{ "who has left is nobody's concern", { L, 1, 1, 200, 50, 0, 0, 1, 1 },
	    0 },
	{ "a day apart", { A, 1, 1, 200, 201, 0, 1, 0, 0 }, 0 },
	{ "a day apart, the other way", { A, 1, 1, 201, 200, 0, 1, 0, 0 }, 0 },
	{ "two days apart", { A, 1, 1, 200, 202, 0, 1, 0, 0 },
	    DIRECTORY_MISMATCH },
	{ "two days apart, the other way", { A, 1, 1, 202, 200, 0, 1, 0, 0 },
	    DIRECTORY_MISMATCH },
	{ "its last day is today", { A, 1, 1, 100, 100, 0, 1, 1, 1 }, 0 },
	{ "it was yesterday, another system lets him in", { A, 1, 1, 99, 99,
	    0, 1, 1, 0 }, DIRECTORY_EXPIRED },
	{ "even though he leaves", { DIRECTORY_LEAVING, 1, 1, 99, 99, 1, 1, 1,
	    0 }, DIRECTORY_EXPIRED },
	{ "not disabled for seven days", { A, 1, 1, 93, 93, 0, 1, 0, 1 }, 0 },
	{ "for eight", { A, 1, 1, 92, 92, 0, 1, 0, 1 }, DIRECTORY_EXPIRED },
	{ "for eight, but he leaves", { A, 1, 1, 92, 92, 1, 1, 0, 1 }, 0 },
	{ "disabled", { A, 1, 1, 92, 92, 0, 1, 0, 0 }, 0 },
};

static void
test_people(void **state)
{
	unsigned got;
	size_t i;

	(void)state;
	for (i = 0; i < N(people); i++)
		if ((got = directory_of_contractor(&people[i].in, 7, 100)) !=
		    people[i].want)
			fail_msg("%s: %x, not %x", people[i].why, got,
			    people[i].want);
}

static const struct {
	const char *why;
	struct directory_account in;
	unsigned want;
} accounts[] = {
	{ "all is well", { .status = A, .linked = 1, .living = 1 }, 0 },
	{ "gone", { .privileged = 1 }, 0 },
	{ "nobody's", { .living = 1 }, DIRECTORY_UNREGISTERED },
	{ "nobody's and privileged", { .living = 1, .privileged = 1 },
	    DIRECTORY_UNREGISTERED | DIRECTORY_PRIVILEGED },
	{ "whose?", { .living = 1, .whose = DIRECTORY_UNSURE },
	    DIRECTORY_AMBIGUOUS },
	{ "twice", { .living = 1, .whose = DIRECTORY_UNSURE, .twice = 1 },
	    DIRECTORY_DUPLICATE },
	{ "privileged", { .status = A, .linked = 1, .living = 1,
	    .privileged = 1 }, DIRECTORY_PRIVILEGED },
	{ "converted", { .status = A, .linked = 1, .living = 1,
	    .converted = 1, .privileged = 1 }, DIRECTORY_CONVERTED },
	{ "converted, and he is transferred", { .status = L, .linked = 1,
	    .living = 1, .converted = 1 }, 0 },
	{ "converted, and nobody's", { .living = 1, .converted = 1 }, 0 },
	{ "disabled by somebody", { .status = A, .linked = 1, .living = 1,
	    .disabled = 1 }, DIRECTORY_OUT_OF_BAND },
	{ "disabled by us", { .status = A, .linked = 1, .living = 1,
	    .disabled = 1, .ours_disabled = 1 }, 0 },
	{ "disabled before his first day", { .status = DIRECTORY_CANDIDATE,
	    .linked = 1, .living = 1, .disabled = 1 }, 0 },
	{ "disabled, and he is suspended", { .status = DIRECTORY_SUSPENDED,
	    .linked = 1, .living = 1, .disabled = 1 }, 0 },
	{ "enabled after we disabled it", { .status = L, .linked = 1,
	    .living = 1, .ours_disabled = 1 }, DIRECTORY_REENABLED },
	{ "was given another's UPN", { .status = A, .linked = 1, .living = 1,
	    .other_upn = 1 }, DIRECTORY_AMBIGUOUS },
	{ "carries another's number", { .status = A, .linked = 1, .living = 1,
	    .other_worker = 1 }, DIRECTORY_CHANGED_HANDS },
};

static void
test_accounts(void **state)
{
	unsigned got;
	size_t i;

	(void)state;
	for (i = 0; i < N(accounts); i++)
		if ((got = directory_of_account(&accounts[i].in)) !=
		    accounts[i].want)
			fail_msg("%s: %x, not %x", accounts[i].why, got,
			    accounts[i].want);
}

/* Every bit has its name, and the bits of the two subjects do not mix. */
static void
test_kinds(void **state)
{
	(void)state;
	assert_string_equal(directory_kinds[0], "unregistered");
	assert_string_equal(directory_kinds[4], "reenabled");
	assert_string_equal(directory_kinds[7], "changed_hands");
	assert_string_equal(directory_kinds[8], "missing_account");
	assert_string_equal(directory_kinds[10], "expired_enabled");
	assert_int_equal(DIRECTORY_REENABLED, 1 << 4);
	assert_int_equal(DIRECTORY_CHANGED_HANDS, 1 << 7);
	assert_int_equal(DIRECTORY_MISSING, 1 << 8);
	assert_int_equal(DIRECTORY_EXPIRED, 1 << 10);
}

static void
test_doubt(void **state)
{
	static const struct {
		const char *why;
		int64_t listed, base, known, gone;
		int want;
	} row[] = {
		{ "the first list", 100, 0, 0, 0, 0 },
		{ "the first, and empty", 0, 0, 0, 0, 0 },
		{ "the same again", 100, 100, 100, 0, 0 },
		{ "nothing", 0, 100, 100, 100, 1 },
		{ "nothing of one", 0, 1, 1, 1, 1 },
		{ "half", 50, 100, 100, 50, 0 },
		{ "less than half", 49, 100, 100, 51, 1 },
		{ "as many, and all others", 100, 100, 100, 100, 1 },
		{ "one of two", 1, 2, 2, 1, 0 },
		{ "two of three changed", 3, 3, 3, 2, 0 },
		{ "changes: none", 0, 0, 100, 0, 0 },
		{ "changes: few gone", 0, 0, 100, 50, 0 },
		{ "changes: most gone", 0, 0, 100, 51, 1 },
		{ "changes: the last three", 0, 0, 3, 3, 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < N(row); i++)
		if (directory_doubtful(row[i].listed, row[i].base,
		    row[i].known, row[i].gone) != row[i].want)
			fail_msg("%s", row[i].why);
}

static void
test_status(void **state)
{
	(void)state;
	assert_int_equal(directory_status("active"), DIRECTORY_ACTIVE);
	assert_int_equal(directory_status("pending_review"), DIRECTORY_ACTIVE);
	assert_int_equal(directory_status("suspended"), DIRECTORY_SUSPENDED);
	assert_int_equal(directory_status("candidate"), DIRECTORY_CANDIDATE);
	assert_int_equal(directory_status("offboarding"), DIRECTORY_LEAVING);
	assert_int_equal(directory_status("offboarded"), DIRECTORY_LEFT);
	assert_int_equal(directory_status("withdrawn"), DIRECTORY_LEFT);
	assert_int_equal(directory_status("transferred"), DIRECTORY_LEFT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_claims),
		cmocka_unit_test(test_main),
		cmocka_unit_test(test_people),
		cmocka_unit_test(test_accounts),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_doubt),
		cmocka_unit_test(test_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
