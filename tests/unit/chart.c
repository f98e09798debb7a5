#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "web/chart.h"
#include "web/sheet.h"

static void
tops(void **state)
{
	static const struct {
		const char *why;
		int64_t n, top;
	} rows[] = {
		{ "nothing has an axis too", 0, 1 },
		{ "one", 1, 1 },
		{ "a round number stays", 2, 2 },
		{ "the next of 1, 2, 5", 3, 5 },
		{ "and of tens", 6, 10 },
		{ "just above", 101, 200 },
		{ "a large one", 1000000, 1000000 },
		{ "beyond all steps", INT64_MAX, INT64_MAX },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (chart_top(rows[i].n) != rows[i].top)
			fail_msg("%s: %lld", rows[i].why,
			    (long long)chart_top(rows[i].n));
}

static int
count(const struct buf *b, const char *what)
{
	const char *s = buf_get(b);
	int n = 0;

	for (; (s = strstr(s, what)) != NULL; s += strlen(what))
		n++;
	return n;
}

/* What stands in attribute name of the nth element that begins so. */
static double
attr(const struct buf *b, const char *element, int nth, const char *name)
{
	const char *s = buf_get(b);

	while ((s = strstr(s, element)) != NULL && nth-- > 0)
		s++;
	assert_non_null(s);
	assert_non_null(s = strstr(s, name));
	return strtod(s + strlen(name) + 2, NULL);
}

static void
bars(void **state)
{
	static const struct chart_bar c[] = {
		{ "<script>", { 5, 2, 0 } },
		{ "b", { 0, 0, 0 } },
		{ "c", { 10, 0, 0 } },
		{ "d", { 0, 0, 1 } },
	};
	struct buf b = BUF_INIT(20000);
	double base;

	(void)state;
	chart_bars(&b, c, 4, 2, 3, "24 h");
	assert_true(buf_ok(&b));
	assert_int_equal(count(&b, "<rect class=\"bar\""), 2);
	assert_int_equal(count(&b, "<rect class=\"bar2\""), 1);
	assert_int_equal(count(&b, "<rect class=\"bar3\""), 1);
	assert_int_equal(count(&b, "<script>"), 0);
	assert_int_equal(count(&b, "&lt;script&gt;: 5</title>"), 1);
	assert_int_equal(count(&b, ">c</text>"), 1);	/* every second label */
	assert_int_equal(count(&b, ">d</text>"), 0);
	assert_int_equal(count(&b, "class=\"mark\""), 1);
	assert_int_equal(count(&b, ">24 h</text>"), 1);
	assert_int_equal(count(&b, "style="), 0);
	/* All bars of the lowest series stand on one line, and 10 is twice as
	 * high as 5, but for the line of light. */
	base = attr(&b, "<rect class=\"bar\"", 0, "y") +
	    attr(&b, "<rect class=\"bar\"", 0, "height");
	assert_true(attr(&b, "<rect class=\"bar\"", 1, "y") +
	    attr(&b, "<rect class=\"bar\"", 1, "height") == base);
	assert_true((int)(attr(&b, "<rect class=\"bar\"", 1, "height") + 1.5) ==
	    (int)(2 * (attr(&b, "<rect class=\"bar\"", 0, "height") + 1) +
	    .5));
	/* A part of a column stands above the one below it. */
	assert_true(attr(&b, "<rect class=\"bar2\"", 0, "y") <
	    attr(&b, "<rect class=\"bar\"", 0, "y"));
	/* Nothing reaches out of the picture. */
	assert_true(attr(&b, "<rect class=\"bar\"", 1, "y") >= 0);
	assert_true(attr(&b, "<rect class=\"bar3\"", 0, "x") +
	    attr(&b, "<rect class=\"bar3\"", 0, "width") <= CHART_WIDTH);
	buf_empty(&b);
	chart_bars(&b, c, 0, 1, -1, NULL);
	assert_int_equal(b.len, 0);
	buf_clear(&b);
}

static void
rows(void **state)
{
	static const struct chart_bar c[] = {
		{ "A very long name of somebody indeed", { 40, 0, 0 } },
		{ "B & C", { 20, 0, 0 } },
	};
	struct buf b = BUF_INIT(20000);

	(void)state;
	chart_rows(&b, c, 2);
	assert_int_equal(count(&b, "<rect"), 2);
	assert_int_equal(count(&b, "B &amp; C: 20</title>"), 1);
	assert_int_equal(count(&b, ">A very long name of som</text>"), 1);
	assert_true(attr(&b, "<rect", 0, "width") ==
	    2 * attr(&b, "<rect", 1, "width"));
	assert_true(attr(&b, "<rect", 1, "y") + attr(&b, "<rect", 1,
	    "height") <= chart_rows_height(2));
	buf_clear(&b);
}

static void
days(void **state)
{
	struct buf b = BUF_INIT(60000);
	int64_t n[14] = { -1, 0, 12000, 3 };
	int32_t first = when_day("2026-11-30");

	(void)state;
	chart_days(&b, first, 2, n, first + 1);
	assert_int_equal(count(&b, "<rect class=\"bar\""), 13);	/* one is past */
	assert_int_equal(count(&b, "class=\"now\""), 1);
	assert_int_equal(count(&b, "<title>2026-12-02: 12000</title>"), 1);
	assert_int_equal(count(&b, ">12k</text>"), 1);
	assert_true(attr(&b, "<rect class=\"bar\"", 1, "fill-opacity") == .5);
	assert_true(attr(&b, "<rect class=\"bar\"", 0, "fill-opacity") == 0);
	assert_true(attr(&b, "<rect class=\"bar\"", 12, "y") + attr(&b,
	    "<rect class=\"bar\"", 12, "height") <= chart_days_height(2));
	buf_clear(&b);
}

/* The table and the CSV have the same rows, each in its own language. */
static void
sheets(void **state)
{
	static const char *const cols[] = { "who", "n", "on", NULL };
	static const char *const one[] = { "=1+\"<b>\"", "12", "2026-12-01" };
	static const char *const two[] = { "b", "", "" };
	struct sheet s;

	(void)state;
	sheet_init(&s, cols);
	sheet_row(&s, one, "people?q=\"");
	sheet_row(&s, two, NULL);
	assert_string_equal(buf_get(&s.csv), "who,n,on\r\n"
	    "\"'=1+\"\"<b>\"\"\",12,2026-12-01\r\nb,,\r\n");
	assert_int_equal(count(&s.html, "<tr>"), 2);
	assert_int_equal(count(&s.html, "<a href=\"people?q=&quot;\">"
	    "=1+&quot;&lt;b&gt;&quot;</a></th>"), 1);
	assert_int_equal(count(&s.html, "<td class=\"num\">12</td>"), 1);
	assert_int_equal(count(&s.html, "<td class=\"nowrap\">2026-12-01"),
	    1);
	sheet_clear(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tops),
		cmocka_unit_test(bars),
		cmocka_unit_test(rows),
		cmocka_unit_test(days),
		cmocka_unit_test(sheets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
