/* A returned mail: whatever the bytes, some answer, no crash. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "domain/bounce.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bounce b;

	bounce_read((const char *)data, size, "x.test", &b);
	if ((b.id != 0) != (strlen(b.message_id) == 32) || b.id < 0)
		abort();
	if (strpbrk(b.words, "\r\n\t\033") != NULL)
		abort();
	return 0;
}
