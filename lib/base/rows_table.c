#include <libsmartcols/libsmartcols.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/esc.h"
#include "base/mem.h"
#include "base/rows_table.h"
#include "base/safe.h"

#define CELL_MAX ((size_t)1 << 20)

struct rows_table {
	struct libscols_table *t;
	struct libscols_line *line;
	size_t	cell;
	size_t	lines;
};

static int
column(struct libscols_table *t, const struct rows_col *col, int last)
{
	int flags = 0;

	if (col->type == ROWS_INT)
		flags = SCOLS_FL_RIGHT;
	else if (last)	/* the words; keys before them stay in one piece */
		flags = SCOLS_FL_WRAP;
	return scols_table_new_column(t, col->name, 0, flags) != NULL;
}

/* Cells come through esc_term: libsmartcols must not escape them again. */
struct rows_table *
rows_table_new(const struct rows_col *cols, int bare, struct err *e)
{
	struct rows_table *r = mem_zero(1, sizeof(*r));
	int ok = (r->t = scols_new_table()) != NULL;
	const struct rows_col *c, *last = NULL;

	if (ok) {
		scols_table_enable_noencoding(r->t, 1);
		scols_table_enable_noheadings(r->t, bare != 0);
	}
	for (c = cols; c->name != NULL; c++)
		if (!c->wide)
			last = c;
	for (c = cols; ok && c->name != NULL; c++)
		if (!c->wide)
			ok = column(r->t, c, c == last);
	if (ok)
		return r;
	rows_table_free(r);
	err_set(e, ERR_SYSTEM, "table: out of memory");
	return NULL;
}

int
rows_table_line(struct rows_table *r, struct err *e)
{
	if (r->lines >= ROWS_TABLE_MAX)
		return err_set(e, ERR_DATA, "more than %d rows: use -o tsv or"
		    " --limit", ROWS_TABLE_MAX);
	r->line = scols_table_new_line(r->t, NULL);
	if (r->line == NULL)
		return err_set(e, ERR_SYSTEM, "table: out of memory");
	r->lines++;
	r->cell = 0;
	return 0;
}

int
rows_table_cell(struct rows_table *r, const char *value, struct err *e)
{
	struct buf b = BUF_INIT(CELL_MAX);
	int rc = 0;

	esc_term(&b, value);
	if (!buf_ok(&b))
		rc = err_set(e, ERR_DATA, "a cell of more than %zu bytes",
		    CELL_MAX);
	else if (scols_line_set_data(r->line, r->cell++, buf_get(&b)) != 0)
		rc = err_set(e, ERR_SYSTEM, "table: out of memory");
	buf_clear(&b);
	return rc;
}

/* No width where nobody looks: a file gets whole lines. */
static void
set_width(struct rows_table *r, int fd)
{
	struct winsize w;

	if (!isatty(fd)) {
		scols_table_set_termforce(r->t, SCOLS_TERMFORCE_NEVER);
		return;
	}
	scols_table_set_termforce(r->t, SCOLS_TERMFORCE_ALWAYS);
	if (ioctl(fd, TIOCGWINSZ, &w) == 0 && w.ws_col > 0)
		scols_table_set_termwidth(r->t, w.ws_col);
}

/*
 * libsmartcols measures in the locale's characters; ours are always UTF-8,
 * whatever locale the program was started in.
 */
int
rows_table_print(struct rows_table *r, int fd, struct err *e)
{
	locale_t utf8, was = (locale_t)0;
	char *text = NULL;
	int rc;

	if (r->lines == 0)
		return 0;
	utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (utf8 != (locale_t)0)
		was = uselocale(utf8);
	set_width(r, fd);
	rc = scols_print_table_to_string(r->t, &text);
	if (utf8 != (locale_t)0) {
		uselocale(was);
		freelocale(utf8);
	}
	if (rc != 0 || text == NULL)
		rc = err_set(e, ERR_SYSTEM, "table: cannot be laid out");
	else if (safe_all(fd, text, strlen(text)) == -1 ||
	    safe_all(fd, "\n", 1) == -1)	/* it leaves the last one out */
		rc = err_sys(e, ERR_IO, "output");
	free(text);
	scols_table_remove_lines(r->t);
	r->lines = 0;
	return rc;
}

void
rows_table_free(struct rows_table *r)
{
	if (r == NULL)
		return;
	scols_unref_table(r->t);
	free(r);
}
