/*
 * Lines from a descriptor that may block, end or never stop: what came is kept
 * until a whole line is there.  A line may hold at most max bytes.
 */
#ifndef CONNECT_LINES_H
#define CONNECT_LINES_H

#include <stddef.h>

struct lines {
	char	*p;
	size_t	from, to;	/* what came and was not taken yet */
	size_t	seen;		/* no newline before this */
	size_t	cap;
	size_t	max;
	int	eof;
};

void lines_init(struct lines *, size_t max);
void lines_clear(struct lines *);

/*
 * lines_fill: one read(2).  1 something came, 0 nothing now (EAGAIN), -1 the
 * end: end of file or an error.
 */
int lines_fill(struct lines *, int fd);

/*
 * lines_next: the next whole line without its newline, a NUL behind it,
 * borrowed until the next call of either.  1; 0 if there is none yet; -1 if
 * it is longer than max.  After the end of file an unfinished last line counts
 * as none.
 */
int lines_next(struct lines *, char **line, size_t *len);

/* lines_rest: what an end of file left unfinished: 1 with it, 0 if nothing. */
int lines_rest(struct lines *, char **line, size_t *len);

#endif
