#include "base/when.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	DAY = 86400,
	HOUR = 3600,
	YEAR_MIN = 1,
	YEAR_MAX = 9999,
	FIRST_DAY = -719162,	/* 0001-01-01 */
	LAST_DAY = 2932896,	/* 9999-12-31 */
	NEVER_DAY = 2932532	/* 9999-01-01 */
};

#define FIRST_AT ((int64_t)FIRST_DAY * DAY)
#define END_AT ((int64_t)(LAST_DAY + 1) * DAY)
#define FILETIME_EPOCH INT64_C(11644473600)	/* 1601 to 1970, seconds */
#define TICKS INT64_C(10000000)			/* a second's */

static int zoned;	/* until when_zone: UTC, whatever TZ says */

/* The last answers: a run asks for the same instant and day over and over. */
static struct {
	int	known;
	int64_t	at;
	int32_t	day;
} today;
static struct {
	int	known;
	int32_t	day;
	int64_t	at;
} start;

/* A compiled zone, tzfile(5), and no table, directory or link out of there. */
static int
is_compiled(const char *path)
{
	char magic[4];
	struct stat sb;
	int fd, ok;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) == -1)
		return 0;
	ok = fstat(fd, &sb) == 0 && S_ISREG(sb.st_mode) &&
	    read(fd, magic, sizeof(magic)) == (ssize_t)sizeof(magic) &&
	    memcmp(magic, "TZif", sizeof(magic)) == 0;
	close(fd);
	return ok;
}

/* find: the zone as TZ names it. */
static int
find(const char *name, char tz[128])
{
	static const char chars[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789_+-/";
	static const char dir[] = ":/usr/share/zoneinfo/";
	size_t len = sizeof(dir) - 1, n;

	if (name == NULL || (n = strlen(name)) == 0 || *name == '/' ||
	    len + n >= 128 || name[strspn(name, chars)] != '\0')
		return -1;
	/* These count leap seconds, which POSIX time does not have. */
	if (strncmp(name, "right/", 6) == 0)
		return -1;
	memcpy(tz, dir, len);
	memcpy(tz + len, name, n + 1);
	return is_compiled(tz + 1) ? 0 : -1;
}

int
when_is_zone(const char *name)
{
	char tz[128];

	return find(name, tz) == 0;
}

int
when_zone(const char *name)
{
	char tz[128];

	if (find(name, tz) == -1 || setenv("TZ", tz, 1) == -1)
		return -1;
	tzset();
	zoned = 1;
	today.known = start.known = 0;
	return 0;
}

int64_t
when_clock(void)
{
	return (int64_t)time(NULL);
}

static int
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int
when_month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };

	if (month < 1 || month > 12)
		return 0;
	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days of the years before this one, from 0001-01-01. */
static int32_t
days_before(int year)
{
	int y = year - 1;

	return y * 365 + y / 4 - y / 100 + y / 400;
}

int32_t
when_from_civil(int year, int month, int mday)
{
	int last = when_month_days(year, month), m;
	int32_t day;

	if (year < YEAR_MIN || year > YEAR_MAX || last == 0)
		return WHEN_NO_DAY;
	day = FIRST_DAY + days_before(year);
	for (m = 1; m < month; m++)
		day += when_month_days(year, m);
	return day + (mday < 1 ? 1 : mday > last ? last : mday) - 1;
}

static int
is_day(int32_t day)
{
	return day >= FIRST_DAY && day <= LAST_DAY;
}

void
when_civil(int32_t day, int *year, int *month, int *mday)
{
	int32_t n = day - FIRST_DAY;
	int y, m;

	if (!is_day(day)) {
		*year = *month = *mday = 0;
		return;
	}
	/* A year has more than 365 days: the guess may be one too late. */
	y = n / 365 + 1 <= YEAR_MAX ? n / 365 + 1 : YEAR_MAX;
	while (days_before(y) > n)
		y--;
	n -= days_before(y);
	for (m = 1; n >= when_month_days(y, m); m++)
		n -= when_month_days(y, m);
	*year = y;
	*month = m;
	*mday = n + 1;
}

int
when_weekday(int32_t day)
{
	/* In 64 bits, as day may be any; 0001-01-01 was a Monday. */
	int64_t n = ((int64_t)day - FIRST_DAY) % 7;

	return (int)(n < 0 ? n + 7 : n);
}

int32_t
when_month_first(int32_t day)
{
	int y, m, d;

	when_civil(day, &y, &m, &d);
	return when_from_civil(y, m, 1);
}

