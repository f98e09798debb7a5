#include "web/sheet.h"

#include <string.h>

#include "base/esc.h"

enum { TABLE_LEN = 200000, CSV_LEN = 1 << 20 };

static void
csv_line(struct buf *b, const char *const *cells, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_chr(b, ',');
		esc_csv(b, cells[i], 1);
	}
	buf_str(b, "\r\n");
}

static int
count(const char *const *cols)
{
	int n = 0;

	while (cols[n] != NULL)
		n++;
	return n;
}

void
sheet_init(struct sheet *s, const char *const *cols)
{
	memset(s, 0, sizeof(*s));
	s->cols = cols;
	buf_init(&s->html, TABLE_LEN);
	buf_init(&s->csv, CSV_LEN);
	csv_line(&s->csv, cols, count(cols));
}

void
sheet_clear(struct sheet *s)
{
	buf_clear(&s->html);
	buf_clear(&s->csv);
}

static int
is_number(const char *s)
{
	return *s != '\0' && s[strspn(s, "0123456789.")] == '\0';
}

static int
is_date(const char *s)
{
	return *s != '\0' && s[strspn(s, "0123456789-")] == '\0';
}

static void
cell(struct buf *b, const char *s, const char *href, int head)
{
	buf_fmt(b, "<%s%s>", head ? "th scope=\"row\"" : "td", !head &&
	    is_number(s) ? " class=\"num\"" : is_date(s) ?
	    " class=\"nowrap\"" : "");
	if (href != NULL) {
		buf_str(b, "<a href=\"");
		esc_html(b, href);
		buf_str(b, "\">");
	}
	esc_html(b, *s != '\0' ? s : "\342\200\223");
	buf_fmt(b, "%s%s\n", href != NULL ? "</a>" : "", head ? "</th>" :
	    "</td>");
}

void
sheet_row(struct sheet *s, const char *const *cells, const char *href)
{
	int i, n = count(s->cols);

	buf_str(&s->html, "<tr>\n");
	for (i = 0; i < n; i++)
		cell(&s->html, cells[i], i == 0 ? href : NULL, i == 0);
	buf_str(&s->html, "</tr>\n");
	csv_line(&s->csv, cells, n);
	s->rows++;
}
