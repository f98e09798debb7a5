/*
 * SHA-256 (FIPS 180-4) by libnettle, which uses the processor's own
 * instructions for it where there are: evidence takes two for each record,
 * and a first load writes a million.  Nothing here fails or allocates.
 */
#ifndef BASE_SHA_H
#define BASE_SHA_H

#include <stddef.h>

#include <nettle/sha2.h>

enum { SHA_LEN = SHA256_DIGEST_SIZE };	/* bytes: 32 */

struct sha {
	struct sha256_ctx c;
};

void sha_start(struct sha *);
void sha_add(struct sha *, const void *p, size_t len);
/* sha_str: the text without its NUL. */
void sha_str(struct sha *, const char *s);
/* sha_end: what was added; then s is as after sha_start. */
void sha_end(struct sha *, unsigned char out[SHA_LEN]);
/* sha_of: all at once. */
void sha_of(const void *p, size_t len, unsigned char out[SHA_LEN]);

#endif
