/* A short name for a state, to notice a change, not to resist one. */
#ifndef CONNECT_DIGEST_H
#define CONNECT_DIGEST_H

#include <jansson.h>

#define DIGEST_LEN 17	/* 16 hex digits and a NUL */

/* digest_json: of o with its members in order. */
void digest_json(json_t *o, char out[DIGEST_LEN]);

#endif
