/*
 * Time.  Instants are int64_t UTC seconds (*_at); business dates are civil
 * dates (*_on), as text "YYYY-MM-DD" in a char[11] or as a day number
 * (days since 1970-01-01, may be negative).  Years 1 to 9999.
 *
 * The zone is the process's one tenant zone, set once with when_zone; before
 * that it is UTC.  A day or instant outside those years, and WHEN_NO_DAY and
 * WHEN_NEVER themselves, are taken by every function: days come back as
 * WHEN_NO_DAY, instants as WHEN_NEVER, text as "".
 */
#ifndef BASE_WHEN_H
#define BASE_WHEN_H

#include <stdint.h>

#define WHEN_NEVER INT64_MAX		/* no such instant */
#define WHEN_NO_DAY INT32_MIN		/* no such day */

/*
 * when_zone: the name of a zone under /usr/share/zoneinfo (not right/..., whose
 * days have leap seconds).  0, or -1: no such zone, and nothing has changed.
 */
int when_zone(const char *name);
/* when_is_zone: 1 if when_zone would take it. */
int when_is_zone(const char *name);

/* when_clock: the machine's clock, UTC seconds. */
int64_t when_clock(void);

/* Dates and day numbers.  Nothing here depends on the zone. */
/* when_day: WHEN_NO_DAY unless a real YYYY-MM-DD. */
int32_t when_day(const char *date);
void when_date(int32_t day, char out[11]);
/* when_civil: all three 0 for no such day. */
void when_civil(int32_t day, int *year, int *month, int *mday);
int32_t when_from_civil(int year, int month, int mday);	/* mday is clamped */
int when_weekday(int32_t day);		/* 0 Monday ... 6 Sunday */
int when_month_days(int year, int month);	/* 0: no such month */
int32_t when_month_first(int32_t day);
int32_t when_month_last(int32_t day);
/* when_add_months: clamps the day of the month. */
int32_t when_add_months(int32_t day, int months);

/* Dates and instants, in the tenant's zone. */
int32_t when_today(int64_t at);		/* civil day of an instant */
int when_offset(int64_t at);		/* local time less UTC, seconds */
/*
 * when_start: the first instant of the day.  Where its 00:00 does not exist,
 * the first one that does; where its 00:00 comes twice, the first of them; for
 * a day that the zone left out, the start of the next.
 */
int64_t when_start(int32_t day);
int64_t when_after(int32_t day);	/* when_start(day + 1): access of an
					 * inclusive last day ends here */
/* The inclusive last day of an access that ends at this instant. */
int32_t when_last_day(int64_t end_at);	/* when_today(end_at - 1) */

/*
 * accountExpires: 100 ns ticks since 1601-01-01 UTC; 0, the int64 maximum
 * and whatever lies in or after year 9999 mean never.
 * Source: Microsoft, win32 ADSchema a-accountexpires.
 */
int64_t when_from_filetime(int64_t ticks);	/* WHEN_NEVER for never */
int64_t when_to_filetime(int64_t at);		/* WHEN_NEVER gives INT64_MAX */

/*
 * ISO 8601.  when_parse takes "2026-11-20T06:00:00Z" or with +hh:mm; seconds
 * may be left out, a fraction of one is dropped, a space may stand for the T.
 * 0, or -1 and *at untouched.
 */
int when_parse(const char *s, int64_t *at);
void when_iso(int64_t at, char out[21]);	/* "2026-11-20T06:00:00Z" */
void when_rfc5322(int64_t at, char out[40]);	/* Date: header, +0000 */
/* For people: local "2026-11-20 07:00" in the tenant's zone. */
void when_local(int64_t at, char out[17]);
/*
 * when_read: a date in a strptime-like format of %Y %m %d %b %y and literals
 * (roster "dates" setting).  %Y has four digits, %y two of this century, %m and
 * %d one or two; %b is English.  Day number, or WHEN_NO_DAY: another form, or
 * no day of the calendar.
 */
int32_t when_read(const char *s, const char *format);
/* when_form: 1 if a day can be read by this format: it names year, month and
 * day, each once, and nothing else. */
int when_form(const char *format);

#endif
