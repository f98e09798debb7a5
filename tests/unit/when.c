#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/when.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *why;
	const char *name;
	int	rc;
} zones[] = {
	{ "the default", "UTC", 0 },
	{ "a city", "Europe/Berlin", 0 },
	{ "three parts", "America/Argentina/Buenos_Aires", 0 },
	{ "a plus in it", "Etc/GMT+12", 0 },
	{ "none", "", -1 },
	{ "no such", "Europe/Atlantis", -1 },
	{ "a directory", "Europe", -1 },
	{ "out of the tree", "../../../etc/localtime", -1 },
	{ "out of the tree from within", "Europe/../../zoneinfo/UTC", -1 },
	{ "absolute", "/usr/share/zoneinfo/UTC", -1 },
	{ "a table that lies there too", "zone.tab", -1 },
	{ "days with leap seconds", "right/Europe/Berlin", -1 },
	{ "a POSIX rule would be taken by libc", "CET-1CEST", -1 },
	{ "a newline", "UTC\n", -1 },
};

static void
test_zones(void **state)
{
	size_t i;

	(void)state;
	assert_int_equal(when_zone(NULL), -1);
	for (i = 0; i < N(zones); i++) {
		print_message("%s\n", zones[i].why);
		assert_int_equal(when_zone(zones[i].name), zones[i].rc);
	}
	assert_int_equal(when_zone("Asia/Tokyo"), 0);
	assert_int_equal(when_zone("No/Such"), -1);
	assert_int_equal(when_offset(0), 9 * 3600);	/* still Tokyo's */
}

static const struct {
	const char *why;
	const char *date;
	int32_t	day;
} days[] = {
	{ "day 0", "1970-01-01", 0 },
	{ "the day before", "1969-12-31", -1 },
	{ "leap day", "2024-02-29", 19782 },
	{ "leap day of a 400th year", "2000-02-29", 11016 },
	{ "first", "0001-01-01", -719162 },
	{ "last", "9999-12-31", 2932896 },
	{ "no leap year", "2026-02-29", WHEN_NO_DAY },
	{ "no leap year of a 100th year", "2100-02-29", WHEN_NO_DAY },
	{ "no such day", "2026-04-31", WHEN_NO_DAY },
	{ "no such month", "2026-13-01", WHEN_NO_DAY },
	{ "month 0", "2026-00-10", WHEN_NO_DAY },
	{ "day 0 of a month", "2026-01-00", WHEN_NO_DAY },
	{ "year 0", "0000-01-01", WHEN_NO_DAY },
	{ "empty", "", WHEN_NO_DAY },
	{ "short", "2026-1-01", WHEN_NO_DAY },
	{ "leftover", "2026-01-01 ", WHEN_NO_DAY },
	{ "with a time", "2026-01-01T00:00:00Z", WHEN_NO_DAY },
	{ "other digits", "2026-0\xd9\xa1-01", WHEN_NO_DAY },
	{ "slashes", "2026/01/01", WHEN_NO_DAY },
	{ "a sign", "+026-01-01", WHEN_NO_DAY },
};

static void
test_days(void **state)
{
	char out[11];
	size_t i;

	(void)state;
	assert_int_equal(when_day(NULL), WHEN_NO_DAY);
	for (i = 0; i < N(days); i++) {
		print_message("%s\n", days[i].why);
		assert_int_equal(when_day(days[i].date), days[i].day);
		when_date(days[i].day, out);
		assert_string_equal(out, days[i].day == WHEN_NO_DAY ? "" :
		    days[i].date);
	}
}

