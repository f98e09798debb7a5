/*
 * Rows for people and scripts: table, tsv, csv, json (CLI: streams).  Rows are
 * spooled to an unlinked temporary file and written by rows_flush, so that
 * nothing goes to stdout while a statement on the database is open.
 */
#ifndef BASE_ROWS_H
#define BASE_ROWS_H

#include <stdint.h>

#include "base/err.h"

struct rows;

struct rows_col {
	const char *name;
	enum { ROWS_TEXT, ROWS_INT, ROWS_JSON, ROWS_BOOL, ROWS_AT } type;
			/* AT: value is UTC seconds, shown as ISO 8601 Z */
	int	wide;	/* not in "table" */
};

enum { ROWS_RAW = 1,	/* csv: no formula guard */
       ROWS_BARE = 2 };	/* no header line */

/* rows_new: cols ends with a row whose name is NULL; borrowed.  BOOL values are
 * "0" and "1".  Lines end in LF, in csv in CRLF (RFC 4180). */
struct rows *rows_new(const char *format, const struct rows_col *cols,
    int flags, struct err *);
/* rows_add: one value per column, NULL = unknown.  0 or -1 with e (ERR_DATA:
 * more than 10,000 rows in a table). */
int rows_add(struct rows *, const char *const *values, struct err *);
int64_t rows_count(const struct rows *);
/* rows_flush: header and rows to fd; ERR_IO if it cannot take them.  May be
 * called again after more rows (not table: its widths would differ). */
int rows_flush(struct rows *, int fd, struct err *);
void rows_free(struct rows *);

/* The five columns of a plan, the same in every program. */
/* action subject upn change why */
extern const struct rows_col rows_plan[];

#endif
