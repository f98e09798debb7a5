#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/rows.h"
#include "base/safe.h"

static const struct rows_col cols[] = {
	{ "id", ROWS_INT, 0 },
	{ "name", ROWS_TEXT, 0 },
	{ "at", ROWS_AT, 0 },
	{ "extra", ROWS_JSON, 1 },
	{ "open", ROWS_BOOL, 0 },
	{ NULL, ROWS_TEXT, 0 }
};

#define HOSTILE "=1+1\t\"x\"\n\\\033[2J"

static const char *const lines[][5] = {
	{ "17", "M\303\274ller, J", "1798758000", "{\"a\":[1]}", "1" },
	{ "-5", HOSTILE, NULL, NULL, "0" },
	{ NULL, NULL, "0", NULL, NULL },
};

static const struct {
	const char *why;
	const char *format;
	int	flags;
	const char *want;
} forms[] = {
	{ "tsv", "tsv", 0, "id\tname\tat\textra\topen\n"
	    "17\tM\303\274ller, J\t2026-12-31T23:00:00Z\t{\"a\":[1]}\t1\n"
	    "-5\t=1+1\\t\"x\"\\n\\\\\033[2J\t\t\t0\n"
	    "\t\t1970-01-01T00:00:00Z\t\t\n" },
	{ "tsv without a header", "tsv", ROWS_BARE,
	    "17\tM\303\274ller, J\t2026-12-31T23:00:00Z\t{\"a\":[1]}\t1\n"
	    "-5\t=1+1\\t\"x\"\\n\\\\\033[2J\t\t\t0\n"
	    "\t\t1970-01-01T00:00:00Z\t\t\n" },
	{ "csv: the formula is guarded, the number is not", "csv", 0,
	    "id,name,at,extra,open\r\n"
	    "17,\"M\303\274ller, J\",2026-12-31T23:00:00Z,\"{\"\"a\"\":[1]}\",1"
	    "\r\n-5,\"'=1+1\t\"\"x\"\"\n\\\033[2J\",,,0\r\n"
	    ",,1970-01-01T00:00:00Z,,\r\n" },
	{ "csv --raw", "csv", ROWS_RAW, "id,name,at,extra,open\r\n"
	    "17,\"M\303\274ller, J\",2026-12-31T23:00:00Z,\"{\"\"a\"\":[1]}\",1"
	    "\r\n-5,\"=1+1\t\"\"x\"\"\n\\\033[2J\",,,0\r\n"
	    ",,1970-01-01T00:00:00Z,,\r\n" },
	{ "json: version first, unknown is null", "json", 0,
	    "{\"v\":1,\"id\":17,\"name\":\"M\303\274ller, J\",\"at\":"
	    "\"2026-12-31T23:00:00Z\",\"extra\":{\"a\":[1]},\"open\":true}\n"
	    "{\"v\":1,\"id\":-5,\"name\":\"=1+1\\t\\\"x\\\"\\n\\\\\\u001b[2J\","
	    "\"at\":null,\"extra\":null,\"open\":false}\n"
	    "{\"v\":1,\"id\":null,\"name\":null,\"at\":\"1970-01-01T00:00:00Z\""
	    ",\"extra\":null,\"open\":null}\n" },
};

/* What rows_flush gives, in a static buffer. */
static const char *
flushed(struct rows *r)
{
	static char text[8192];
	struct err e = ERR_INIT;
	FILE *f = safe_temp(&e);
	size_t n;

	assert_non_null(f);
	assert_int_equal(rows_flush(r, fileno(f), &e), 0);
	rewind(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

static struct rows *
filled(const char *format, int flags)
{
	struct err e = ERR_INIT;
	struct rows *r = rows_new(format, cols, flags, &e);
	size_t i;

	assert_non_null(r);
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_int_equal(rows_add(r, lines[i], &e), 0);
	assert_int_equal(rows_count(r), 3);
	return r;
}

static void
test_forms(void **state)
{
	struct rows *r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		print_message("%s\n", forms[i].why);
		r = filled(forms[i].format, forms[i].flags);
		assert_string_equal(flushed(r), forms[i].want);
		rows_free(r);
	}
}

static void
test_table(void **state)
{
	struct rows *r = filled("table", 0);
	const char *got = flushed(r);

	(void)state;
	assert_non_null(strstr(got, "id name"));
	assert_non_null(strstr(got, "\n17 M\303\274ller, J"));
	assert_non_null(strstr(got, "\n-5 =1+1"));
	assert_non_null(strstr(got, "2026-12-31T23:00:00Z yes\n"));
	assert_null(strchr(got, '\033'));
	assert_int_equal(got[strlen(got) - 1], '\n');
	assert_null(strstr(got, "\n\n"));
	assert_null(strstr(got, "extra"));
	assert_null(strstr(got, "\\xc3"));
	rows_free(r);
}

/* Rows go out part by part; the header stands once. */
static void
test_parts(void **state)
{
	struct err e = ERR_INIT;
	static const char *const a[] = { "1", "a", NULL, NULL, NULL };
	static const char *const b[] = { "2", "b", NULL, NULL, NULL };
	struct rows *r = rows_new("tsv", cols, 0, &e);

	(void)state;
	assert_non_null(r);
	assert_string_equal(flushed(r), "id\tname\tat\textra\topen\n");
	assert_int_equal(rows_add(r, a, &e), 0);
	assert_string_equal(flushed(r), "1\ta\t\t\t\n");
	assert_int_equal(rows_add(r, b, &e), 0);
	assert_string_equal(flushed(r), "2\tb\t\t\t\n");
	assert_string_equal(flushed(r), "");
	assert_int_equal(rows_count(r), 2);
	rows_free(r);
}

static void
test_limits(void **state)
{
	static const char *const row[] = { "1", "a", NULL, NULL, NULL };
	static const char *const odd[] = { "1", "a", "soon", NULL, NULL };
	struct err e = ERR_INIT;
	struct rows *r = rows_new("table", cols, 0, &e);
	int i, fd;

	(void)state;
	assert_non_null(r);
	for (i = 0; i < 10000; i++)
		assert_int_equal(rows_add(r, row, &e), 0);
	assert_int_equal(rows_add(r, row, &e), -1);
	assert_int_equal(e.kind, ERR_DATA);
	assert_non_null(strstr(e.text, "use -o tsv or --limit"));
	assert_int_equal(rows_count(r), 10000);
	rows_free(r);
	assert_null(rows_new("xml", cols, 0, &e));
	assert_int_equal(e.kind, ERR_USAGE);
	r = rows_new("tsv", cols, 0, &e);
	assert_int_equal(rows_add(r, odd, &e), -1);
	assert_int_equal(e.kind, ERR_BUG);
	assert_int_equal(rows_add(r, row, &e), 0);
	fd = open("/dev/full", O_WRONLY);
	assert_int_equal(rows_flush(r, fd, &e), -1);
	assert_int_equal(e.kind, ERR_IO);
	close(fd);
	rows_free(r);
}

static void
test_plan(void **state)
{
	static const char *const row[] = { "ask", "contractor/17",
	    "j.smith@x.test", "t-30", "contract_end=2026-12-20" };
	struct err e = ERR_INIT;
	struct rows *r = rows_new("tsv", rows_plan, 0, &e);

	(void)state;
	assert_int_equal(rows_add(r, row, &e), 0);
	assert_string_equal(flushed(r), "action\tsubject\tupn\tchange\twhy\n"
	    "ask\tcontractor/17\tj.smith@x.test\tt-30\t"
	    "contract_end=2026-12-20\n");
	rows_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_plan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
