/*
 * One row of a roster: from cells as they came to a contractor's fields.
 *
 * A column that is absent says nothing (no bit in has); an empty cell takes
 * the roster's value away (the bit, and NULL).  A row that cannot be read is
 * refused whole, with the cell and the reason; its key, where readable, still
 * shows that the contractor is there.
 */
#ifndef DOMAIN_ROSTER_ROW_H
#define DOMAIN_ROSTER_ROW_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "domain/roster_head.h"

/* Why a row was refused: words and cure in roster_why_words. */
enum roster_why {
	ROSTER_FINE,
	ROSTER_TORN,		/* quotes that do not match */
	ROSTER_FEW,		/* fewer cells than the header */
	ROSTER_MANY,		/* more of them */
	ROSTER_WIDE,		/* more than ROSTER_COLUMNS */
	ROSTER_LONG,		/* a cell over ROSTER_CELL, a record of 1 MiB */
	ROSTER_NUL,
	ROSTER_UTF8,
	ROSTER_JSON,		/* not JSON, or a name twice */
	ROSTER_OBJECT,		/* JSON, but no object */
	ROSTER_NESTED,		/* a list or object where text is due */
	ROSTER_NO_KEY,
	ROSTER_BAD_UPN,
	ROSTER_BAD_ID,
	ROSTER_BAD_MAIL,
	ROSTER_BAD_MANAGER,
	ROSTER_BAD_DAY,
	ROSTER_ORDER,		/* end before start */
	ROSTER_BAD_EXTRA,	/* ctr-list's extra column is no object */
	ROSTER_TWICE,		/* same key, another content */
	ROSTER_AMBIGUOUS,	/* points at two contractors */
	ROSTER_TWO_COLUMNS	/* two names for one field in an object */
};

/* One cell as it came; NUL-terminated, and the row may write in it. */
struct roster_cell {
	enum { CELL_ABSENT, CELL_TEXT, CELL_JSON } kind;
	char	*p;		/* NULL: JSON's null */
	size_t	len;		/* more than strlen: it holds a NUL */
};

/* One record as it came; cell i belongs to column i of the head. */
struct roster_raw {
	int64_t	line;		/* of its first byte, 1 first */
	int64_t	offset;		/* of its first byte in the decoded text */
	size_t	len;		/* its bytes */
	int	ncells;
	struct roster_cell *cells;
	enum roster_why why;	/* what the reader found wrong */
	int	column;		/* where, 0 first; -1 nowhere in particular */
};

struct roster_row {
	int64_t	line;
	unsigned has;		/* bit per enum roster_field */
	const char *value[ROSTER_FIELDS];	/* borrowed; NULL: empty */
	/* Room for what is made here: values point into the record's cells,
	 * or here. */
	char	upn_key[768];	/* folded; "" without upn */
	char	manager_key[768];
	char	start[11], end[11];
	struct buf name, extra;
};

/* What is wrong with a row. */
struct roster_fault {
	enum roster_why why;
	int	column;		/* 0 first; -1 none */
	char	value[64];	/* the beginning of the cell */
};

void roster_row_init(struct roster_row *);
void roster_row_clear(struct roster_row *);

/*
 * roster_row_read: dates is NULL (ISO) or a format for when_read; ISO is
 * taken besides.  1 fine; 0 refused: f says why, and the row holds its key
 * (ROSTER_UPN, ROSTER_WORKER_ID) as far as that can be read.
 */
int roster_row_read(const struct roster_head *, struct roster_raw *,
    const char *dates, struct roster_row *, struct roster_fault *);

/* roster_row_has_key: 1 if upn or worker_id was read. */
int roster_row_has_key(const struct roster_row *);

/* roster_why_words: the reason and the cure, never NULL. */
void roster_why_words(enum roster_why, const char **reason,
    const char **cure);

#endif
