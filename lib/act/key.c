#include <sys/types.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "act/key.h"
#include "act/key_internal.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/safe.h"
#include "base/tenant.h"

const char *
key_dir(const struct conf *cf, char *room, size_t room_len)
{
	const char *set = cf == NULL ? NULL : conf_get(cf, "", "keys");

	if (set != NULL)
		return set;
	(void)snprintf(room, room_len, "%s/keys", tenant_etc());
	return room;
}

int
key_path(char path[KEY_PATH_LEN], const char *dir, const char *tenant,
    const char *use, int number, const char *end, struct err *e)
{
	int n = snprintf(path, KEY_PATH_LEN, "%s/%s.%s.%d%s", dir, tenant, use,
	    number, end);

	if (n < 0 || n >= KEY_PATH_LEN)
		return err_set(e, ERR_CONFIG, "%.200s: name too long", dir);
	return 0;
}

/* key_number: N if name is TENANT.USE.N, *public tells of ".pub"; else 0. */
static int
key_number(const char *name, const char *tenant, const char *use, int *public)
{
	char text[16];
	size_t t = strlen(tenant), u = strlen(use), len;
	int64_t n;

	if (strncmp(name, tenant, t) != 0 || name[t] != '.' ||
	    strncmp(name + t + 1, use, u) != 0 || name[t + 1 + u] != '.')
		return 0;
	name += t + u + 2;
	len = strlen(name);
	*public = len > 4 && strcmp(name + len - 4, ".pub") == 0;
	if (*public)
		len -= 4;
	if (len >= sizeof(text) || name[0] == '0')
		return 0;
	memcpy(text, name, len);
	text[len] = '\0';
	return num_int(text, 1, KEY_NUMBER_MAX, &n) == 0 ? (int)n : 0;
}

/* key_highest: of the secrets, or of all files; 0 if there is none. */
int
key_highest(const char *dir, const char *tenant, const char *use, int secrets,
    struct err *e)
{
	struct dirent *d;
	DIR *dp;
	int best = 0, n, public = 0;

	if ((dp = opendir(dir)) == NULL)
		return err_sys(e, safe_kind(), "%s", dir);
	while ((errno = 0, d = readdir(dp)) != NULL) {
		n = key_number(d->d_name, tenant, use, &public);
		if (n > best && !(secrets && public))
			best = n;
	}
	if (errno != 0)
		best = err_sys(e, ERR_IO, "%s", dir);
	(void)closedir(dp);
	return best;
}

/*
 * key_put_new: data as path, whole, unless there is one: 1 done, 0 there is
 * one, -1.  link(2) refuses a name that is taken, which rename(2) would not.
 */
int
key_put_new(const char *path, const char *data, size_t len, mode_t mode,
    struct err *e)
{
	char temp[KEY_PATH_LEN + 32];
	int fd, rc = -1;

	(void)snprintf(temp, sizeof(temp), "%s.%ld.tmp", path, (long)getpid());
	(void)unlink(temp);	/* of a dead process with our number */
	fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    0400);
	if (fd == -1)
		return err_sys(e, ERR_CREATE, "%s", temp);
	if (safe_all(fd, data, len) == -1 || fchmod(fd, mode) == -1 ||
	    fsync(fd) == -1) {
		(void)err_sys(e, ERR_IO, "%s", temp);
		(void)close(fd);
		goto out;
	}
	if (close(fd) == -1) {
		(void)err_sys(e, ERR_IO, "%s", temp);
		goto out;
	}
	if (link(temp, path) == 0)
		rc = 1;
	else if (errno == EEXIST)
		rc = 0;
	else
		(void)err_sys(e, ERR_CREATE, "%s", path);
out:
	(void)unlink(temp);
	return rc;
}

/* claim: the public half under the first number that is free. */
static int
claim(const char *dir, const char *tenant, const char *use,
    const unsigned char *public, struct err *e)
{
	char path[KEY_PATH_LEN], hex[2 * LINK_PUBLIC_LEN + 2];
	int n, rc;

	(void)sodium_bin2hex(hex, sizeof(hex), public, LINK_PUBLIC_LEN);
	hex[2 * LINK_PUBLIC_LEN] = '\n';
	if ((n = key_highest(dir, tenant, use, 0, e)) == -1)
		return -1;
	for (n++; n <= KEY_NUMBER_MAX; n++) {
		if (key_path(path, dir, tenant, use, n, ".pub", e) == -1)
			return -1;
		rc = key_put_new(path, hex, 2 * LINK_PUBLIC_LEN + 1, 0644, e);
		if (rc != 0)
			return rc == 1 ? n : -1;
	}
	return err_set(e, ERR_CREATE, "%s: no number is left", dir);
}

