/*
 * Memory that is there or the process is not: out of memory writes one line
 * on stderr and ends with status 71.  Sizes are checked for overflow.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* mem_out: the end itself, for a library's function that says so. */
void  mem_out(void) __attribute__((noreturn));
void *mem_alloc(size_t len);			/* len 0 gives 1 byte */
void *mem_zero(size_t n, size_t size);		/* n * size bytes of 0 */
void *mem_grow(void *p, size_t n, size_t size);	/* realloc to n * size */
char *mem_str(const char *s);			/* copy; NULL gives NULL */
char *mem_strn(const char *s, size_t len);	/* len bytes and a NUL */
void  mem_wipe(void *p, size_t len);		/* secrets; always done */

#endif
