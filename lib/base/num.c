#include "base/num.h"

#include <stddef.h>

int
num_int(const char *s, int64_t min, int64_t max, int64_t *out)
{
	int minus = 0;
	int64_t v = 0;

	if (s == NULL)
		return -1;
	if (*s == '-') {
		minus = 1;
		s++;
	}
	if (*s == '\0')
		return -1;
	for (; *s != '\0'; s++) {
		int d = *s - '0';

		if (d < 0 || d > 9)
			return -1;
		/* Downwards: INT64_MIN has no positive twin. */
		if (v < (INT64_MIN + d) / 10)
			return -1;
		v = v * 10 - d;
	}
	if (!minus && v == INT64_MIN)
		return -1;
	v = minus ? v : -v;
	if (v < min || v > max)
		return -1;
	*out = v;
	return 0;
}
