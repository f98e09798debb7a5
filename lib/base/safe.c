#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/safe.h"

int
safe_kind(void)
{
	switch (errno) {
	case ELOOP:
	case EISDIR:
	case ENXIO:
		return ERR_REFUSED;
	case ENOENT:
	case ENOTDIR:
	case EACCES:
	case EPERM:
		return ERR_CONFIG;
	default:
		return ERR_IO;
	}
}

int
safe_open(const char *path, int flags, struct err *e)
{
	return safe_open_at(AT_FDCWD, path, flags, e);
}

/* O_NONBLOCK: opening a FIFO somebody put there must not hang. */
static int
open_no_link(int dir, const char *path, int flags)
{
	return openat(dir, path, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK |
	    O_NOCTTY, 0600);
}

/* plain: fd if it is a regular file, else closed and -1. */
static int
plain(int fd, const char *path, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1) {
		err_sys(e, ERR_IO, "%s", path);
		goto bad;
	}
	if (!S_ISREG(st.st_mode)) {
		err_set(e, ERR_REFUSED, "%s: not a regular file", path);
		goto bad;
	}
	return fd;
bad:
	close(fd);
	return -1;
}

int
safe_open_at(int dir, const char *path, int flags, struct err *e)
{
	int fd = open_no_link(dir, path, flags);

	if (fd == -1)
		return err_sys(e, safe_kind(), "%s", path);
	return plain(fd, path, e);
}

int
safe_dir(int at, const char *name, mode_t make, struct err *e)
{
	int fd;

	if (make != 0 && mkdirat(at, name, make) == -1 && errno != EEXIST)
		return err_sys(e, ERR_CREATE, "%s", name);
	fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		return err_sys(e, errno == ENOTDIR || errno == ELOOP ?
		    ERR_REFUSED : safe_kind(), "%s", name);
	return fd;
}

static int
read_fd(int fd, const char *path, struct buf *b, struct err *e)
{
	char part[16384];
	ssize_t n;

	buf_empty(b);
	for (;;) {
		n = read(fd, part, sizeof(part));
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_sys(e, ERR_IO, "%s", path);
		if (n == 0)
			return 0;
		buf_add(b, part, (size_t)n);
		if (!buf_ok(b))
			return err_set(e, ERR_DATA, "%s: longer than %zu bytes",
			    path, b->max);
	}
}

int
safe_read(const char *path, struct buf *b, struct err *e)
{
	int fd, rc;

	if ((fd = safe_open(path, O_RDONLY, e)) == -1)
		return -1;
	rc = read_fd(fd, path, b, e);
	close(fd);
	return rc;
}

int
safe_read_if(const char *path, struct buf *b, struct err *e)
{
	int fd = open_no_link(AT_FDCWD, path, O_RDONLY), why, rc;

	if (fd == -1) {
		why = errno;
		if (why == ENOENT || access(path, F_OK) == -1)
			return 0;
		errno = why;
		return err_sys(e, safe_kind(), "%s", path);
	}
	if ((fd = plain(fd, path, e)) == -1)
		return -1;
	rc = read_fd(fd, path, b, e);
	close(fd);
	return rc == -1 ? -1 : 1;
}

int
safe_secret(const char *path, struct buf *b, struct err *e)
{
	struct stat st;
	int fd, rc = -1;

	if ((fd = safe_open(path, O_RDONLY, e)) == -1)
		return -1;
	if (fstat(fd, &st) == -1)
		err_sys(e, ERR_IO, "%s", path);
	else if (st.st_mode & (S_IRWXO | S_IWGRP))
		err_set(e, ERR_CONFIG, "%s: mode %04o lets others at a secret;"
		    " chmod 0640 or less", path, (unsigned)st.st_mode & 07777);
	else
		rc = read_fd(fd, path, b, e);
	close(fd);
	return rc;
}

