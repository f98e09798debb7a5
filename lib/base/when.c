#include "base/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>


#define DAY 86400LL
#define YEAR_MIN 1
#define YEAR_MAX 9999
#define FILETIME_EPOCH 11644473600LL	/* 1601 to 1970, seconds */
#define TICKS 10000000LL

static const char *const month_names[] = { "Jan", "Feb", "Mar", "Apr", "May",
	"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
static const char *const weekday_names[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
	"Sat", "Sun" };

int
when_zone(const char *name)
{
	char path[300], tz[304];
	struct stat sb;

	if (*name == '\0' || *name == '/' || strstr(name, "..") != NULL ||
	    strlen(name) > 200)
		return -1;
	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	if (stat(path, &sb) == -1 || !S_ISREG(sb.st_mode))
		return -1;
	snprintf(tz, sizeof(tz), ":%s", path);
	if (setenv("TZ", tz, 1) == -1)
		return -1;
	tzset();
	return 0;
}

int64_t
when_clock(void)
{
	return (int64_t)time(NULL);
}

static int
leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int
when_month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };

	return month == 2 && leap(year) ? 29 : days[month - 1];
}

/*
 * The year is taken to begin in March, so that the leap day is its last; then
 * months of 153 days in five follow, and eras of 400 years are alike.
 */
int32_t
when_from_civil(int year, int month, int mday)
{
	int last = when_month_days(year, month);
	int y = month <= 2 ? year - 1 : year, era, of_era, of_year;

	if (mday > last)
		mday = last;
	era = (y >= 0 ? y : y - 399) / 400;
	of_era = y - era * 400;
	of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + mday - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468;
}

void
when_civil(int32_t day, int *year, int *month, int *mday)
{
	int32_t z = day + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int of_era = z - era * 146097;
	int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) /
	    365;
	int of_year = of_era - (365 * y + y / 4 - y / 100);
	int m = (5 * of_year + 2) / 153;

	*mday = of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = y + era * 400 + (*month <= 2);
}

static int
digits(const char *s, int n, int *out)
{
	int v = 0;

	for (; n > 0; n--, s++) {
		if (*s < '0' || *s > '9')
			return -1;
		v = v * 10 + (*s - '0');
	}
	*out = v;
	return 0;
}

static int32_t
real_day(int year, int month, int mday)
{
	if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 ||
	    mday < 1 || mday > when_month_days(year, month))
		return WHEN_NO_DAY;
	return when_from_civil(year, month, mday);
}

int32_t
when_day(const char *s)
{
	int y, m, d;

	if (s == NULL || strlen(s) != 10 || s[4] != '-' || s[7] != '-' ||
	    digits(s, 4, &y) == -1 || digits(s + 5, 2, &m) == -1 ||
	    digits(s + 8, 2, &d) == -1)
		return WHEN_NO_DAY;
	return real_day(y, m, d);
}

void
when_date(int32_t day, char out[11])
{
	int y, m, d;

	when_civil(day, &y, &m, &d);
	snprintf(out, 11, "%04u-%02u-%02u", (unsigned)y % 10000u,
	    (unsigned)m % 100u, (unsigned)d % 100u);
}

int
when_weekday(int32_t day)
{
	int w = (int)((day + 3) % 7);	/* 1970-01-01 was a Thursday */

	return w < 0 ? w + 7 : w;
}

int32_t
when_month_first(int32_t day)
{
	int y, m, d;

	when_civil(day, &y, &m, &d);
	return day - d + 1;
}

int32_t
when_month_last(int32_t day)
{
	int y, m, d;

	when_civil(day, &y, &m, &d);
	return day - d + when_month_days(y, m);
}

int32_t
when_add_months(int32_t day, int months)
{
	int y, m, d, all;

	when_civil(day, &y, &m, &d);
	all = y * 12 + m - 1 + months;
	return when_from_civil(all / 12, all % 12 + 1, d);
}

