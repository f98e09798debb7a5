#include "base/sha.h"

#include <string.h>

void
sha_start(struct sha *s)
{
	sha256_init(&s->c);
}

void
sha_add(struct sha *s, const void *p, size_t len)
{
	if (len > 0)	/* p may be NULL then */
		sha256_update(&s->c, len, p);
}

void
sha_str(struct sha *s, const char *text)
{
	sha_add(s, text, strlen(text));
}

void
sha_end(struct sha *s, unsigned char out[SHA_LEN])
{
	sha256_digest(&s->c, SHA_LEN, out);
}

void
sha_of(const void *p, size_t len, unsigned char out[SHA_LEN])
{
	struct sha s;

	sha_start(&s);
	sha_add(&s, p, len);
	sha_end(&s, out);
}
