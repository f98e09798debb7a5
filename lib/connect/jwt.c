#include <stdlib.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sodium.h>

#include "base/mem.h"
#include "connect/jwt.h"

#define LIFE_S 300
#define P256 32		/* bytes of r and of s */

static void
add_base64(struct buf *out, const void *p, size_t len)
{
	size_t n = sodium_base64_ENCODED_LEN(len,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *s = mem_alloc(n);

	sodium_bin2base64(s, n, p, len,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	buf_str(out, s);
	free(s);
}

static int
add_json(struct buf *out, json_t *o, struct err *e)
{
	char *s = json_dumps(o, JSON_COMPACT);

	if (s == NULL)
		return err_set(e, ERR_BUG, "a token that is no JSON");
	add_base64(out, s, strlen(s));
	free(s);
	return 0;
}

/* "RS256", "ES256", or NULL for a key that signs neither. */
static const char *
algorithm(const EVP_PKEY *key)
{
	char curve[40] = "";

	if (EVP_PKEY_is_a(key, "RSA"))
		return EVP_PKEY_get_bits(key) >= 2048 ? "RS256" : NULL;
	if (!EVP_PKEY_is_a(key, "EC"))
		return NULL;
	EVP_PKEY_get_group_name(key, curve, sizeof(curve), NULL);
	return strcmp(curve, "prime256v1") == 0 ? "ES256" : NULL;
}

/* JWS has r and s beside each other where libcrypto has them in DER
 * (RFC 7518, 3.4). */
static int
add_ecdsa(struct buf *out, const unsigned char *der, size_t len)
{
	unsigned char raw[2 * P256];
	const BIGNUM *r, *s;
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &der, (long)len);
	int good;

	if (sig == NULL)
		return 0;
	ECDSA_SIG_get0(sig, &r, &s);
	good = BN_bn2binpad(r, raw, P256) == P256 &&
	    BN_bn2binpad(s, raw + P256, P256) == P256;
	ECDSA_SIG_free(sig);
	if (good)
		add_base64(out, raw, sizeof(raw));
	return good;
}

/* Signs what stands in out, and adds ".signature". */
static int
add_signature(struct buf *out, EVP_PKEY *key, int ec)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char *sig = NULL;
	size_t len = 0;
	int good;

	if (ctx == NULL)
		mem_out();
	good = EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
	    EVP_DigestSign(ctx, NULL, &len, (const void *)buf_get(out),
	    out->len) == 1;
	if (good)
		sig = mem_alloc(len);
	good = good && EVP_DigestSign(ctx, sig, &len,
	    (const void *)buf_get(out), out->len) == 1;
	buf_chr(out, '.');
	if (good && ec)
		good = add_ecdsa(out, sig, len);
	else if (good)
		add_base64(out, sig, len);
	free(sig);
	EVP_MD_CTX_free(ctx);
	return good;
}

/* No passphrase, and nobody is asked for one. */
static int
no_passphrase(char *to, int size, int writing, void *arg)
{
	(void)to;
	(void)size;
	(void)writing;
	(void)arg;
	return -1;
}

static EVP_PKEY *
read_key(const char *pem)
{
	BIO *bio = BIO_new_mem_buf(pem, -1);
	EVP_PKEY *key;

	if (bio == NULL)
		mem_out();
	key = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL);
	BIO_free(bio);
	return key;
}

int
jwt_sign(json_t *header, json_t *claims, const char *pem, struct buf *out,
    struct err *e)
{
	EVP_PKEY *key = read_key(pem);
	const char *alg = key == NULL ? NULL : algorithm(key);
	struct buf b = BUF_INIT(65536);
	json_t *head = NULL;
	int rc = -1;

	if (key == NULL) {
		err_set(e, ERR_CONFIG, "no private key in PEM, or one with a"
		    " passphrase");
		goto out;
	}
	if (alg == NULL) {
		err_set(e, ERR_CONFIG, "a key that is neither RSA with 2048"
		    " bits or more nor P-256");
		goto out;
	}
	head = json_copy(header);
	json_object_set_new(head, "alg", json_string(alg));
	json_object_set_new(head, "typ", json_string("JWT"));
	if (add_json(&b, head, e) == -1)
		goto out;
	buf_chr(&b, '.');
	if (add_json(&b, claims, e) == -1)
		goto out;
	if (!add_signature(&b, key, *alg == 'E') || !buf_ok(&b))
		err_set(e, ERR_SYSTEM, "a token could not be signed");
	else
		rc = 0;
	if (rc == 0)
		buf_add(out, buf_get(&b), b.len);
out:
	json_decref(head);
	buf_clear(&b);
	EVP_PKEY_free(key);
	return rc;
}

int
jwt_assertion(const struct jwt_client *c, int64_t now, struct buf *out,
    struct err *e)
{
	unsigned char id[16];
	char jti[2 * sizeof(id) + 1];
	json_t *header = json_object(), *claims;
	int rc;

	randombytes_buf(id, sizeof(id));
	sodium_bin2hex(jti, sizeof(jti), id, sizeof(id));
	if (c->kid != NULL)
		json_object_set_new(header, "kid", json_string(c->kid));
	if (c->thumbprint != NULL)
		json_object_set_new(header, "x5t#S256",
		    json_string(c->thumbprint));
	claims = json_pack("{s:s,s:s,s:s,s:s,s:I,s:I,s:I}", "iss",
	    c->client_id, "sub", c->client_id, "aud", c->audience, "jti", jti,
	    "iat", (json_int_t)now, "nbf", (json_int_t)now, "exp",
	    (json_int_t)(now + LIFE_S));
	rc = claims == NULL ? err_set(e, ERR_DATA, "a client that is no text") :
	    jwt_sign(header, claims, c->pem, out, e);
	json_decref(header);
	json_decref(claims);
	return rc;
}
