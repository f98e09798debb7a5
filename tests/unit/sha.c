/* SHA-256 by the examples of FIPS 180-4 (NIST's "SHA256" example values), by
 * libsodium's, and in pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sodium.h>
#include <string.h>

#include "base/sha.h"

static const struct {
	const char *text, *hex;
} known[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	    "248d6a61d20638b8e5c026930c3e6039"
	    "a33ce45964ff2167f6ecedd419db06c1" },
};

static void
test_known(void **state)
{
	unsigned char out[SHA_LEN];
	struct sha s;
	char hex[65];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		sha_of(known[i].text, strlen(known[i].text), out);
		sodium_bin2hex(hex, sizeof(hex), out, sizeof(out));
		assert_string_equal(hex, known[i].hex);
		sha_start(&s);
		sha_str(&s, known[i].text);
		sha_end(&s, out);
		sodium_bin2hex(hex, sizeof(hex), out, sizeof(out));
		assert_string_equal(hex, known[i].hex);
	}
	sha_of(NULL, 0, out);
	sodium_bin2hex(hex, sizeof(hex), out, sizeof(out));
	assert_string_equal(hex, known[0].hex);
}

/* Every length around the blocks, cut at every place, is what another library
 * makes of it; and the end is a new start. */
static void
test_pieces(void **state)
{
	unsigned char in[200], is[SHA_LEN], want[32];
	struct sha s;
	size_t len, cut;

	(void)state;
	for (len = 0; len < sizeof(in); len++)
		in[len] = (unsigned char)(len * 7 + 1);
	sha_start(&s);
	for (len = 0; len <= sizeof(in); len++) {
		crypto_hash_sha256(want, in, len);
		for (cut = 0; cut <= len; cut++) {
			sha_add(&s, in, cut);
			sha_add(&s, in + cut, len - cut);
			sha_end(&s, is);
			assert_memory_equal(is, want, sizeof(want));
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
