#include "act/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "act/audit.h"
#include "act/key.h"
#include "base/safe.h"
#include "base/when.h"
#include "store/tenant_row.h"

enum { KEYS = 512 };

/* keys_of: where the public keys of its tenant are; NULL: not here.  Number 1
 * stays when a key is changed for a new one. */
static const char *
keys_of(const struct tenant *t, char room[KEYS])
{
	unsigned char public[LINK_PUBLIC_LEN];
	struct err none = ERR_INIT;
	struct conf *conf = conf_load(t, CONF_PLAIN, &none);
	char other[KEYS];

	(void)snprintf(room, KEYS, "%s", key_dir(conf, other, KEYS));
	conf_free(conf);
	return key_public(room, t->name, "evidence", 1, public, &none) == 0 ?
	    room : NULL;
}

static int
look(struct db *db, struct backup *b, struct err *e)
{
	char name[64], room[KEYS];
	const char *keys;
	struct audit a;
	struct tenant t;
	struct ctx x;

	if (db_copy_sound(db, b->bad, e) == -1)
		return -1;
	if (b->bad[0] != '\0')
		return 0;
	if (tenant_row_name(db, name, e) == -1 ||
	    tenant_init(&t, name, e) == -1)
		return -1;
	memset(&x, 0, sizeof(x));
	memset(&a, 0, sizeof(a));
	x.db = db;
	x.tenant = &t;
	keys = keys_of(&t, room);
	b->unsigned_too = keys == NULL;
	if (audit_db(&x, keys, &a, e) == -1)
		return -1;
	audit_end(&a);
	(void)snprintf(b->bad, sizeof(b->bad), "%s", a.bad);
	b->seq = a.next - 1;
	memcpy(b->hash, a.hash, sizeof(b->hash));
	return 0;
}

/* What SQLite or the chain cannot read of a copy is wrong with it. */
static int
check(const char *path, struct backup *b, struct err *e)
{
	struct db *db;
	struct stat sb;
	size_t n;
	int rc;

	if (stat(path, &sb) == -1)
		return err_sys(e, ERR_IO, "%s", path);
	b->size = sb.st_size;
	if (db_open_copy(&db, path, e) == 0) {
		rc = look(db, b, e);
		db_close(db);
		if (rc == 0)
			return 0;
	}
	if (e->kind == ERR_SYSTEM || e->kind == ERR_TEMP)
		return -1;
	n = strlen(path);
	if (strncmp(e->text, path, n) != 0 ||
	    strncmp(e->text + n, ": ", 2) != 0)
		n = 0;
	(void)snprintf(b->bad, sizeof(b->bad), "%.300s",
	    e->text + (n == 0 ? 0 : n + 2));
	err_clear(e);
	return 0;
}

int
backup_check(const char *path, struct backup *b, struct err *e)
{
	int fd = safe_open(path, O_RDONLY, e);

	memset(b, 0, sizeof(*b));
	if (fd == -1)
		return -1;
	close(fd);
	(void)snprintf(b->path, sizeof(b->path), "%s", path);
	return check(path, b, e);
}

/* name: of the copy; in a directory by the tenant and the instant. */
static int
name(const struct ctx *x, const char *to, struct backup *b, struct err *e)
{
	char iso[21], at[21], *p = at;
	struct stat sb;
	int i, n;

	when_iso(x->now, iso);
	for (i = 0; iso[i] != '\0'; i++)
		if (iso[i] != '-' && iso[i] != ':')
			*p++ = iso[i];
	*p = '\0';
	if (stat(to, &sb) == 0 && S_ISDIR(sb.st_mode))
		n = snprintf(b->path, sizeof(b->path), "%s/%s-%s.db", to,
		    x->tenant->name, at);
	else
		n = snprintf(b->path, sizeof(b->path), "%s", to);
	if (n >= (int)sizeof(b->path))
		return err_set(e, ERR_USAGE, "%s: too long a path", to);
	if (lstat(b->path, &sb) == -1 && errno == ENOENT)
		return 0;
	return err_set(e, ERR_CREATE, "%s: it is there already: a backup is "
	    "never written over another one", b->path);
}

/* sync_dir: the new name is on the disk too. */
static int
sync_dir(const char *path, struct err *e)
{
	char dir[BACKUP_PATH];
	char *slash;

	(void)snprintf(dir, sizeof(dir), "%s", path);
	if ((slash = strrchr(dir, '/')) == NULL)
		(void)snprintf(dir, sizeof(dir), ".");
	else
		slash[slash == dir] = '\0';
	return safe_sync_dir(dir, e);
}

/* settle: checked, it gets its name; link(2) writes over none. */
static int
settle(const char *part, struct backup *b, struct err *e)
{
	if (check(part, b, e) == -1)
		return -1;
	if (b->bad[0] != '\0')
		return err_set(e, ERR_IO, "the registry is damaged, no backup "
		    "was kept: %.300s", b->bad);
	if (link(part, b->path) == -1)
		return err_sys(e, ERR_CREATE, "%s", b->path);
	return sync_dir(b->path, e);
}

int
backup_make(struct ctx *x, const char *to, db_copy_progress *cb,
    struct backup *b, struct err *e)
{
	char part[BACKUP_PATH + 32];
	int rc;

	memset(b, 0, sizeof(*b));
	if (name(x, to, b, e) == -1)
		return -1;
	(void)snprintf(part, sizeof(part), "%s.part.%ld", b->path,
	    (long)getpid());
	if (db_copy_make(x->db, part, cb, e) == -1)
		return -1;
	rc = settle(part, b, e);
	(void)unlink(part);
	return rc;
}
