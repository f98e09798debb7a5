/*
 * Any bytes as a token: never a crash; what is taken is the one spelling of
 * what it says; and no token that we did not make is genuine.
 */
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "domain/link.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const unsigned char seed[crypto_sign_SEEDBYTES] = { 1 };
	static const struct link_about about = { .tenant = "acme",
		.contractor = 17, .nonce = "0123456789abcdef", .nonce_len = 16,
		.reviewer_key = "m.jones@x.test" };
	unsigned char public[LINK_PUBLIC_LEN], secret[LINK_SECRET_LEN];
	char mine[LINK_LEN + 1];
	struct link l;

	if (sodium_init() == -1)
		abort();
	if (link_parse((const char *)data, len, &l) == -1)
		return 0;
	if (len != LINK_LEN || l.id < 1 || l.key < 1)
		abort();
	(void)crypto_sign_seed_keypair(public, secret, seed);
	if (link_make(&l, &about, secret, mine) == -1)
		abort();
	if (link_check(&l, &about, public) && memcmp(mine, data, len) != 0)
		abort();
	return 0;
}
