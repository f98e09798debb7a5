/*
 * The rows behind a picture or a list: told once, shown as a table in the page
 * and sent as CSV from the route beside it, so that both are the same.
 */
#ifndef WEB_SHEET_H
#define WEB_SHEET_H

#include "base/buf.h"

struct sheet {
	const char *const *cols;	/* names in the CSV; ends with NULL */
	struct buf html;		/* <tr>... */
	struct buf csv;
	int	rows;
};

void sheet_init(struct sheet *, const char *const *cols);
void sheet_clear(struct sheet *);
/* sheet_row: a cell per column; the first heads its row and is a link if href
 * is not NULL.  What is a number stands to the right. */
void sheet_row(struct sheet *, const char *const *cells, const char *href);

#endif
