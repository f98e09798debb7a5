#include "web/upload.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/num.h"
#include "base/safe.h"
#include "base/tenant.h"
#include "base/when.h"

enum { ABOUT_LEN = 2048 };

/* room: the directory; make: where it is not there yet.  An fd; -1 with e;
 * -1 without one: it is not there. */
static int
room(const char *tenant, int make, struct err *e)
{
	char path[600];
	struct stat sb;
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s.upload", tenant_run(),
	    tenant);
	if (!make && access(path, F_OK) == -1 && errno == ENOENT)
		return -1;
	if ((fd = safe_dir(AT_FDCWD, path, make ? 0700 : 0, e)) == -1)
		return -1;
	if (fstat(fd, &sb) == -1 || sb.st_uid != geteuid() ||
	    (sb.st_mode & 077) != 0) {
		(void)close(fd);
		return err_set(e, ERR_CONFIG, "%s: must be ours alone; remove "
		    "it", path);
	}
	return fd;
}

static int
is_id(const char *s)
{
	return strlen(s) == 32 && s[strspn(s, "0123456789abcdef")] == '\0';
}

static void
name_of(const char *id, const char *end, char out[48])
{
	(void)snprintf(out, 48, "%.32s.%s", id, end);
}

/* names: each file of the directory to cb with its id and ending. */
static int
names(int dir, int (*cb)(int, const char *, const char *, void *), void *arg,
    struct err *e)
{
	struct dirent *de;
	char id[33];
	DIR *h;
	int rc = 0, fd = safe_dir(dir, ".", 0, e);

	if (fd == -1)
		return -1;
	if ((h = fdopendir(fd)) == NULL) {
		(void)close(fd);
		return err_sys(e, ERR_IO, "uploads");
	}
	while (rc == 0 && (de = readdir(h)) != NULL) {
		if (strlen(de->d_name) < 34 || de->d_name[32] != '.')
			continue;
		memcpy(id, de->d_name, 32);
		id[32] = '\0';
		if (is_id(id))
			rc = cb(dir, id, de->d_name + 33, arg);
	}
	(void)closedir(h);
	return rc;
}

/* old: by the clock of the file system, whatever a test tenant's says. */
static int
old(int dir, const char *name, int age_s)
{
	struct stat sb;

	return fstatat(dir, name, &sb, AT_SYMLINK_NOFOLLOW) == 0 &&
	    when_clock() - sb.st_mtim.tv_sec > age_s;
}

/* sweep: what is too old goes; *arg counts those that wait or come. */
static int
sweep(int dir, const char *id, const char *end, void *arg)
{
	char name[48];

	name_of(id, end, name);
	/* Nobody is still sending one that long. */
	if (old(dir, name, strcmp(end, "part") == 0 ? UPLOAD_SECONDS :
	    UPLOAD_AGE_S))
		(void)unlinkat(dir, name, 0);
	else if (strcmp(end, "about") != 0)
		(*(int *)arg)++;
	return 0;
}

int
upload_begin(const char *tenant, struct upload *u, struct err *e)
{
	unsigned char random[16];
	char name[48];
	int dir = room(tenant, 1, e), n = 0, fd = -1;

	if (dir == -1)
		return -1;
	/* Two that come at once are counted one after the other. */
	if (flock(dir, LOCK_EX) == -1) {
		(void)err_sys(e, ERR_IO, "uploads");
		goto out;
	}
	if (names(dir, sweep, &n, e) == -1)
		goto out;
	if (n >= UPLOAD_WAITING) {
		(void)err_set(e, ERR_REFUSED, "%d uploads wait already: apply "
		    "or remove one of them first", n);
		goto out;
	}
	randombytes_buf(random, sizeof(random));
	(void)sodium_bin2hex(u->id, sizeof(u->id), random, sizeof(random));
	name_of(u->id, "part", name);
	fd = openat(dir, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	if (fd == -1)
		(void)err_sys(e, ERR_CREATE, "upload");
out:
	(void)close(dir);
	return fd;
}

int
upload_keep(const char *tenant, const struct upload *u, struct err *e)
{
	struct buf b = BUF_INIT(ABOUT_LEN);
	char part[48], about[48], whole[48];
	int dir = room(tenant, 0, e), rc = -1;

	if (dir == -1)
		return e->kind != ERR_NONE ? -1 : err_set(e, ERR_IO,
		    "the upload is gone");
	name_of(u->id, "part", part);
	name_of(u->id, "about", about);
	name_of(u->id, "roster", whole);
	buf_fmt(&b, "%s\n%d\n%s\n%s\n%s\n%s\n%" PRId64 "\n%" PRId64 "\n%s\n",
	    u->feed, u->delta, u->charset, u->dates, u->name, u->user, u->at,
	    u->len, u->sha256);
	if (safe_write_at(dir, about, b.p, b.len, 0600, e) == 0) {
		if (renameat(dir, part, dir, whole) == -1)
			(void)err_sys(e, ERR_IO, "upload");
		else
			rc = 0;
	}
	buf_clear(&b);
	(void)close(dir);
	return rc;
}

void
upload_drop(const char *tenant, const char *id)
{
	static const char *const ends[] = { "part", "about", "roster" };
	struct err none = ERR_INIT;
	char name[48];
	int dir = is_id(id) ? room(tenant, 0, &none) : -1;
	size_t i;

	if (dir == -1)
		return;
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		name_of(id, ends[i], name);
		(void)unlinkat(dir, name, 0);
	}
	(void)close(dir);
}

