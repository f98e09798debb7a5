/*
 * Charts as inline SVG: what stands inside <svg viewBox="0 0 400 HEIGHT">,
 * whose <title> and <desc> are a template's.  Colours are classes of style.css;
 * each shape has a <title> of its own for the mouse; the table beside a chart
 * says the same for everybody else.  Labels are escaped.
 */
#ifndef WEB_CHART_H
#define WEB_CHART_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum {
	CHART_WIDTH = 400,
	CHART_HEIGHT = 200,	/* of chart_bars */
	CHART_SERIES = 3
};

struct chart_bar {
	char	label[40];
	int64_t	n[CHART_SERIES];	/* stacked from below; not negative */
};

/* chart_bars: columns with an axis of numbers.  Every every-th has its label
 * below.  mark: a dashed line before that column, with its words; -1 none. */
void chart_bars(struct buf *, const struct chart_bar *, size_t count,
    int every, int mark, const char *mark_words);
/* chart_rows: bars to the right, one below the other, of n[0]; and how high
 * that is. */
void chart_rows(struct buf *, const struct chart_bar *, size_t count);
int chart_rows_height(size_t count);
/* chart_days: a calendar of weeks of which first is a Monday; n[i] is what
 * first + i has, -1: that day is not shown.  today has a frame. */
void chart_days(struct buf *, int32_t first, int weeks, const int64_t *n,
    int32_t today);
int chart_days_height(int weeks);

/* chart_top: the next round number that is not less: 1, 2, 5, 10, 20 ... */
int64_t chart_top(int64_t);

#endif
