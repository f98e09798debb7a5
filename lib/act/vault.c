#include "act/vault.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "act/key.h"
#include "base/mem.h"
#include "base/num.h"

#define MARK "sealed:"
#define USE "credential"

enum { BOX_MAX = 180, BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

/* seal: to the key whose public half this is. */
static int
seal(const unsigned char ed[LINK_PUBLIC_LEN], const char *data, size_t len,
    unsigned char *box, size_t *box_len)
{
	unsigned char pk[crypto_box_PUBLICKEYBYTES];

	if (len + crypto_box_SEALBYTES > *box_len ||
	    crypto_sign_ed25519_pk_to_curve25519(pk, ed) != 0 ||
	    crypto_box_seal(box, (const unsigned char *)data, len, pk) != 0)
		return -1;
	*box_len = len + crypto_box_SEALBYTES;
	return 0;
}

static int
unfit(const char *tenant, int key, struct err *e)
{
	return err_set(e, ERR_CONFIG, "the key %s." USE ".%d.pub seals "
	    "nothing", tenant, key);
}

int
vault_seal(const char *dir, const char *tenant, const char *data, size_t len,
    unsigned char *box, size_t *box_len, int *key, struct err *e)
{
	unsigned char ed[LINK_PUBLIC_LEN];

	if (key_public_newest(dir, tenant, USE, key, ed, e) == -1)
		return -1;
	return seal(ed, data, len, box, box_len) == 0 ? 0 :
	    unfit(tenant, *key, e);
}

int
vault_unseal(const char *dir, const char *tenant, int key,
    const unsigned char *box, size_t box_len, char *out, size_t room,
    struct err *e)
{
	unsigned char ed[LINK_SECRET_LEN];
	unsigned char sk[crypto_box_SECRETKEYBYTES];
	unsigned char pk[crypto_box_PUBLICKEYBYTES];
	int rc;

	memset(out, 0, room);
	if (box_len <= crypto_box_SEALBYTES ||
	    box_len - crypto_box_SEALBYTES >= room)
		return err_set(e, ERR_DATA, "a box of another size");
	if (key_secret(dir, tenant, USE, key, ed, e) == -1)
		return -1;
	rc = crypto_sign_ed25519_sk_to_curve25519(sk, ed) == 0 &&
	    crypto_scalarmult_base(pk, sk) == 0 &&
	    crypto_box_seal_open((unsigned char *)out, box, box_len, pk, sk) ==
	    0 ? 0 : err_set(e, ERR_DATA, "not sealed to %s." USE ".%d", tenant,
	    key);
	mem_wipe(ed, sizeof(ed));
	mem_wipe(sk, sizeof(sk));
	return rc;
}

int
vault_shut(const char *dir, const char *tenant, const char *token,
    char out[VAULT_MAX + 1], struct err *e)
{
	unsigned char box[BOX_MAX], ed[LINK_PUBLIC_LEN];
	size_t len = strlen(token), box_len = sizeof(box), n;
	int key = key_newest(dir, tenant, USE, e);

	if (key == 0 && len <= VAULT_MAX) {
		memcpy(out, token, len + 1);
		return 0;
	}
	if (key == -1 || key_public(dir, tenant, USE, key, ed, e) == -1)
		return -1;
	if (seal(ed, token, len, box, &box_len) == -1)
		return unfit(tenant, key, e);
	n = (size_t)snprintf(out, VAULT_MAX + 1, MARK "%d:", key);
	(void)sodium_bin2base64(out + n, VAULT_MAX + 1 - n, box, box_len,
	    BASE64);
	return 0;
}

/* key_of: N of "N:", and *box what follows; 0 if it is none. */
static int
key_of(const char *s, const char **box)
{
	size_t len = strcspn(s, ":");
	char text[8];
	int64_t n = 0;

	if (s[len] != ':' || len >= sizeof(text))
		return 0;
	memcpy(text, s, len);
	text[len] = '\0';
	*box = s + len + 1;
	return num_int(text, 1, KEY_NUMBER_MAX, &n) == 0 ? (int)n : 0;
}

int
vault_open(const char *dir, const char *tenant, const char *kept,
    char out[VAULT_MAX + 1], struct err *e)
{
	unsigned char box[BOX_MAX];
	const char *text;
	size_t len = 0;
	int key;

	if (strncmp(kept, MARK, strlen(MARK)) != 0) {
		memset(out, 0, VAULT_MAX + 1);
		(void)snprintf(out, VAULT_MAX + 1, "%s", kept);
		return 0;
	}
	if ((key = key_of(kept + strlen(MARK), &text)) == 0 ||
	    sodium_base642bin(box, sizeof(box), text, strlen(text), NULL, &len,
	    NULL, BASE64) != 0)
		return err_set(e, ERR_DATA, "not what was sealed");
	return vault_unseal(dir, tenant, key, box, len, out, VAULT_MAX + 1, e);
}