/* line: the next of the text, into out; cut to its size. */
static void
line(const char **p, char *out, size_t size)
{
	size_t n = strcspn(*p, "\n");

	(void)snprintf(out, size, "%.*s", (int)n, *p);
	*p += n + ((*p)[n] == '\n');
}

static int
parse(const char *p, struct upload *u)
{
	char delta[4], at[24], len[24];
	int64_t n;

	line(&p, u->feed, sizeof(u->feed));
	line(&p, delta, sizeof(delta));
	line(&p, u->charset, sizeof(u->charset));
	line(&p, u->dates, sizeof(u->dates));
	line(&p, u->name, sizeof(u->name));
	line(&p, u->user, sizeof(u->user));
	line(&p, at, sizeof(at));
	line(&p, len, sizeof(len));
	line(&p, u->sha256, sizeof(u->sha256));
	if (num_int(delta, 0, 1, &n) == -1)
		return -1;
	u->delta = (int)n;
	return num_int(at, 0, INT64_MAX, &u->at) == -1 ||
	    num_int(len, 0, INT64_MAX, &u->len) == -1 ? -1 : 0;
}

/* load: 1, 0 there is no whole one, -1. */
static int
load(int dir, const char *id, struct upload *u, int *fd, struct err *e)
{
	char name[48], text[ABOUT_LEN + 1];
	ssize_t n;
	int about;

	memset(u, 0, sizeof(*u));
	memcpy(u->id, id, 33);
	name_of(id, "roster", name);
	if (faccessat(dir, name, F_OK, 0) == -1 || old(dir, name,
	    UPLOAD_AGE_S))
		return 0;
	name_of(id, "about", name);
	if ((about = safe_open_at(dir, name, O_RDONLY, e)) == -1)
		return -1;
	n = read(about, text, sizeof(text) - 1);
	(void)close(about);
	text[n > 0 ? n : 0] = '\0';
	if (parse(text, u) == -1)
		return err_set(e, ERR_IO, "%s: damaged", name);
	if (fd == NULL)
		return 1;
	name_of(id, "roster", name);
	return (*fd = safe_open_at(dir, name, O_RDONLY, e)) == -1 ? -1 : 1;
}

int
upload_get(const char *tenant, const char *id, struct upload *u, int *fd,
    struct err *e)
{
	int dir, rc;

	if (!is_id(id))
		return 0;
	if ((dir = room(tenant, 0, e)) == -1)
		return e->kind == ERR_NONE ? 0 : -1;
	rc = load(dir, id, u, fd, e);
	(void)close(dir);
	return rc;
}

struct each {
	upload_cb *cb;
	void	*arg;
	struct err *e;
};

static int
one(int dir, const char *id, const char *end, void *arg)
{
	struct each *q = arg;
	struct upload u;
	int rc;

	if (strcmp(end, "roster") != 0)
		return 0;
	rc = load(dir, id, &u, NULL, q->e);
	return rc == 1 ? q->cb(&u, q->arg) : rc;
}

int
upload_each(const char *tenant, upload_cb *cb, void *arg, struct err *e)
{
	struct each q = { cb, arg, e };
	int dir = room(tenant, 0, e), rc;

	if (dir == -1)
		return e->kind == ERR_NONE ? 0 : -1;
	rc = names(dir, one, &q, e);
	(void)close(dir);
	return rc;
}
