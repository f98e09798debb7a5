#include "connect/roster_csv.h"

#include <csv.h>
#include <string.h>

#include "connect/roster_text.h"

#define RECORD_MAX (1 << 20)	/* bytes of one record */
#define RECORD_LINES 100	/* lines of one record: bounds what a torn one
				 * costs, for each of them is read again */

struct reader {
	struct roster_head *head;
	roster_record_cb *cb;
	void	*arg;
	struct roster_end *end;
	struct err *e;

	struct csv_parser p;
	char	delim;
	int	has_head;
	struct roster_text t;	/* begins with the current record; libcsv has
				 * had t.pos bytes of it */
	/* The current record. */
	int64_t	line;		/* of its first byte */
	int	lines;		/* physical ones fed */
	size_t	first_len;	/* bytes of its first line */
	int	first_cells;	/* cells complete at the end of it */
	int	whole;		/* libcsv says it is a row */
	enum roster_why why;
	int	column;
	struct buf cells;	/* their text, each with a NUL */
	struct roster_cell cell[ROSTER_COLUMNS];
	size_t	at[ROSTER_COLUMNS];
	int	ncells;
};

static void
on_cell(void *p, size_t len, void *arg)
{
	struct reader *r = arg;

	if (r->ncells == ROSTER_COLUMNS) {
		r->why = ROSTER_WIDE;
		return;
	}
	r->at[r->ncells] = r->cells.len;
	r->cell[r->ncells].kind = CELL_TEXT;
	r->cell[r->ncells].len = len;
	r->ncells++;
	buf_add(&r->cells, p, len);
	buf_chr(&r->cells, '\0');
}

static void
on_row(int term, void *arg)
{
	(void)term;
	((struct reader *)arg)->whole = 1;
}