/* Every day of 10,000 years follows the one before: month ends, leap days. */
static void
test_calendar(void **state)
{
	int32_t day = when_day("0001-01-01"), last = when_day("9999-12-31");
	int y = 1, m = 1, d = 1, yy, mm, dd, weekday = 0;

	(void)state;
	for (; day <= last; day++, weekday = (weekday + 1) % 7) {
		when_civil(day, &yy, &mm, &dd);
		if (yy != y || mm != m || dd != d ||
		    when_from_civil(y, m, d) != day ||
		    when_weekday(day) != weekday)
			fail_msg("day %d is not %d-%d-%d", day, y, m, d);
		if (d++ == when_month_days(y, m)) {
			d = 1;
			m++;
		}
		if (m > 12) {
			m = 1;
			y++;
		}
	}
	assert_int_equal(y, 10000);
}

static void
test_no_such(void **state)
{
	static const int32_t none[] = { WHEN_NO_DAY, INT32_MAX, -719163,
		2932897 };
	char out[40];
	int y, m, d;
	size_t i;

	(void)state;
	for (i = 0; i < N(none); i++) {
		when_civil(none[i], &y, &m, &d);
		assert_int_equal(y | m | d, 0);
		assert_int_equal(when_month_first(none[i]), WHEN_NO_DAY);
		assert_int_equal(when_month_last(none[i]), WHEN_NO_DAY);
		assert_int_equal(when_add_months(none[i], 1), WHEN_NO_DAY);
		assert_true(when_start(none[i]) == WHEN_NEVER);
		assert_true(when_after(none[i]) == WHEN_NEVER);
		assert_in_range(when_weekday(none[i]), 0, 6);
	}
	assert_int_equal(when_from_civil(2026, 13, 1), WHEN_NO_DAY);
	assert_int_equal(when_from_civil(0, 1, 1), WHEN_NO_DAY);
	assert_int_equal(when_from_civil(10000, 1, 1), WHEN_NO_DAY);
	assert_int_equal(when_today(WHEN_NEVER), WHEN_NO_DAY);
	assert_int_equal(when_today(INT64_MIN), WHEN_NO_DAY);
	assert_int_equal(when_last_day(WHEN_NEVER), WHEN_NO_DAY);
	assert_int_equal(when_last_day(INT64_MIN), WHEN_NO_DAY);
	when_iso(WHEN_NEVER, out);
	assert_string_equal(out, "");
	when_rfc5322(INT64_MIN, out);
	assert_string_equal(out, "");
	when_local(WHEN_NEVER, out);
	assert_string_equal(out, "");
}

static const struct {
	const char *why;
	const char *day;
	int	months;
	const char *is;
} months[] = {
	{ "plain", "2026-03-15", 1, "2026-04-15" },
	{ "clamped", "2026-03-31", 1, "2026-04-30" },
	{ "clamped to February", "2026-01-31", 1, "2026-02-28" },
	{ "clamped to a leap February", "2024-01-31", 1, "2024-02-29" },
	{ "a leap day's year", "2024-02-29", 12, "2025-02-28" },
	{ "over the year's end", "2026-12-31", 2, "2027-02-28" },
	{ "back", "2026-03-31", -1, "2026-02-28" },
	{ "back over the year's end", "2026-01-15", -13, "2024-12-15" },
	{ "none", "2026-05-31", 0, "2026-05-31" },
	{ "over the last year", "9999-12-01", 1, "" },
	{ "before the first year", "0001-01-01", -1, "" },
	{ "more than an int of months", "2026-01-01", INT32_MAX, "" },
};

static void
test_months(void **state)
{
	char out[11];
	size_t i;

	(void)state;
	for (i = 0; i < N(months); i++) {
		print_message("%s\n", months[i].why);
		when_date(when_add_months(when_day(months[i].day),
		    months[i].months), out);
		assert_string_equal(out, months[i].is);
	}
	assert_int_equal(when_month_first(when_day("2024-02-17")),
	    when_day("2024-02-01"));
	assert_int_equal(when_month_last(when_day("2024-02-17")),
	    when_day("2024-02-29"));
	assert_int_equal(when_from_civil(2026, 4, 31), when_day("2026-04-30"));
	assert_int_equal(when_from_civil(2026, 4, 0), when_day("2026-04-01"));
	assert_int_equal(when_month_days(2026, 0), 0);
	assert_int_equal(when_month_days(2026, 13), 0);
}

