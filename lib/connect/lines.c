#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "connect/lines.h"

#define LINES_PART 65536	/* bytes asked for in one read */

void
lines_init(struct lines *l, size_t max)
{
	memset(l, 0, sizeof(*l));
	l->max = max;
}

void
lines_clear(struct lines *l)
{
	if (l->p != NULL)
		mem_wipe(l->p, l->cap);
	free(l->p);
	lines_init(l, l->max);
}

/* Room for one more part and a NUL: first by moving, then by growing. */
static void
make_room(struct lines *l)
{
	if (l->from > 0) {
		memmove(l->p, l->p + l->from, l->to - l->from);
		l->to -= l->from;
		l->seen -= l->from;
		l->from = 0;
	}
	if (l->cap - l->to < LINES_PART + 1) {
		l->cap = l->to + LINES_PART + 1 + l->cap / 2;
		l->p = mem_grow(l->p, l->cap, 1);
	}
}

int
lines_fill(struct lines *l, int fd)
{
	ssize_t n;

	if (l->eof)
		return -1;
	make_room(l);
	do {
		n = read(fd, l->p + l->to, LINES_PART);
	} while (n == -1 && errno == EINTR);
	if (n > 0) {
		l->to += (size_t)n;
		return 1;
	}
	if (n == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return 0;
	l->eof = 1;
	return -1;
}

int
lines_next(struct lines *l, char **line, size_t *len)
{
	char *end = NULL;

	if (l->seen < l->to)
		end = memchr(l->p + l->seen, '\n', l->to - l->seen);
	if (end == NULL) {
		l->seen = l->to;
		return l->to - l->from > l->max ? -1 : 0;
	}
	*line = l->p + l->from;
	*len = (size_t)(end - *line);
	if (*len > l->max)
		return -1;
	*end = '\0';
	l->from = l->seen = (size_t)(end - l->p) + 1;
	return 1;
}

int
lines_rest(struct lines *l, char **line, size_t *len)
{
	if (!l->eof || l->from == l->to)
		return 0;
	*line = l->p + l->from;
	*len = l->to - l->from;
	(*line)[*len] = '\0';	/* make_room left a byte for it */
	l->from = l->seen = l->to;
	return 1;
}
