/* Numbers from text, with bounds: no sign but '-', no space, no leftovers. */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdint.h>

/* num_int: decimal s in [min, max] to *out: 0, else -1 and *out untouched. */
int num_int(const char *s, int64_t min, int64_t max, int64_t *out);

#endif
