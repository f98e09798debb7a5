#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

static void
test_grows(void **state)
{
	struct buf b = BUF_INIT(100000);
	int i;

	(void)state;
	assert_string_equal(buf_get(&b), "");
	assert_true(buf_ok(&b));
	for (i = 0; i < 10000; i++)
		buf_fmt(&b, "%04d", i);
	assert_int_equal(b.len, 40000);
	assert_int_equal(strlen(buf_get(&b)), 40000);
	assert_memory_equal(b.p + 39996, "9999", 5);
	buf_clear(&b);
	assert_string_equal(buf_get(&b), "");
	buf_str(&b, "again");
	assert_string_equal(buf_get(&b), "again");
	buf_clear(&b);
}

static const struct {
	const char *why;
	const char *a, *b, *c;
	const char *is;
	int	ok;
} rows[] = {
	{ "all of it", "ab", "cd", "e", "abcde", 1 },
	{ "one byte too much: not a part of it", "ab", "cdef", "", "ab", 0 },
	{ "what would fit again is not put behind a gap", "ab", "cdef", "g",
	    "ab", 0 },
	{ "the first does not fit", "abcdef", "g", "h", "", 0 },
	{ "exactly", "abcde", "", "", "abcde", 1 },
};

static void
test_limit(void **state)
{
	struct buf b = BUF_INIT(5), f = BUF_INIT(5);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		print_message("%s\n", rows[i].why);
		buf_empty(&b);
		buf_str(&b, rows[i].a);
		buf_add(&b, rows[i].b, strlen(rows[i].b));
		buf_fmt(&b, "%s", rows[i].c);
		assert_string_equal(buf_get(&b), rows[i].is);
		assert_int_equal(buf_ok(&b), rows[i].ok);
	}
	buf_fmt(&f, "%d", 123456);
	assert_false(buf_ok(&f));
	assert_int_equal(f.len, 0);
	buf_clear(&b);
	buf_clear(&f);
}

static void
test_take(void **state)
{
	struct buf b = BUF_INIT(10);
	char *s = buf_take(&b);

	(void)state;
	assert_string_equal(s, "");
	free(s);
	buf_str(&b, "abc");
	buf_chr(&b, '\0');
	s = buf_take(&b);
	assert_memory_equal(s, "abc\0", 5);
	free(s);
	assert_int_equal(b.len, 0);
	buf_str(&b, "0123456789");
	assert_true(buf_ok(&b));	/* the limit is the same */
	buf_chr(&b, 'x');
	assert_false(buf_ok(&b));
	buf_clear(&b);
}

static void
test_cut(void **state)
{
	struct buf b = BUF_INIT(5);

	(void)state;
	buf_cut(&b, 0);
	buf_str(&b, "abcd");
	buf_str(&b, "xy");
	buf_cut(&b, 9);
	assert_string_equal(buf_get(&b), "abcd");
	assert_false(buf_ok(&b));
	buf_cut(&b, 2);
	buf_str(&b, "xyz");
	assert_string_equal(buf_get(&b), "abxyz");
	assert_true(buf_ok(&b));
	buf_clear(&b);
}

static void
test_more(void **state)
{
	struct buf b = BUF_INIT(5);
	char *p;

	(void)state;
	buf_str(&b, "ab");
	assert_non_null(p = buf_more(&b, 3));
	memcpy(p, "cde", 3);
	assert_string_equal(buf_get(&b), "abcde");
	assert_non_null(buf_more(&b, 0));
	assert_true(buf_ok(&b));
	assert_null(buf_more(&b, 1));
	assert_false(buf_ok(&b));
	assert_null(buf_more(&b, 0));
	assert_string_equal(buf_get(&b), "abcde");
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grows),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_more),
		cmocka_unit_test(test_take),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
