#include "act/vault.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "act/key.h"
#include "base/mem.h"

#define MARK "sealed:"

enum { BOX_MAX = 180, BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

int
vault_shut(const char *dir, const char *tenant, const char *token,
    char out[VAULT_MAX + 1], struct err *e)
{
	unsigned char ed[LINK_PUBLIC_LEN], pk[crypto_box_PUBLICKEYBYTES];
	unsigned char box[BOX_MAX];
	size_t len = strlen(token), n;
	int key = key_newest(dir, tenant, "credential", e);

	if (key == 0 && len <= VAULT_MAX) {
		memcpy(out, token, len + 1);
		return 0;
	}
	if (key == -1 ||
	    key_public(dir, tenant, "credential", key, ed, e) == -1)
		return -1;
	if (len + crypto_box_SEALBYTES > sizeof(box) ||
	    crypto_sign_ed25519_pk_to_curve25519(pk, ed) != 0 ||
	    crypto_box_seal(box, (const unsigned char *)token, len, pk) != 0)
		return err_set(e, ERR_CONFIG, "the key %s.credential.%d.pub "
		    "seals nothing", tenant, key);
	n = (size_t)snprintf(out, VAULT_MAX + 1, MARK "%d:", key);
	(void)sodium_bin2base64(out + n, VAULT_MAX + 1 - n, box,
	    len + crypto_box_SEALBYTES, BASE64);
	return 0;
}

int
vault_open(const char *dir, const char *tenant, const char *kept,
    char out[VAULT_MAX + 1], struct err *e)
{
	unsigned char ed[LINK_SECRET_LEN], box[BOX_MAX];
	unsigned char sk[crypto_box_SECRETKEYBYTES];
	unsigned char pk[crypto_box_PUBLICKEYBYTES];
	const char *colon;
	size_t len = 0;
	int key, rc;

	memset(out, 0, VAULT_MAX + 1);
	if (strncmp(kept, MARK, strlen(MARK)) != 0) {
		(void)snprintf(out, VAULT_MAX + 1, "%s", kept);
		return 0;
	}
	if ((colon = strchr(kept + strlen(MARK), ':')) == NULL ||
	    sodium_base642bin(box, sizeof(box), colon + 1, strlen(colon + 1),
	    NULL, &len, NULL, BASE64) != 0 || len <= crypto_box_SEALBYTES)
		return err_set(e, ERR_DATA, "not what was sealed");
	if (key_secret_newest(dir, tenant, "credential", &key, ed, e) == -1)
		return -1;
	rc = crypto_sign_ed25519_sk_to_curve25519(sk, ed) == 0 &&
	    crypto_scalarmult_base(pk, sk) == 0 &&
	    crypto_box_seal_open((unsigned char *)out, box, len, pk, sk) == 0 ?
	    0 : err_set(e, ERR_DATA, "not sealed to %s.credential.%d", tenant,
	    key);
	mem_wipe(ed, sizeof(ed));
	mem_wipe(sk, sizeof(sk));
	return rc;
}