int
key_make(const char *dir, const char *tenant, const char *use, int *number,
    struct err *e)
{
	unsigned char public[LINK_PUBLIC_LEN], secret[LINK_SECRET_LEN];
	char path[KEY_PATH_LEN], hex[2 * LINK_SECRET_LEN + 2];
	int n, rc = -1, put;

	if (sodium_init() == -1)
		return err_set(e, ERR_SYSTEM, "libsodium does not start");
	if (crypto_sign_keypair(public, secret) != 0) {
		(void)err_set(e, ERR_SYSTEM, "no key could be made");
		goto out;
	}
	(void)sodium_bin2hex(hex, sizeof(hex), secret, sizeof(secret));
	hex[2 * LINK_SECRET_LEN] = '\n';
	if ((n = claim(dir, tenant, use, public, e)) == -1 ||
	    key_path(path, dir, tenant, use, n, "", e) == -1)
		goto out;
	put = key_put_new(path, hex, 2 * LINK_SECRET_LEN + 1, 0400, e);
	if (put == 0)
		(void)err_set(e, ERR_CREATE, "%s is already there", path);
	if (put != 1 || safe_sync_dir(dir, e) == -1)
		goto out;
	*number = n;
	rc = 0;
out:
	mem_wipe(secret, sizeof(secret));
	mem_wipe(hex, sizeof(hex));
	return rc;
}

/* key_unhex: exactly want bytes from the file's one line. */
int
key_unhex(const char *path, const struct buf *b, unsigned char *out,
    size_t want, struct err *e)
{
	const char *end;
	size_t len;

	if (b->p == NULL || sodium_hex2bin(out, want, b->p, b->len, NULL, &len,
	    &end) != 0 || len != want || (*end != '\n' && *end != '\0') ||
	    end + (*end == '\n') != b->p + b->len)
		return err_set(e, ERR_CONFIG, "%s: not a key", path);
	return 0;
}

/*
 * key_missed: key N could not be read.  Where others of its use are there it is
 * N that is wrong, not the place: ERR_DATA, since N stood in a link or a row.
 */
int
key_missed(const char *path, const char *dir, const char *tenant,
    const char *use, struct err *e)
{
	struct err none = ERR_INIT;

	if (access(path, F_OK) == -1 && errno == ENOENT &&
	    key_highest(dir, tenant, use, 0, &none) > 0)
		e->kind = ERR_DATA;
	return -1;
}

int
key_secret(const char *dir, const char *tenant, const char *use, int number,
    unsigned char secret[LINK_SECRET_LEN], struct err *e)
{
	struct buf b = BUF_INIT(2 * LINK_SECRET_LEN + 1);
	char path[KEY_PATH_LEN];
	int rc = -1;

	if (key_path(path, dir, tenant, use, number, "", e) == 0)
		rc = safe_secret(path, &b, e) == 0 ? key_unhex(path, &b,
		    secret, LINK_SECRET_LEN, e) :
		    key_missed(path, dir, tenant, use, e);
	if (b.p != NULL)
		mem_wipe(b.p, b.cap);
	buf_clear(&b);
	return rc;
}

int
key_secret_newest(const char *dir, const char *tenant, const char *use,
    int *number, unsigned char secret[LINK_SECRET_LEN], struct err *e)
{
	int n;

	if ((n = key_highest(dir, tenant, use, 1, e)) == -1)
		return -1;
	if (n == 0)
		return err_set(e, ERR_CONFIG, "%s: no key %s.%s.N", dir,
		    tenant, use);
	*number = n;
	return key_secret(dir, tenant, use, n, secret, e);
}

int
key_public(const char *dir, const char *tenant, const char *use, int number,
    unsigned char public[LINK_PUBLIC_LEN], struct err *e)
{
	struct buf b = BUF_INIT(2 * LINK_PUBLIC_LEN + 1);
	char path[KEY_PATH_LEN];
	int rc = -1;

	if (key_path(path, dir, tenant, use, number, ".pub", e) == 0)
		rc = safe_read(path, &b, e) == 0 ? key_unhex(path, &b, public,
		    LINK_PUBLIC_LEN, e) : key_missed(path, dir, tenant, use,
		    e);
	buf_clear(&b);
	return rc;
}

int
key_newest(const char *dir, const char *tenant, const char *use, struct err *e)
{
	return key_highest(dir, tenant, use, 1, e);
}

int
key_public_newest(const char *dir, const char *tenant, const char *use,
    int *number, unsigned char public[LINK_PUBLIC_LEN], struct err *e)
{
	int n;

	if ((n = key_newest(dir, tenant, use, e)) == -1)
		return -1;
	if (n == 0)
		return err_set(e, ERR_CONFIG, "%s: no key %s.%s.N.pub: "
		    "ctr-init makes it", dir, tenant, use);
	*number = n;
	return key_public(dir, tenant, use, n, public, e);
}
