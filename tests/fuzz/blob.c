/* Any bytes as a page of a list of blobs: never a crash, and what is taken has
 * a name of well-formed text, an ETag and a length. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "connect/blob.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct buf next = BUF_INIT(4096);
	struct blob_item *items = NULL;
	struct err e = ERR_INIT;
	size_t n = 0, i;

	if (blob_page((const char *)data, len, &items, &n, &next, &e) == -1 &&
	    e.kind == ERR_NONE)
		abort();
	for (i = 0; i < n; i++)
		if (items[i].etag == NULL || items[i].size < 0 ||
		    !text_ok(items[i].name, strlen(items[i].name)))
			abort();
	blob_list_free(items, n);
	buf_clear(&next);
	return 0;
}
