/*
 * A growing string with a limit.  From the first piece on that does not fit
 * nothing is added: callers add at will and ask buf_ok once at the end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
	char	*p;	/* len bytes and a NUL; NULL while nothing was added */
	size_t	len;
	size_t	cap;
	size_t	max;	/* len never exceeds it */
	int	full;	/* something did not fit */
};

#define BUF_INIT(max_len) { NULL, 0, 0, (max_len), 0 }

void buf_init(struct buf *, size_t max_len);
void buf_clear(struct buf *);			/* frees; may be used again */
void buf_empty(struct buf *);			/* as new, keeps memory */
void buf_cut(struct buf *, size_t len);		/* back to len bytes; full 0 */
void buf_add(struct buf *, const void *, size_t len);
/* buf_more: len more bytes, for the caller to fill at once; NULL: no room. */
char *buf_more(struct buf *, size_t len);
void buf_str(struct buf *, const char *);
void buf_chr(struct buf *, char);
void buf_int(struct buf *, int64_t);	/* decimal; cheaper than buf_fmt */
void buf_fmt(struct buf *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void buf_vfmt(struct buf *, const char *fmt, va_list)
    __attribute__((format(printf, 2, 0)));
int buf_ok(const struct buf *);			/* 1 if all of it fitted */
const char *buf_get(const struct buf *);	/* NUL-terminated, maybe "" */
char *buf_take(struct buf *);			/* caller frees; buf is empty */

#endif