int32_t
when_today(int64_t at)
{
	time_t t = (time_t)at;
	struct tm tm;

	if (localtime_r(&t, &tm) == NULL)
		return WHEN_NO_DAY;
	return when_from_civil(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

/*
 * Between 26 h before and after the UTC midnight the local date passes the
 * day's start, whatever the zone; mktime would have to guess where 00:00 does
 * not exist or comes twice.  Where it comes twice the first counts.
 */
int64_t
when_start(int32_t day)
{
	int64_t lo = (int64_t)day * DAY - 26 * 3600, hi = lo + 52 * 3600;

	while (hi - lo > 1) {
		int64_t mid = lo + (hi - lo) / 2;

		if (when_today(mid) >= day)
			hi = mid;
		else
			lo = mid;
	}
	return hi;
}

int64_t
when_after(int32_t day)
{
	return when_start(day + 1);
}

int32_t
when_last_day(int64_t end_at)
{
	return when_today(end_at - 1);
}

int64_t
when_from_filetime(int64_t ticks)
{
	int64_t at;

	if (ticks <= 0 || ticks == INT64_MAX)
		return WHEN_NEVER;
	at = ticks / TICKS - FILETIME_EPOCH;
	return at >= (int64_t)when_from_civil(9999, 1, 1) * DAY ? WHEN_NEVER :
	    at;
}

int64_t
when_to_filetime(int64_t at)
{
	if (at == WHEN_NEVER || at > INT64_MAX / TICKS - FILETIME_EPOCH)
		return INT64_MAX;
	return (at + FILETIME_EPOCH) * TICKS;
}

/* "Z" or "+hh:mm"; seconds east of UTC. */
static int
offset(const char *s, int *east)
{
	int h, m, sign = *s == '-' ? -1 : 1;

	*east = 0;
	if (strcmp(s, "Z") == 0 || strcmp(s, "z") == 0)
		return 0;
	if ((*s != '+' && *s != '-') || strlen(s) != 6 || s[3] != ':' ||
	    digits(s + 1, 2, &h) == -1 || digits(s + 4, 2, &m) == -1 ||
	    h > 23 || m > 59)
		return -1;
	*east = sign * (h * 3600 + m * 60);
	return 0;
}

int
when_parse(const char *s, int64_t *at)
{
	char date[11];
	int h, m, sec = 0, east;
	int32_t day;

	if (strlen(s) < 17 || (s[10] != 'T' && s[10] != 't' && s[10] != ' ') ||
	    s[13] != ':')
		return -1;
	snprintf(date, sizeof(date), "%.10s", s);
	if ((day = when_day(date)) == WHEN_NO_DAY ||
	    digits(s + 11, 2, &h) == -1 || digits(s + 14, 2, &m) == -1)
		return -1;
	s += 16;
	if (*s == ':') {
		if (digits(s + 1, 2, &sec) == -1)
			return -1;
		s += 3;
	}
	if (h > 23 || m > 59 || sec > 59 || offset(s, &east) == -1)
		return -1;
	*at = (int64_t)day * DAY + h * 3600 + m * 60 + sec - east;
	return 0;
}

static int64_t
split(int64_t at, int *seconds)
{
	int64_t day = at / DAY;

	*seconds = (int)(at % DAY);
	if (*seconds < 0) {
		*seconds += (int)DAY;
		day--;
	}
	return day;
}

void
when_iso(int64_t at, char out[21])
{
	char date[11];
	int s;

	when_date((int32_t)split(at, &s), date);
	snprintf(out, 21, "%sT%02u:%02u:%02uZ", date, (unsigned)s / 3600 % 24,
	    (unsigned)s / 60 % 60, (unsigned)s % 60);
}

void
when_rfc5322(int64_t at, char out[40])
{
	int y, m, d, s;
	int32_t day = (int32_t)split(at, &s);

	when_civil(day, &y, &m, &d);
	snprintf(out, 40, "%s, %02d %s %04d %02d:%02d:%02d +0000",
	    weekday_names[when_weekday(day)], d, month_names[m - 1], y,
	    s / 3600, s / 60 % 60, s % 60);
}

void
when_local(int64_t at, char out[17])
{
	time_t t = (time_t)at;
	struct tm tm;

	if (localtime_r(&t, &tm) == NULL || strftime(out, 17,
	    "%Y-%m-%d %H:%M", &tm) == 0)
		snprintf(out, 17, "%s", "?");
}

static int
read_number(const char **s, int max_digits, int *out)
{
	int n = 0;

	*out = 0;
	while (n < max_digits && **s >= '0' && **s <= '9') {
		*out = *out * 10 + (*(*s)++ - '0');
		n++;
	}
	return n > 0 ? 0 : -1;
}

static int
read_month(const char **s, int *out)
{
	int i, j;

	for (i = 0; i < 12; i++) {
		for (j = 0; j < 3; j++)
			if (((*s)[j] | 32) != (month_names[i][j] | 32))
				break;
		if (j == 3) {
			*s += 3;
			*out = i + 1;
			return 0;
		}
	}
	return -1;
}

int32_t
when_read(const char *s, const char *f)
{
	int y = 0, m = 0, d = 0, rc;

	for (; *f != '\0'; f++) {
		if (*f != '%' || f[1] == '\0') {
			if (*s++ != *f)
				return WHEN_NO_DAY;
			continue;
		}
		switch (*++f) {
		case 'Y':
			rc = read_number(&s, 4, &y);
			break;
		case 'y':	/* two digits are of this century */
			rc = read_number(&s, 2, &y);
			y += 2000;
			break;
		case 'm':
			rc = read_number(&s, 2, &m);
			break;
		case 'd':
			rc = read_number(&s, 2, &d);
			break;
		case 'b':
			rc = read_month(&s, &m);
			break;
		default:
			rc = -1;
		}
		if (rc == -1)
			return WHEN_NO_DAY;
	}
	return *s == '\0' ? real_day(y, m, d) : WHEN_NO_DAY;
}
