#include "web/chart.h"

#include <stdio.h>

#include "base/esc.h"
#include "base/when.h"

enum {
	LEFT = 40, RIGHT = 396, TOP = 14, FOOT = 176,	/* of chart_bars */
	ROW = 24, NAME_WIDTH = 150,			/* of chart_rows */
	DAY_WIDTH = 56, DAY_HEIGHT = 34, HEAD = 18,	/* of chart_days */
	THOUSANDS = 10000, MILLIONS = 10000000		/* said as such */
};

int64_t
chart_top(int64_t n)
{
	static const int64_t steps[] = { 1, 2, 5 };
	int64_t unit;
	size_t i;

	for (unit = 1; unit <= INT64_MAX / 50; unit *= 10)
		for (i = 0; i < 3; i++)
			if (n <= steps[i] * unit)
				return steps[i] * unit;
	return n;
}

static void
text(struct buf *b, double x, double y, const char *anchor, const char *s)
{
	buf_fmt(b, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y,
	    anchor);
	esc_html(b, s);
	buf_str(b, "</text>\n");
}

/* Numbers that must fit: 12000 is "12k"; the exact one is in the table. */
static void
number(struct buf *b, double x, double y, const char *anchor, int64_t n)
{
	char s[24];

	(void)snprintf(s, sizeof(s), "%lld%s", (long long)(n >= MILLIONS ?
	    n / 1000000 : n >= THOUSANDS ? n / 1000 : n), n >= MILLIONS ?
	    "M" : n >= THOUSANDS ? "k" : "");
	text(b, x, y, anchor, s);
}

/* A bar that says what it is when it is pointed at. */
static void
bar(struct buf *b, int series, double x, double y, double w, double h,
    const char *label, int64_t n)
{
	static const char *const class[CHART_SERIES] = { "bar", "bar2",
		"bar3" };

	buf_fmt(b, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
	    "height=\"%.1f\"><title>", class[series], x, y, w, h);
	esc_html(b, label);
	buf_fmt(b, ": %lld</title></rect>\n", (long long)n);
}

static int64_t
sum(const struct chart_bar *c)
{
	int64_t n = 0;
	int i;

	for (i = 0; i < CHART_SERIES; i++)
		n += c->n[i];
	return n;
}

static int64_t
highest(const struct chart_bar *c, size_t count)
{
	int64_t top = 0;
	size_t i;

	for (i = 0; i < count; i++)
		if (sum(&c[i]) > top)
			top = sum(&c[i]);
	return chart_top(top);
}

static void
axis(struct buf *b, int64_t top)
{
	int i, parts = top % 2 == 0 ? 2 : 1;
	double y;

	for (i = 0; i <= parts; i++) {
		y = FOOT - (double)(FOOT - TOP) * i / parts;
		buf_fmt(b, "<line class=\"axis\" x1=\"%d\" y1=\"%.1f\" "
		    "x2=\"%d\" y2=\"%.1f\"/>\n", LEFT, y, RIGHT, y);
		number(b, LEFT - 5, y + 4, "end", top * i / parts);
	}
}

static void
column(struct buf *b, const struct chart_bar *c, double x, double w,
    int64_t top)
{
	double y = FOOT, h;
	int i;

	for (i = 0; i < CHART_SERIES; i++) {
		if (c->n[i] <= 0)
			continue;
		h = (double)(FOOT - TOP) * (double)c->n[i] / (double)top;
		y -= h;
		/* A line of light between two parts of a column. */
		bar(b, i, x, y, w, h > 2 ? h - 1 : h < 1 ? 1 : h, c->label,
		    c->n[i]);
	}
}

