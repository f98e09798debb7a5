#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/num.h"

static const struct {
	const char *why;
	const char *s;
	int64_t	min, max;
	int	rc;
	int64_t	is;
} rows[] = {
	{ "plain", "42", 0, 100, 0, 42 },
	{ "least", "0", 0, 100, 0, 0 },
	{ "most", "100", 0, 100, 0, 100 },
	{ "negative", "-5", -10, 10, 0, -5 },
	{ "zeros first", "007", 0, 10, 0, 7 },
	{ "INT64_MAX", "9223372036854775807", INT64_MIN, INT64_MAX, 0,
	    INT64_MAX },
	{ "INT64_MIN", "-9223372036854775808", INT64_MIN, INT64_MAX, 0,
	    INT64_MIN },
	{ "one more", "9223372036854775808", INT64_MIN, INT64_MAX, -1, 0 },
	{ "one less", "-9223372036854775809", INT64_MIN, INT64_MAX, -1, 0 },
	{ "far more", "99999999999999999999999999", INT64_MIN, INT64_MAX, -1,
	    0 },
	{ "wraps to 0", "18446744073709551616", INT64_MIN, INT64_MAX, -1, 0 },
	{ "below", "4", 5, 10, -1, 0 },
	{ "above", "11", 5, 10, -1, 0 },
	{ "empty", "", 0, 10, -1, 0 },
	{ "NULL", NULL, 0, 10, -1, 0 },
	{ "a sign alone", "-", -10, 10, -1, 0 },
	{ "plus", "+1", 0, 10, -1, 0 },
	{ "two signs", "--1", -10, 10, -1, 0 },
	{ "space before", " 1", 0, 10, -1, 0 },
	{ "space behind", "1 ", 0, 10, -1, 0 },
	{ "newline", "1\n", 0, 10, -1, 0 },
	{ "hexadecimal", "0x1", 0, 10, -1, 0 },
	{ "a fraction", "1.0", 0, 10, -1, 0 },
	{ "an exponent", "1e0", 0, 10, -1, 0 },
	{ "other digits", "\xd9\xa1", 0, 10, -1, 0 },
};

static void
test_rows(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t v = 77;

		print_message("%s\n", rows[i].why);
		assert_int_equal(num_int(rows[i].s, rows[i].min, rows[i].max,
		    &v), rows[i].rc);
		assert_true(v == (rows[i].rc == 0 ? rows[i].is : 77));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
