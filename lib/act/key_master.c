#include "act/key_master.h"

#include <sodium.h>

#include "act/key.h"
#include "act/key_internal.h"
#include "base/mem.h"
#include "base/safe.h"

int
key_master_make(const char *dir, const char *tenant, int *number,
    struct err *e)
{
	unsigned char master[BEARER_MASTER_LEN];
	char path[KEY_PATH_LEN], hex[2 * BEARER_MASTER_LEN + 2];
	int n, put = 0;

	if ((n = key_highest(dir, tenant, "api", 0, e)) == -1)
		return -1;
	randombytes_buf(master, sizeof(master));
	(void)sodium_bin2hex(hex, sizeof(hex), master, sizeof(master));
	hex[2 * BEARER_MASTER_LEN] = '\n';
	/* Another run may take a number before us. */
	while (put == 0 && n < KEY_NUMBER_MAX)
		if (key_path(path, dir, tenant, "api", ++n, "", e) == -1)
			put = -1;
		else
			put = key_put_new(path, hex, sizeof(hex) - 1, 0400, e);
	mem_wipe(master, sizeof(master));
	mem_wipe(hex, sizeof(hex));
	if (put == 0)
		return err_set(e, ERR_CREATE, "%s: no number is left", dir);
	if (put == -1 || safe_sync_dir(dir, e) == -1)
		return -1;
	*number = n;
	return 0;
}

int
key_master_newest(const char *dir, const char *tenant, struct err *e)
{
	return key_highest(dir, tenant, "api", 1, e);
}

int
key_master(const char *dir, const char *tenant, int number,
    unsigned char master[BEARER_MASTER_LEN], struct err *e)
{
	struct buf b = BUF_INIT(2 * BEARER_MASTER_LEN + 1);
	char path[KEY_PATH_LEN];
	int rc = -1;

	if (key_path(path, dir, tenant, "api", number, "", e) == 0)
		rc = safe_secret(path, &b, e) == 0 ? key_unhex(path, &b,
		    master, BEARER_MASTER_LEN, e) :
		    key_missed(path, dir, tenant, "api", e);
	if (b.p != NULL)
		mem_wipe(b.p, b.cap);
	buf_clear(&b);
	return rc;
}