static void
parser_start(struct reader *r)
{
	csv_init(&r->p, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
	csv_set_delim(&r->p, (unsigned char)r->delim);
}

static void
record_start(struct reader *r)
{
	r->lines = r->ncells = r->first_cells = r->whole = 0;
	r->first_len = 0;
	r->why = ROSTER_FINE;
	r->column = -1;
	buf_empty(&r->cells);
}

static int
is_end(char c)
{
	return c == '\n' || c == '\r';
}

/* all_empty: a line of delimiters alone, which spreadsheets leave behind. */
static int
all_empty(const struct reader *r)
{
	int i;

	for (i = 0; i < r->ncells; i++)
		if (r->cell[i].len > 0)
			return 0;
	return 1;
}

/* fit: as many cells as the header has; empty ones too many do not count. */
static void
fit(struct reader *r)
{
	int i;

	if (r->why != ROSTER_FINE)
		return;
	if (r->ncells < r->head->n)
		r->why = ROSTER_FEW;
	for (i = r->head->n; i < r->ncells; i++)
		if (r->cell[i].len > 0) {
			r->why = ROSTER_MANY;
			r->column = i;
		}
	if (r->ncells > r->head->n)
		r->ncells = r->head->n;
}

static int
take_head(struct reader *r, size_t len)
{
	int i;

	r->has_head = 1;
	r->end->head_at = r->t.base;
	r->end->head_len = (int64_t)len;
	if (r->why != ROSTER_FINE)
		return err_set(r->e, ERR_DATA, "line %lld: the header: %s",
		    (long long)r->line, r->why == ROSTER_WIDE ?
		    "more than 200 columns" : "quotes that do not match");
	for (i = 0; i < r->ncells; i++) {
		if (strlen(r->cell[i].p) != r->cell[i].len)
			return err_set(r->e, ERR_DATA, "the header holds NUL:"
			    " UTF-16 needs a byte order mark");
		roster_head_add(r->head, r->cell[i].p);
	}
	return roster_head_done(r->head, r->e);
}

/* deliver: the record of the first len bytes. */
static int
deliver(struct reader *r, size_t len)
{
	struct roster_raw raw = { r->line, r->t.base, len, 0, r->cell,
		ROSTER_FINE, -1 };
	int i;

	for (i = 0; i < r->ncells; i++)
		r->cell[i].p = r->cells.p + r->at[i];
	if (!r->has_head)
		return take_head(r, len);
	if (r->why == ROSTER_FINE && all_empty(r))
		return 0;
	fit(r);
	raw.ncells = r->ncells;
	raw.why = r->why;
	raw.column = r->column;
	return r->cb(&raw, r->arg);
}

/* torn: the first line of the record is refused; on with the one after it. */
static int
torn(struct reader *r)
{
	size_t n = r->first_len > 0 ? r->first_len : r->t.pos;

	r->why = ROSTER_TORN;
	r->ncells = r->lines > 0 ? r->first_cells : r->ncells;
	r->column = r->ncells;
	if (deliver(r, n) == -1)
		return -1;
	csv_free(&r->p);
	parser_start(r);
	roster_text_drop(&r->t, n);
	r->line++;
	record_start(r);
	return 0;
}

/* too_long: a line that no record may have; the rest of it is left out. */
static int
too_long(struct reader *r)
{
	ssize_t n;

	r->why = ROSTER_LONG;
	r->ncells = r->lines > 0 ? r->first_cells : r->ncells;
	if (deliver(r, r->t.pos) == -1)
		return -1;
	csv_free(&r->p);
	parser_start(r);
	r->line += r->lines + 1;
	do {
		roster_text_drop(&r->t, r->t.pos);
		if ((n = roster_text_line(&r->t, r->e)) == -1)
			return -1;
		r->t.pos = (size_t)n;
	} while (n > 0 && !is_end(r->t.text[n - 1]));
	roster_text_drop(&r->t, r->t.pos);
	record_start(r);
	return 0;
}

/* blank: a line that is no row; libcsv skips it without a word. */
static int
blank(const struct reader *r, size_t n)
{
	size_t i;
	char c;

	for (i = 0; i < n; i++) {
		c = r->t.text[r->t.pos + i];
		if (!is_end(c) && c != ' ' && (c != '\t' || r->delim == '\t'))
			return 0;
	}
	return 1;
}

/* feed: n bytes, one line.  1 the record goes on, 0 it is done with, -1. */
static int
feed(struct reader *r, size_t n)
{
	int ended = is_end(r->t.text[r->t.pos + n - 1]);
	size_t had = csv_parse(&r->p, r->t.text + r->t.pos, n, on_cell, on_row,
	    r);

	r->t.pos += n;
	if (had < n) {
		if (r->lines == 0)
			r->first_len = n;
		return !ended && !r->t.eof ? too_long(r) : torn(r);
	}
	if (!ended && !r->t.eof)
		return too_long(r);
	if (r->lines++ == 0) {
		r->first_len = n;
		r->first_cells = r->ncells;
	}
	if (!r->whole)
		return r->lines < RECORD_LINES && r->t.pos < RECORD_MAX ? 1 :
		    torn(r);
	if (deliver(r, r->t.pos) == -1)
		return -1;
	roster_text_drop(&r->t, r->t.pos);
	r->line += r->lines;
	record_start(r);
	return 0;
}

/* finish: at the end of the text with a record open, or a line without end. */
static int
finish(struct reader *r)
{
	if (r->lines == 0)
		return 0;
	if (csv_fini(&r->p, on_cell, on_row, r) != 0) {
		r->end->torn = 1;
		return torn(r);
	}
	if (r->whole && deliver(r, r->t.pos) == -1)
		return -1;
	roster_text_drop(&r->t, r->t.pos);
	r->line += r->lines;
	record_start(r);
	return 0;
}

/* sniff: the delimiter that the first line holds most often outside quotes. */
static void
sniff(struct reader *r, size_t n)
{
	static const char among[] = ",;\t|";
	size_t count[4] = { 0, 0, 0, 0 }, i, best = 0;
	const char *at;
	int quoted = 0;

	for (i = 0; i < n; i++) {
		if (r->t.text[i] == '"')
			quoted = !quoted;
		else if (!quoted && r->t.text[i] != '\0' &&
		    (at = strchr(among, r->t.text[i])) != NULL)
			count[at - among]++;
	}
	for (i = 1; i < 4; i++)
		if (count[i] > count[best])
			best = i;
	r->delim = among[best];
}

/* before_head: blank lines, "sep=;" and the delimiter.  0, or -1 with e. */
static int
before_head(struct reader *r, char delimiter)
{
	ssize_t n;

	r->delim = delimiter;
	while ((n = roster_text_line(&r->t, r->e)) > 0) {
		if (!blank(r, (size_t)n)) {
			if (n < 6 || memcmp(r->t.text, "sep=", 4) != 0 ||
			    !is_end(r->t.text[5]))
				break;
			if (r->delim == 0)
				r->delim = r->t.text[4];
		}
		roster_text_drop(&r->t, (size_t)n);
		r->line++;
	}
	if (n > 0 && r->delim == 0)
		sniff(r, (size_t)n);
	parser_start(r);
	return n == -1 ? -1 : 0;
}

static int
read_all(struct reader *r)
{
	ssize_t n;

	for (;;) {
		if ((n = roster_text_line(&r->t, r->e)) == -1)
			return -1;
		if (n == 0) {
			if (r->lines == 0)
				return 0;
			if (finish(r) == -1)
				return -1;
			continue;	/* a torn end leaves lines to read */
		}
		if (r->t.eof && r->t.pos + (size_t)n == r->t.len)
			r->end->open_line = !is_end(r->t.text[r->t.len - 1]);
		if (r->lines == 0 && blank(r, (size_t)n)) {
			roster_text_drop(&r->t, (size_t)n);
			r->line++;
			continue;
		}
		if (feed(r, (size_t)n) == -1)
			return -1;
	}
}

int
roster_csv_read(struct roster_src *src, char delimiter,
    struct roster_head *head, roster_record_cb *cb, void *arg,
    struct roster_end *end, struct err *e)
{
	struct reader r;
	int rc;

	memset(&r, 0, sizeof(r));
	memset(end, 0, sizeof(*end));
	r.head = head;
	r.cb = cb;
	r.arg = arg;
	r.end = end;
	r.e = e;
	r.line = 1;
	buf_init(&r.cells, RECORD_MAX + 2 * ROSTER_COLUMNS + 65536);
	roster_text_init(&r.t, src, RECORD_MAX);
	record_start(&r);
	rc = before_head(&r, delimiter);
	if (rc == 0)
		rc = read_all(&r);
	csv_free(&r.p);
	buf_clear(&r.cells);
	end->size = r.t.size;
	roster_text_clear(&r.t);
	return rc;
}