static const struct {
	const char *why;
	const char *zone;
	const char *day;
	const char *start;	/* as zdump(8) has it */
} starts[] = {
	{ "UTC", "UTC", "2026-11-20", "2026-11-20T00:00:00Z" },
	{ "year end", "Europe/Berlin", "2027-01-01", "2026-12-31T23:00:00Z" },
	{ "summer", "Europe/Berlin", "2026-07-01", "2026-06-30T22:00:00Z" },
	{ "the day of the change", "Europe/Berlin", "2026-03-29",
	    "2026-03-28T23:00:00Z" },
	{ "the day after it", "Europe/Berlin", "2026-03-30",
	    "2026-03-29T22:00:00Z" },
	{ "the day of the change back", "Europe/Berlin", "2026-10-25",
	    "2026-10-24T22:00:00Z" },
	{ "the day after that", "Europe/Berlin", "2026-10-26",
	    "2026-10-25T23:00:00Z" },
	{ "no midnight: 01:00 is first", "America/Santiago", "2026-09-06",
	    "2026-09-06T04:00:00Z" },
	{ "the day after that", "America/Santiago", "2026-09-07",
	    "2026-09-07T03:00:00Z" },
	{ "23:00 comes twice before it", "America/Santiago", "2026-04-05",
	    "2026-04-05T04:00:00Z" },
	{ "no midnight", "Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z" },
	{ "no midnight", "Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z" },
	{ "23:00 comes twice before it", "Asia/Beirut", "2026-10-25",
	    "2026-10-24T22:00:00Z" },
	{ "no midnight", "America/Havana", "2026-03-08",
	    "2026-03-08T05:00:00Z" },
	{ "midnight twice: the first", "America/Havana", "2026-11-01",
	    "2026-11-01T04:00:00Z" },
	{ "back at 00:01: the day begins for a minute, and again later",
	    "America/St_Johns", "2006-10-29", "2006-10-29T02:30:00Z" },
	{ "12 h behind", "Etc/GMT+12", "2026-11-20", "2026-11-20T12:00:00Z" },
	{ "14 h ahead", "Pacific/Kiritimati", "2026-11-20",
	    "2026-11-19T10:00:00Z" },
	{ "three quarters", "Asia/Kathmandu", "2026-11-20",
	    "2026-11-19T18:15:00Z" },
	{ "three quarters and DST", "Pacific/Chatham", "2026-09-28",
	    "2026-09-27T10:15:00Z" },
	{ "a half", "Asia/Kolkata", "2026-11-20", "2026-11-19T18:30:00Z" },
	{ "half an hour of DST", "Australia/Lord_Howe", "2026-10-05",
	    "2026-10-04T13:00:00Z" },
	{ "a day that was left out: the next", "Pacific/Apia", "2011-12-30",
	    "2011-12-30T10:00:00Z" },
	{ "the day after it", "Pacific/Apia", "2011-12-31",
	    "2011-12-30T10:00:00Z" },
	{ "beyond the zone's table: its rule", "Europe/Berlin", "2090-07-01",
	    "2090-06-30T22:00:00Z" },
};

static void
test_starts(void **state)
{
	char out[21];
	size_t i;

	(void)state;
	for (i = 0; i < N(starts); i++) {
		int32_t day = when_day(starts[i].day);

		print_message("%s %s: %s\n", starts[i].zone, starts[i].day,
		    starts[i].why);
		assert_int_equal(when_zone(starts[i].zone), 0);
		when_iso(when_start(day), out);
		assert_string_equal(out, starts[i].start);
		assert_true(when_after(day - 1) == when_start(day));
		assert_true(when_today(when_start(day)) >= day);
		assert_true(when_today(when_start(day) - 1) < day);
	}
}

