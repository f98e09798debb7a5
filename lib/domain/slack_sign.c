#include "domain/slack_sign.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "base/num.h"

int
slack_sign_read(const char *signature, const char *timestamp,
    unsigned char mac[SLACK_SIGN_LEN], int64_t *at)
{
	size_t n;

	/* One way of writing a number alone: it is signed as it stands. */
	if (signature == NULL || timestamp == NULL || timestamp[0] == '0' ||
	    num_int(timestamp, 1, 99999999999, at) == -1 ||
	    timestamp[strspn(timestamp, "0123456789")] != '\0')
		return -1;
	if (strncmp(signature, "v0=", 3) != 0 ||
	    strlen(signature) != 3 + 2 * SLACK_SIGN_LEN ||
	    sodium_hex2bin(mac, SLACK_SIGN_LEN, signature + 3,
	    2 * SLACK_SIGN_LEN, NULL, &n, NULL) != 0)
		return -1;
	return n == SLACK_SIGN_LEN ? 0 : -1;
}

int
slack_sign_ok(const char *secret, int64_t at, const void *body, size_t len,
    const unsigned char mac[SLACK_SIGN_LEN])
{
	unsigned char own[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state st;
	char head[32];
	int n = snprintf(head, sizeof(head), "v0:%lld:", (long long)at);

	/* Without a secret anybody could sign. */
	if (secret == NULL || *secret == '\0')
		return 0;
	(void)crypto_auth_hmacsha256_init(&st, (const unsigned char *)secret,
	    strlen(secret));
	(void)crypto_auth_hmacsha256_update(&st, (const unsigned char *)head,
	    (unsigned long long)n);
	(void)crypto_auth_hmacsha256_update(&st, body, len);
	(void)crypto_auth_hmacsha256_final(&st, own);
	sodium_memzero(&st, sizeof(st));
	return sodium_memcmp(own, mac, sizeof(own)) == 0;
}