void
chart_bars(struct buf *b, const struct chart_bar *c, size_t count, int every,
    int mark, const char *mark_words)
{
	int64_t top = highest(c, count);
	double step, x;
	size_t i;

	if (count == 0)
		return;
	step = (double)(RIGHT - LEFT) / (double)count;
	axis(b, top);
	for (i = 0; i < count; i++) {
		x = LEFT + step * (double)i;
		column(b, &c[i], x + step * 0.12, step * 0.76, top);
		if (every > 0 && i % (size_t)every == 0)
			text(b, x + step / 2, FOOT + 16, "middle", c[i].label);
	}
	if (mark < 0)
		return;
	x = LEFT + step * mark;
	buf_fmt(b, "<line class=\"mark\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" "
	    "y2=\"%d\"/>\n", x, TOP, x, FOOT);
	text(b, x > RIGHT - 90 ? x - 4 : x + 4, TOP - 3, x > RIGHT - 90 ?
	    "end" : "start", mark_words);
}

int
chart_rows_height(size_t count)
{
	return (int)count * ROW + 4;
}

void
chart_rows(struct buf *b, const struct chart_bar *c, size_t count)
{
	double most = 1, w, y, room = CHART_WIDTH - NAME_WIDTH - 60;
	char name[28];
	size_t i;

	for (i = 0; i < count; i++)
		if ((double)c[i].n[0] > most)
			most = (double)c[i].n[0];
	for (i = 0; i < count; i++) {
		y = 4 + (double)(i * ROW);
		/* A name that is cut within a letter loses it in esc_html. */
		(void)snprintf(name, sizeof(name), "%.23s", c[i].label);
		text(b, NAME_WIDTH - 6, y + 14, "end", name);
		w = room * (double)c[i].n[0] / most;
		bar(b, 0, NAME_WIDTH, y, w < 2 ? 2 : w, ROW - 6, c[i].label,
		    c[i].n[0]);
		number(b, NAME_WIDTH + w + 6, y + 14, "start", c[i].n[0]);
	}
}

int
chart_days_height(int weeks)
{
	return HEAD + weeks * DAY_HEIGHT + 2;
}

/* One day: its number small, what it has large; the more, the darker. */
static void
day(struct buf *b, double x, double y, int32_t on, int64_t n, int64_t most,
    int is_today)
{
	double shade = n <= 0 ? 0 : 0.1 + 0.4 * (double)n / (double)most;
	int year, month, mday;
	char date[11];

	when_civil(on, &year, &month, &mday);
	when_date(on, date);
	buf_fmt(b, "<rect class=\"bar\" fill-opacity=\"%.2f\" x=\"%.1f\" "
	    "y=\"%.1f\" width=\"%d\" height=\"%d\" rx=\"3\"><title>%s: "
	    "%lld</title></rect>\n", shade, x, y, DAY_WIDTH - 2,
	    DAY_HEIGHT - 2, date, (long long)(n < 0 ? 0 : n));
	buf_fmt(b, "<rect class=\"%s\" fill=\"none\" x=\"%.1f\" y=\"%.1f\" "
	    "width=\"%d\" height=\"%d\" rx=\"3\"/>\n", is_today ? "now" :
	    "axis", x + .5, y + .5, DAY_WIDTH - 3, DAY_HEIGHT - 3);
	number(b, x + 4, y + 13, "start", mday);
	if (n <= 0)
		return;
	buf_str(b, "<g class=\"ink\">");
	number(b, x + DAY_WIDTH - 7, y + DAY_HEIGHT - 9, "end", n);
	buf_str(b, "</g>\n");
}

void
chart_days(struct buf *b, int32_t first, int weeks, const int64_t *n,
    int32_t today)
{
	static const char *const names[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
		"Sat", "Sun" };
	int64_t most = 1;
	int i;

	for (i = 0; i < 7; i++)
		text(b, 4 + i * DAY_WIDTH + (DAY_WIDTH - 2) / 2.0, 12,
		    "middle", names[i]);
	for (i = 0; i < 7 * weeks; i++)
		if (n[i] > most)
			most = n[i];
	for (i = 0; i < 7 * weeks; i++)
		if (n[i] >= 0)
			day(b, 4 + i % 7 * DAY_WIDTH, HEAD + (double)(i / 7 *
			    DAY_HEIGHT), first + i, n[i], most,
			    first + i == today);
}
