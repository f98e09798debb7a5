/*
 * CSV rosters, read by libcsv behind this one file, which knows its traps:
 *
 * - only STRICT with STRICT_FINI tells torn quotes from data; without, an
 *   open quote turns the rest of the file into one cell and success;
 * - after a strict error csv_parse returns short, and csv_fini would give out
 *   the half row and report success: here the parser is thrown away;
 * - blank lines are skipped without a word, so lines are counted here;
 * - it has no limit on cells, columns or encoding, lets NUL pass, and cannot
 *   be stopped from a callback;
 * - a cut last line is a row to it: whether the last line ended is told.
 *
 * A torn record costs its first line: reading goes on with the next line, so
 * that one stray quote does not swallow the rows after it.
 */
#ifndef CONNECT_ROSTER_CSV_H
#define CONNECT_ROSTER_CSV_H

#include "connect/roster_src.h"
#include "domain/roster_row.h"

/* One record; raw is borrowed for the call.  -1 stops the reading. */
typedef int roster_record_cb(struct roster_raw *raw, void *arg);

/* How a file ended. */
struct roster_end {
	int	torn;		/* inside a quote, an object or an array */
	int	open_line;	/* the last line has no line end */
	int64_t	head_len;	/* bytes of the header line, at offset 0 */
	int64_t	head_at;	/* where it begins */
	int64_t	size;		/* of the text */
};

/*
 * roster_csv_read: delimiter 0 is found out on the header line, among comma,
 * semicolon, tab and bar ("sep=;" above it counts).  head is filled from the
 * header.  0, or -1: e is set (ERR_DATA: no usable header; ERR_IO), or cb
 * stopped it and e is not.  A file without a line has an empty head: 0.
 */
int roster_csv_read(struct roster_src *, char delimiter, struct roster_head *,
    roster_record_cb *cb, void *arg, struct roster_end *, struct err *);

#endif
