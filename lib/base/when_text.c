#include <stdio.h>
#include <string.h>

#include "base/when.h"

enum { DAY = 86400, HOUR = 3600 };

static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
static const char weekdays[7][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat",
	"Sun" };

/* Exactly n digits, from *s on; *s goes behind them. */
static int
digits(const char **s, int n, int *out)
{
	int v = 0;

	for (; n > 0; n--, (*s)++) {
		if (**s < '0' || **s > '9')
			return -1;
		v = v * 10 + (**s - '0');
	}
	*out = v;
	return 0;
}

static int
literal(const char **s, char c)
{
	if (**s != c)
		return -1;
	(*s)++;
	return 0;
}

/* A date that is in the calendar: nothing is clamped here. */
static int32_t
real_day(int year, int month, int mday)
{
	if (mday < 1 || mday > when_month_days(year, month))
		return WHEN_NO_DAY;
	return when_from_civil(year, month, mday);
}

static int
date(const char **s, int32_t *day)
{
	int y, m, d;

	if (digits(s, 4, &y) == -1 || literal(s, '-') == -1 ||
	    digits(s, 2, &m) == -1 || literal(s, '-') == -1 ||
	    digits(s, 2, &d) == -1)
		return -1;
	*day = real_day(y, m, d);
	return *day == WHEN_NO_DAY ? -1 : 0;
}

int32_t
when_day(const char *s)
{
	int32_t day;

	if (s == NULL || date(&s, &day) == -1 || *s != '\0')
		return WHEN_NO_DAY;
	return day;
}

void
when_date(int32_t day, char out[11])
{
	int y, m, d;

	when_civil(day, &y, &m, &d);
	if (y == 0)
		out[0] = '\0';
	else
		snprintf(out, 11, "%04u-%02u-%02u", (unsigned)y % 10000u,
		    (unsigned)m % 100u, (unsigned)d % 100u);
}

/* hh:mm, hh:mm:ss or hh:mm:ss.fff; the fraction is read and dropped. */
static int
clock_time(const char **s, int *sec)
{
	int h, m, x = 0;

	if (digits(s, 2, &h) == -1 || literal(s, ':') == -1 ||
	    digits(s, 2, &m) == -1)
		return -1;
	if (literal(s, ':') == 0) {
		if (digits(s, 2, &x) == -1)
			return -1;
		if (literal(s, '.') == 0) {
			if (**s < '0' || **s > '9')
				return -1;
			*s += strspn(*s, "0123456789");
		}
	}
	if (h > 23 || m > 59 || x > 59)
		return -1;
	*sec = h * HOUR + m * 60 + x;
	return 0;
}

static int
zone(const char **s, int *east)
{
	int h, m, sign = **s == '-' ? -1 : 1;

	*east = 0;
	if (literal(s, 'Z') == 0 || literal(s, 'z') == 0)
		return 0;
	if (literal(s, '+') == -1 && literal(s, '-') == -1)
		return -1;
	if (digits(s, 2, &h) == -1 || literal(s, ':') == -1 ||
	    digits(s, 2, &m) == -1 || h > 23 || m > 59)
		return -1;
	*east = sign * (h * HOUR + m * 60);
	return 0;
}

int
when_parse(const char *s, int64_t *at)
{
	int32_t day;
	int sec, east;

	if (s == NULL || date(&s, &day) == -1)
		return -1;
	if (literal(&s, 'T') == -1 && literal(&s, 't') == -1 &&
	    literal(&s, ' ') == -1)
		return -1;
	if (clock_time(&s, &sec) == -1 || zone(&s, &east) == -1 || *s != '\0')
		return -1;
	*at = (int64_t)day * DAY + sec - east;
	return 0;
}

/* Day and second of an instant in UTC; WHEN_NO_DAY if outside our years. */
static int32_t
split(int64_t at, unsigned *sec)
{
	int64_t day = at / DAY - (at % DAY < 0);
	int y, m, d;

	*sec = 0;
	if (day < INT32_MIN || day > INT32_MAX)
		return WHEN_NO_DAY;
	*sec = (unsigned)(at - day * DAY);
	when_civil((int32_t)day, &y, &m, &d);
	return y == 0 ? WHEN_NO_DAY : (int32_t)day;
}

void
when_iso(int64_t at, char out[21])
{
	char on[11];
	unsigned sec;
	int32_t day = split(at, &sec);

	out[0] = '\0';
	if (day == WHEN_NO_DAY)
		return;
	when_date(day, on);
	snprintf(out, 21, "%sT%02u:%02u:%02uZ", on, sec / HOUR % 24,
	    sec / 60 % 60, sec % 60);
}

void
when_rfc5322(int64_t at, char out[40])
{
	int y, m, d;
	unsigned sec;
	int32_t day = split(at, &sec);

	out[0] = '\0';
	if (day == WHEN_NO_DAY)
		return;
	when_civil(day, &y, &m, &d);
	snprintf(out, 40, "%s, %d %s %04d %02u:%02u:%02u +0000",
	    weekdays[when_weekday(day)], d, months[m - 1], y, sec / HOUR,
	    sec / 60 % 60, sec % 60);
}

void
when_local(int64_t at, char out[17])
{
	char on[11];
	unsigned sec;
	int32_t day = when_today(at);

	out[0] = '\0';
	if (day == WHEN_NO_DAY)
		return;
	when_date(day, on);
	/* As the wall shows it: the offset is what it takes to get there. */
	split(at + when_offset(at), &sec);
	snprintf(out, 17, "%s %02u:%02u", on, sec / HOUR % 24, sec / 60 % 60);
}

/* One or two digits: 3/1/2026 as well as 03/01/2026. */
static int
short_number(const char **s, int *out)
{
	if (digits(s, 1, out) == -1)
		return -1;
	if (**s >= '0' && **s <= '9')
		*out = *out * 10 + (*(*s)++ - '0');
	return 0;
}

static int
month_name(const char **s, int *out)
{
	int i, j;

	for (i = 0; i < 12; i++) {
		for (j = 0; j < 3; j++)
			if (((*s)[j] | 32) != (months[i][j] | 32))
				break;
		if (j == 3) {
			*s += 3;
			*out = i + 1;
			return 0;
		}
	}
	return -1;
}

static int
field(char what, const char **s, int *y, int *m, int *d)
{
	switch (what) {
	case 'Y':
		return digits(s, 4, y);
	case 'y':
		if (digits(s, 2, y) == -1)
			return -1;
		*y += 2000;
		return 0;
	case 'm':
		return short_number(s, m);
	case 'b':
		return month_name(s, m);
	case 'd':
		return short_number(s, d);
	default:
		return -1;
	}
}

int32_t
when_read(const char *s, const char *format)
{
	int y = 0, m = 0, d = 0;

	if (s == NULL)
		return WHEN_NO_DAY;
	for (; *format != '\0'; format++) {
		if (*format != '%') {
			if (literal(&s, *format) == -1)
				return WHEN_NO_DAY;
		} else if (*++format == '\0' ||
		    field(*format, &s, &y, &m, &d) == -1) {
			return WHEN_NO_DAY;
		}
	}
	return *s == '\0' ? real_day(y, m, d) : WHEN_NO_DAY;
}

int
when_form(const char *format)
{
	int y = 0, m = 0, d = 0;

	for (; *format != '\0'; format++) {
		if (*format != '%')
			continue;
		format++;
		y += *format == 'Y' || *format == 'y';
		m += *format == 'm' || *format == 'b';
		d += *format == 'd';
		if (*format == '\0' || strchr("Yymbd", *format) == NULL)
			return 0;
	}
	return y == 1 && m == 1 && d == 1;
}