int
safe_all(int fd, const void *p, size_t len)
{
	const char *s = p;
	ssize_t n;

	while (len > 0) {
		n = write(fd, s, len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		s += n;
		len -= (size_t)n;
	}
	return 0;
}

/* The leading dot keeps it out of the sight of who watches the directory. */
static int
temp_in(int dir, const char *name, char *temp, size_t size)
{
	struct timespec now;
	int fd, i;

	for (i = 0; i < 100; i++) {
		(void)clock_gettime(CLOCK_MONOTONIC, &now);
		(void)snprintf(temp, size, ".%.200s.%lx%lx", name,
		    (unsigned long)getpid(), (unsigned long)now.tv_nsec);
		fd = openat(dir, temp, O_WRONLY | O_CREAT | O_EXCL |
		    O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd != -1 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/* A rename is lasting only once its directory is on disk. */
int
safe_write_at(int dir, const char *name, const void *p, size_t len,
    mode_t mode, struct err *e)
{
	char temp[256];
	int fd, rc = -1;

	if ((fd = temp_in(dir, name, temp, sizeof(temp))) == -1)
		return err_sys(e, ERR_CREATE, "%s", name);
	if (fchmod(fd, mode) == -1 || safe_all(fd, p, len) == -1 ||
	    fsync(fd) == -1 || renameat(dir, temp, dir, name) == -1) {
		err_sys(e, ERR_IO, "%s", name);
		(void)unlinkat(dir, temp, 0);
	} else if ((rc = fsync(dir)) == -1)
		err_sys(e, ERR_IO, "%s", name);
	close(fd);
	return rc;
}

int
safe_write(const char *path, const void *p, size_t len, mode_t mode,
    struct err *e)
{
	const char *slash = strrchr(path, '/');
	struct buf in = BUF_INIT(4096);
	int dir, rc = -1;

	if (slash == NULL)
		buf_str(&in, ".");
	else
		buf_add(&in, path, slash == path ? 1 : (size_t)(slash - path));
	dir = buf_ok(&in) ? open(buf_get(&in), O_RDONLY | O_DIRECTORY |
	    O_CLOEXEC) : -1;
	if (dir == -1)
		err_sys(e, ERR_CREATE, "%s", path);
	else if ((rc = safe_write_at(dir, slash != NULL ? slash + 1 : path, p,
	    len, mode, e)) == -1)
		err_add(e, "%s", path);
	if (dir != -1)
		close(dir);
	buf_clear(&in);
	return rc;
}

static int
make_temp(char *template)
{
	int fd = mkstemp(template);

	if (fd != -1)
		(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	return fd;
}

FILE *
safe_temp(struct err *e)
{
	const char *dir = getenv("TMPDIR");
	struct buf b = BUF_INIT(4096);
	FILE *f = NULL;
	int fd;

	if (dir == NULL || *dir == '\0')
		dir = "/tmp";
	buf_fmt(&b, "%s/ctr.XXXXXX", dir);
	if (!buf_ok(&b)) {
		err_set(e, ERR_CREATE, "$TMPDIR is too long");
	} else if ((fd = make_temp(b.p)) == -1) {
		err_sys(e, ERR_CREATE, "temporary file in %s", dir);
	} else {
		(void)unlink(b.p);
		if ((f = fdopen(fd, "w+")) == NULL) {
			err_sys(e, ERR_SYSTEM, "temporary file");
			close(fd);
		}
	}
	buf_clear(&b);
	return f;
}

int
safe_name(const char *s)
{
	size_t i;

	if (*s == '\0' || *s == '.' || *s == '-')
		return 0;
	for (i = 0; s[i] != '\0'; i++)
		if (i >= 200 || s[i] == '/' || (unsigned char)s[i] < 0x20 ||
		    s[i] == 0x7f)
			return 0;
	return 1;
}

int
safe_sync_dir(const char *dir, struct err *e)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc;

	if (fd == -1)
		return err_sys(e, ERR_IO, "%s", dir);
	rc = fsync(fd);
	if (close(fd) == -1 || rc == -1)
		return err_sys(e, ERR_IO, "%s", dir);
	return 0;
}
