#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "connect/digest.h"

void
digest_json(json_t *o, char out[DIGEST_LEN])
{
	char *s = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS |
	    JSON_ENCODE_ANY);
	uint64_t h = 0xcbf29ce484222325u;	/* FNV-1a */
	const char *p;

	for (p = s; p != NULL && *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 0x100000001b3u;
	free(s);
	snprintf(out, DIGEST_LEN, "%016" PRIx64, h);
}
