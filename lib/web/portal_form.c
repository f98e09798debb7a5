#include "web/portal_form.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/safe.h"
#include "base/tenant.h"
#include "web/mark.h"

enum { KEY_LEN = 32 };

/* A whole key appears under its name, or none does: link(2) loses to whoever
 * came first. */
static int
make_key(const char *path, struct err *e)
{
	unsigned char key[KEY_LEN];
	char temp[600], hex[2 * KEY_LEN + 1];
	int fd, rc = -1;

	(void)snprintf(temp, sizeof(temp), "%s.%ld.tmp", path, (long)getpid());
	(void)unlink(temp);
	fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    0600);
	if (fd == -1)
		return err_sys(e, ERR_CREATE, "%s", temp);
	randombytes_buf(key, sizeof(key));
	(void)sodium_bin2hex(hex, sizeof(hex), key, sizeof(key));
	if (safe_all(fd, hex, sizeof(hex) - 1) == -1)
		(void)err_sys(e, ERR_IO, "%s", temp);
	else if (link(temp, path) == -1 && errno != EEXIST)
		(void)err_sys(e, ERR_CREATE, "%s", path);
	else
		rc = 0;
	(void)close(fd);
	(void)unlink(temp);
	mem_wipe(key, sizeof(key));
	mem_wipe(hex, sizeof(hex));
	return rc;
}

/* read_key: what stands in the file, if nobody else could have put it there. */
static int
read_key(struct portal *p, const char *path, struct err *e)
{
	struct buf b = BUF_INIT(2 * KEY_LEN);
	struct stat sb;
	int rc = -1;

	if (lstat(path, &sb) == 0 && (sb.st_uid != geteuid() ||
	    (sb.st_mode & 077) != 0))
		return err_set(e, ERR_CONFIG, "%s: must be ours alone; remove "
		    "it", path);
	if (safe_read(path, &b, e) == -1)
		goto out;
	if (b.len != 2 * KEY_LEN) {
		(void)err_set(e, ERR_CONFIG, "%s: not a key; remove it", path);
		goto out;
	}
	memcpy(p->key, b.p, 2 * KEY_LEN);
	rc = 0;
out:
	buf_clear(&b);
	return rc;
}

int
portal_form_key(struct portal *p, struct err *e)
{
	char path[512];

	if (p->key[0] != '\0')
		return 0;
	(void)snprintf(path, sizeof(path), "%s/%s.form", tenant_run(),
	    p->tenant);
	if (access(path, F_OK) == -1 && make_key(path, e) == -1)
		return -1;
	return read_key(p, path, e);
}

/* print: who sends what where. */
static void
print(const struct portal *p, const char *path, unsigned char out[32])
{
	crypto_generichash_state h;
	const char *words[3];
	int i;

	words[0] = p->tenant;
	words[1] = p->cgi.user;
	words[2] = path;
	(void)crypto_generichash_init(&h, NULL, 0, 32);
	for (i = 0; i < 3; i++)
		(void)crypto_generichash_update(&h, (const void *)words[i],
		    strlen(words[i]) + 1);
	(void)crypto_generichash_final(&h, out, 32);
}

int
portal_form_ok(struct portal *p, const char *mark, struct err *e)
{
	unsigned char is[32];

	if (portal_form_key(p, e) == -1)
		return -1;
	print(p, p->path, is);
	return mark_ok(mark, p->key, is, p->x->now);
}

void
portal_form(struct portal *p, struct words *w, const char *name,
    const char *path, ...)
{
	unsigned char is[32];
	struct err e = ERR_INIT;
	char where[300], full[700], word[64], mark[MARK_LEN + 1];
	va_list ap;

	va_start(ap, path);
	(void)vsnprintf(where, sizeof(where), path, ap);
	va_end(ap);
	(void)snprintf(word, sizeof(word), "%s_action", name);
	(void)snprintf(full, sizeof(full), "%s/%s", p->base, where);
	words_set(w, word, full);
	(void)snprintf(word, sizeof(word), "%s_mark", name);
	if (portal_form_key(p, &e) == -1)
		return;		/* the form's POST will say what is wrong */
	print(p, where, is);
	mark_make(p->key, is, p->x->now, mark);
	words_set(w, word, mark);
}