static const char *const some_zones[] = { "Europe/Berlin", "America/Santiago",
	"America/Havana", "Pacific/Chatham", "Etc/GMT+12",
	"Pacific/Kiritimati", "Africa/Cairo", "America/St_Johns" };

/* contract_end, accountExpires and back, over every day of ten years. */
static void
test_round_trip(void **state)
{
	int32_t day, first = when_day("2024-01-01");
	int32_t last = when_day("2034-01-01");
	size_t i;

	(void)state;
	for (i = 0; i < N(some_zones); i++) {
		assert_int_equal(when_zone(some_zones[i]), 0);
		for (day = first; day < last; day++) {
			int64_t end = when_after(day);
			int64_t back = when_from_filetime(
			    when_to_filetime(end));

			if (back != end || when_last_day(back) != day ||
			    when_today(end) != day + 1 ||
			    end <= when_start(day))
				fail_msg("%s: day %d", some_zones[i], day);
		}
	}
}

static const struct {
	const char *why;
	int64_t	ticks;
	int64_t	at;
} filetimes[] = {
	{ "0: an expiry was taken away", 0, WHEN_NEVER },
	{ "the maximum: never had one", INT64_MAX, WHEN_NEVER },
	{ "0x7FFFFFFEFFFFFFFF, seen in the wild", 9223372032559808511,
	    WHEN_NEVER },
	{ "the year 9999", 2650152384000000000, WHEN_NEVER },
	{ "1970", 116444736000000000, 0 },
	{ "a fraction of a second is before its second's end",
	    116444736000000000 + 9999999, 0 },
	{ "before 1970, rounded down as well", 116444736000000000 - 1, -1 },
	{ "2026-12-31T23:00:00Z", 134432316000000000, 1798758000 },
	{ "the first tick", 1, -11644473600 },
};

static void
test_filetimes(void **state)
{
	const int64_t year_9999 = (int64_t)when_day("9999-01-01") * 86400;
	size_t i;

	(void)state;
	for (i = 0; i < N(filetimes); i++) {
		print_message("%s\n", filetimes[i].why);
		assert_true(when_from_filetime(filetimes[i].ticks) ==
		    filetimes[i].at);
	}
	assert_true(when_to_filetime(WHEN_NEVER) == INT64_MAX);
	assert_true(when_to_filetime(year_9999) == INT64_MAX);
	assert_true(when_from_filetime(when_to_filetime(year_9999 - 1)) ==
	    year_9999 - 1);
	/* 0 ticks would mean never. */
	assert_true(when_to_filetime(-11644473600) == 1);
	assert_true(when_to_filetime(INT64_MIN) == 1);
}

static const struct {
	const char *why;
	const char *s;
	const char *is;		/* NULL: refused */
} instants[] = {
	{ "UTC", "2026-11-20T06:00:00Z", "2026-11-20T06:00:00Z" },
	{ "east", "2026-11-20T06:00:00+05:45", "2026-11-20T00:15:00Z" },
	{ "west, over midnight", "2026-12-31T20:00:00-05:00",
	    "2027-01-01T01:00:00Z" },
	{ "without seconds", "2026-11-20T06:00Z", "2026-11-20T06:00:00Z" },
	{ "a fraction", "2026-11-20T06:00:00.999Z", "2026-11-20T06:00:00Z" },
	{ "a space", "2026-11-20 06:00:00Z", "2026-11-20T06:00:00Z" },
	{ "before 1970", "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z" },
	{ "no zone", "2026-11-20T06:00:00", NULL },
	{ "a date", "2026-11-20", NULL },
	{ "no such date", "2026-02-30T06:00:00Z", NULL },
	{ "no such hour", "2026-11-20T24:00:00Z", NULL },
	{ "no such minute", "2026-11-20T06:60:00Z", NULL },
	{ "a leap second", "2026-12-31T23:59:60Z", NULL },
	{ "no such offset", "2026-11-20T06:00:00+24:00", NULL },
	{ "leftover", "2026-11-20T06:00:00Zx", NULL },
	{ "a cut offset", "2026-11-20T06:00:00+05", NULL },
	{ "a dot and no digit", "2026-11-20T06:00:00.Z", NULL },
	{ "empty", "", NULL },
	{ "cut", "2026-11-20T06:", NULL },
};

