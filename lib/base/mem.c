#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"

/* The one place of the library that ends the process. */
void
mem_out(void)
{
	static const char words[] = "out of memory\n";

	if (write(2, words, sizeof(words) - 1) == -1)
		_exit(ERR_SYSTEM);
	_exit(ERR_SYSTEM);
}

static void *
or_die(void *p)
{
	if (p == NULL)
		mem_out();
	return p;
}

void *
mem_alloc(size_t len)
{
	return or_die(malloc(len > 0 ? len : 1));
}

void *
mem_zero(size_t n, size_t size)
{
	return or_die(calloc(n > 0 ? n : 1, size > 0 ? size : 1));
}

void *
mem_grow(void *p, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		return or_die(NULL);
	return or_die(realloc(p, n * size > 0 ? n * size : 1));
}

char *
mem_str(const char *s)
{
	return s != NULL ? mem_strn(s, strlen(s)) : NULL;
}

char *
mem_strn(const char *s, size_t len)
{
	char *p = mem_grow(NULL, len < SIZE_MAX ? len + 1 : len, 1);

	memcpy(p, s, len);
	p[len] = '\0';
	return p;
}

/* Through a volatile pointer, so that no compiler leaves it out. */
void
mem_wipe(void *p, size_t len)
{
	static void *(*const volatile set)(void *, int, size_t) = memset;

	if (len > 0)
		(void)set(p, 0, len);
}