int32_t
when_month_last(int32_t day)
{
	int y, m, d;

	when_civil(day, &y, &m, &d);
	return when_from_civil(y, m, 31);
}

int32_t
when_add_months(int32_t day, int months)
{
	int y, m, d;
	int64_t all;

	if (!is_day(day))
		return WHEN_NO_DAY;
	when_civil(day, &y, &m, &d);
	all = (int64_t)y * 12 + m - 1 + months;
	if (all < YEAR_MIN * 12 || all >= (YEAR_MAX + 1) * 12)
		return WHEN_NO_DAY;
	return when_from_civil((int)(all / 12), (int)(all % 12) + 1, d);
}

/* Seconds since 1970 as the wall shows them: at plus the zone's offset. */
static int64_t
wall(int64_t at)
{
	time_t t = (time_t)at;
	struct tm tm;

	if (!zoned || localtime_r(&t, &tm) == NULL)
		return at;
	return (int64_t)when_from_civil(tm.tm_year + 1900, tm.tm_mon + 1,
	    tm.tm_mday) * DAY + tm.tm_hour * HOUR + tm.tm_min * 60 + tm.tm_sec;
}

int
when_offset(int64_t at)
{
	return at < FIRST_AT + DAY || at >= END_AT - DAY ? 0 :
	    (int)(wall(at) - at);
}

int32_t
when_today(int64_t at)
{
	int64_t w;

	if (today.known && today.at == at)
		return today.day;
	/* A day inside, so that the local year is one of ours too. */
	if (at < FIRST_AT + DAY || at >= END_AT - DAY)
		return WHEN_NO_DAY;
	w = wall(at) - FIRST_AT;
	today.known = 1;
	today.at = at;
	return today.day = (int32_t)(w / DAY) + FIRST_DAY;
}

/* The first instant in (lo, hi] with hi's offset; they differ once between. */
static int64_t
change(int64_t lo, int64_t hi)
{
	int64_t off = wall(hi) - hi, mid;

	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		if (wall(mid) - mid == off)
			hi = mid;
		else
			lo = mid;
	}
	return hi;
}

/*
 * No offset is over 16 h, so the day begins within 16 h of its UTC midnight
 * (a day that a zone left out when it crossed the date line: with the next).
 * While the offset stands the local time only grows; between two changes of
 * it the day's first instant is either its 00:00 or, where that was jumped
 * over, the change.  mktime would have to guess there.
 */
static int64_t
search(int32_t day)
{
	const int64_t mid = (int64_t)day * DAY, end = mid + 16 * HOUR;
	int64_t from = mid - 16 * HOUR, to, off, at;

	for (to = from; to < end;) {
		off = wall(from) - from;
		while (to < end && wall(to) - to == off)
			to += HOUR;
		if (wall(to) - to != off)
			to = change(to - HOUR, to);
		at = mid - off > from ? mid - off : from;
		if (at < to || to >= end)
			return at;
		from = to;
	}
	return end;
}

int64_t
when_start(int32_t day)
{
	const int64_t mid = (int64_t)day * DAY;
	int64_t early, off;

	if (start.known && start.day == day)
		return start.at;
	/* A day inside, as in when_today. */
	if (day <= FIRST_DAY + 1 || day >= LAST_DAY)
		return WHEN_NEVER;
	early = mid - 16 * HOUR;
	off = wall(early) - early;
	/* The same on both sides: no change, and the short way. */
	start.at = wall(mid + 16 * HOUR) - (mid + 16 * HOUR) == off ?
	    mid - off : search(day);
	start.day = day;
	start.known = 1;
	return start.at;
}

int64_t
when_after(int32_t day)
{
	return is_day(day) ? when_start(day + 1) : WHEN_NEVER;
}

int32_t
when_last_day(int64_t end_at)
{
	return end_at == INT64_MIN ? WHEN_NO_DAY : when_today(end_at - 1);
}

int64_t
when_from_filetime(int64_t ticks)
{
	int64_t at;

	if (ticks == 0 || ticks == INT64_MAX)
		return WHEN_NEVER;
	at = ticks / TICKS - (ticks % TICKS < 0) - FILETIME_EPOCH;
	return at >= (int64_t)NEVER_DAY * DAY ? WHEN_NEVER : at;
}

int64_t
when_to_filetime(int64_t at)
{
	if (at >= (int64_t)NEVER_DAY * DAY)
		return INT64_MAX;
	/* 0 would mean never: what ended by then has ended a tick later. */
	if (at <= -FILETIME_EPOCH)
		return 1;
	return (at + FILETIME_EPOCH) * TICKS;
}
