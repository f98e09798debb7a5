/*
 * The text of a roster, a window of it: lines are taken from it one by one,
 * and what is done with is dropped.
 */
#ifndef CONNECT_ROSTER_TEXT_H
#define CONNECT_ROSTER_TEXT_H

#include <sys/types.h>

#include "connect/roster_src.h"

struct roster_text {
	struct roster_src *src;
	char	*text;		/* len bytes not yet done with */
	size_t	len;
	size_t	pos;		/* where the next line begins */
	int	eof;
	int64_t	base;		/* offset of text[0] in the whole */
	int64_t	size;		/* of what was read */
	size_t	max;
	char	*room;
	size_t	cap;
};

/* roster_text_init: src is borrowed; no line is longer than max. */
void roster_text_init(struct roster_text *, struct roster_src *, size_t max);
void roster_text_clear(struct roster_text *);

/*
 * roster_text_line: bytes of the line at pos with its end (LF, CRLF or CR);
 * the last one may have none.  0 at the end, -1 with e.  A longer one is given
 * in pieces of at least max bytes without an end.
 */
ssize_t roster_text_line(struct roster_text *, struct err *);
/* roster_text_drop: the first n bytes are done with; pos is 0. */
void roster_text_drop(struct roster_text *, size_t n);

#endif