static void
test_instants(void **state)
{
	int64_t at;
	char out[40];
	size_t i;

	(void)state;
	assert_int_equal(when_parse(NULL, &at), -1);
	for (i = 0; i < N(instants); i++) {
		print_message("%s\n", instants[i].why);
		at = 77;
		assert_int_equal(when_parse(instants[i].s, &at),
		    instants[i].is == NULL ? -1 : 0);
		when_iso(at, out);
		assert_string_equal(out, instants[i].is == NULL ?
		    "1970-01-01T00:01:17Z" : instants[i].is);
	}
	assert_int_equal(when_parse("2024-02-29T23:59:58Z", &at), 0);
	when_rfc5322(at, out);
	assert_string_equal(out, "Thu, 29 Feb 2024 23:59:58 +0000");
	when_rfc5322(0, out);
	assert_string_equal(out, "Thu, 1 Jan 1970 00:00:00 +0000");
	when_zone("Asia/Kathmandu");
	when_local(at, out);
	assert_string_equal(out, "2024-03-01 05:44");
}

static const struct {
	const char *why;
	const char *format;
	const char *s;
	const char *is;		/* "": refused */
} reads[] = {
	{ "German", "%d.%m.%Y", "31.12.2026", "2026-12-31" },
	{ "one digit", "%m/%d/%Y", "3/1/2026", "2026-03-01" },
	{ "English months", "%d-%b-%Y", "05-mAr-2026", "2026-03-05" },
	{ "two digits of a year", "%d.%m.%y", "01.02.70", "2070-02-01" },
	{ "nothing between", "%Y%m%d", "20260301", "2026-03-01" },
	{ "four digits where two are told", "%d.%m.%y", "01.02.2026", "" },
	{ "two digits where four are told", "%d.%m.%Y", "01.02.26", "" },
	{ "no such day", "%d.%m.%Y", "31.04.2026", "" },
	{ "month and day changed", "%m/%d/%Y", "31/12/2026", "" },
	{ "no such month", "%d-%b-%Y", "05-Foo-2026", "" },
	{ "a time behind it", "%Y-%m-%d", "2026-03-01 00:00", "" },
	{ "cut", "%Y-%m-%d", "2026-03", "" },
	{ "empty", "%Y-%m-%d", "", "" },
	{ "a format without a day", "%Y-%m", "2026-03", "" },
	{ "a format of something else", "%Y-%m-%d %H", "2026-03-01 00", "" },
	{ "a cut format", "%Y-%m-%", "2026-03-01", "" },
	{ "another separator", "%Y-%m-%d", "2026/03/01", "" },
};

static void
test_reads(void **state)
{
	char out[11];
	size_t i;

	(void)state;
	assert_int_equal(when_read(NULL, "%Y"), WHEN_NO_DAY);
	for (i = 0; i < N(reads); i++) {
		print_message("%s\n", reads[i].why);
		when_date(when_read(reads[i].s, reads[i].format), out);
		assert_string_equal(out, reads[i].is);
	}
}

/* Before when_zone the environment's TZ has no say. */
static void
test_unset(void **state)
{
	(void)state;
	setenv("TZ", "Asia/Tokyo", 1);
	tzset();
	assert_int_equal(when_offset(0), 0);
	assert_int_equal(when_today(86400 - 1), 0);
	assert_true(when_start(1) == 86400);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unset),	/* first: no zone is set yet */
		cmocka_unit_test(test_zones),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_calendar),
		cmocka_unit_test(test_no_such),
		cmocka_unit_test(test_months),
		cmocka_unit_test(test_starts),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_filetimes),
		cmocka_unit_test(test_instants),
		cmocka_unit_test(test_reads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
