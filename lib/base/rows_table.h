/* The "table" format of rows.h: libsmartcols, headings, terminal width. */
#ifndef BASE_ROWS_TABLE_H
#define BASE_ROWS_TABLE_H

#include "base/rows.h"

enum { ROWS_TABLE_MAX = 10000 };	/* it is held in memory */

struct rows_table;

struct rows_table *rows_table_new(const struct rows_col *, int bare,
    struct err *);
/* rows_table_line: begins a row; ERR_DATA if there would be too many. */
int rows_table_line(struct rows_table *, struct err *);
/* rows_table_cell: the next cell of the row, columns that are not wide. */
int rows_table_cell(struct rows_table *, const char *value, struct err *);
/* rows_table_print: to fd, once; nothing if there is no row. */
int rows_table_print(struct rows_table *, int fd, struct err *);
void rows_table_free(struct rows_table *);

#endif
