/* Signed tokens: what openssl made of the keys must verify what we signed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <sodium.h>

#include "connect/jwt.h"

#define NOW 1795000000

/* A new key; its PEM in text, which the caller frees. */
static EVP_PKEY *
new_key(EVP_PKEY *key, char **text)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *p;
	long len;

	assert_non_null(key);
	assert_int_equal(PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0,
	    NULL, NULL), 1);
	len = BIO_get_mem_data(bio, &p);
	*text = strndup(p, (size_t)len);
	BIO_free(bio);
	return key;
}

static size_t
decode(const char *s, size_t len, unsigned char *out, size_t size)
{
	size_t n;

	assert_int_equal(sodium_base642bin(out, size, s, len, NULL, &n, NULL,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING), 0);
	out[n] = '\0';
	return n;
}

static int
verifies(EVP_PKEY *key, const char *token, int ec)
{
	const char *dot = strrchr(token, '.');
	unsigned char sig[1024], der[1024], *p = der;
	size_t n = decode(dot + 1, strlen(dot + 1), sig, sizeof(sig) - 1);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	ECDSA_SIG *both;
	int good;

	if (ec) {
		assert_int_equal(n, 64);
		both = ECDSA_SIG_new();
		ECDSA_SIG_set0(both, BN_bin2bn(sig, 32, NULL),
		    BN_bin2bn(sig + 32, 32, NULL));
		n = (size_t)i2d_ECDSA_SIG(both, &p);
		memcpy(sig, der, n);
		ECDSA_SIG_free(both);
	}
	good = EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
	    EVP_DigestVerify(ctx, sig, n, (const unsigned char *)token,
	    (size_t)(dot - token)) == 1;
	EVP_MD_CTX_free(ctx);
	return good;
}

/* Part n of a token, as JSON. */
static json_t *
part(const char *token, int n)
{
	unsigned char text[4096];
	size_t len;

	for (; n > 0; n--)
		token = strchr(token, '.') + 1;
	len = strcspn(token, ".");
	len = decode(token, len, text, sizeof(text) - 1);
	return json_loadb((char *)text, len, 0, NULL);
}

static void
one(EVP_PKEY *key, char *pem, const char *alg)
{
	struct jwt_client c = { "0oa1", "https://a.test/t", pem, "k1", NULL };
	struct buf out = BUF_INIT(10000), again = BUF_INIT(10000);
	struct err e = ERR_INIT;
	json_t *head, *claims;

	assert_int_equal(jwt_assertion(&c, NOW, &out, &e), 0);
	assert_int_equal(jwt_assertion(&c, NOW, &again, &e), 0);
	assert_true(verifies(key, buf_get(&out), *alg == 'E'));
	head = part(buf_get(&out), 0);
	claims = part(buf_get(&out), 1);
	assert_string_equal(json_string_value(json_object_get(head, "alg")),
	    alg);
	assert_string_equal(json_string_value(json_object_get(head, "kid")),
	    "k1");
	assert_string_equal(json_string_value(json_object_get(claims, "aud")),
	    "https://a.test/t");
	assert_int_equal(json_integer_value(json_object_get(claims, "exp")),
	    NOW + 300);
	json_decref(claims);
	claims = part(buf_get(&again), 1);
	json_decref(head);
	head = part(buf_get(&out), 1);
	assert_string_not_equal(
	    json_string_value(json_object_get(head, "jti")),
	    json_string_value(json_object_get(claims, "jti")));
	json_decref(head);
	json_decref(claims);
	buf_clear(&out);
	buf_clear(&again);
	EVP_PKEY_free(key);
	free(pem);
}

static void
signs(void **state)
{
	char *pem;
	EVP_PKEY *key;

	(void)state;
	key = new_key(EVP_RSA_gen(2048), &pem);
	one(key, pem, "RS256");
	key = new_key(EVP_EC_gen("P-256"), &pem);
	one(key, pem, "ES256");
}

static void
refuses(void **state)
{
	struct jwt_client c = { "0oa1", "https://a.test/t", NULL, NULL, NULL };
	struct buf out = BUF_INIT(10000);
	struct err e = ERR_INIT;
	char *pem[4];
	size_t i;

	(void)state;
	EVP_PKEY_free(new_key(EVP_RSA_gen(1024), &pem[0]));
	EVP_PKEY_free(new_key(EVP_EC_gen("P-384"), &pem[1]));
	pem[2] = strdup("-----BEGIN PRIVATE KEY-----\nAAAA\n"
	    "-----END PRIVATE KEY-----\n");
	pem[3] = strdup("hunter2");
	for (i = 0; i < 4; i++) {
		c.pem = pem[i];
		assert_int_equal(jwt_assertion(&c, NOW, &out, &e), -1);
		assert_int_equal(e.kind, ERR_CONFIG);
		assert_null(strstr(e.text, "hunter2"));
		assert_int_equal(out.len, 0);
		free(pem[i]);
	}
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signs), cmocka_unit_test(refuses)
	};

	if (sodium_init() == -1)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
