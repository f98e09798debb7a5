#include "web/mark.h"

#include <sodium.h>
#include <string.h>

enum { MAC_LEN = 16, RAW_LEN = 6 + MAC_LEN };

/* mac: keyed by the token, over domain, print and the second. */
static void
mac(const char *token, const unsigned char print[32],
    const unsigned char at[6], unsigned char out[MAC_LEN])
{
	static const char domain[] = "ctr form 1";
	unsigned char key[crypto_generichash_KEYBYTES];
	crypto_generichash_state h;

	(void)crypto_generichash(key, sizeof(key), (const void *)token,
	    strlen(token), NULL, 0);
	(void)crypto_generichash_init(&h, key, sizeof(key), MAC_LEN);
	(void)crypto_generichash_update(&h, (const void *)domain,
	    sizeof(domain));
	(void)crypto_generichash_update(&h, print, 32);
	(void)crypto_generichash_update(&h, at, 6);
	(void)crypto_generichash_final(&h, out, MAC_LEN);
	sodium_memzero(key, sizeof(key));
}

void
mark_make(const char *token, const unsigned char print[32], int64_t now,
    char out[MARK_LEN + 1])
{
	unsigned char raw[RAW_LEN];
	int i;

	for (i = 0; i < 6; i++)
		raw[i] = (unsigned char)((uint64_t)now >> (8 * (5 - i)));
	mac(token, print, raw, raw + 6);
	sodium_bin2base64(out, MARK_LEN + 1, raw, sizeof(raw),
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

int
mark_ok(const char *s, const char *token, const unsigned char print[32],
    int64_t now)
{
	unsigned char raw[RAW_LEN], want[MAC_LEN];
	int64_t at = 0;
	size_t len;
	int i;

	if (s == NULL || sodium_base642bin(raw, sizeof(raw), s, strlen(s),
	    NULL, &len, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
	    len != sizeof(raw))
		return 0;
	for (i = 0; i < 6; i++)
		at = at << 8 | raw[i];
	mac(token, print, raw, want);
	return at <= now && now - at <= MARK_SECONDS &&
	    sodium_memcmp(want, raw + 6, MAC_LEN) == 0;
}
