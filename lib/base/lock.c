#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lock.h"
#include "base/safe.h"

/* A trial or a test names a directory of its own and need not make it. */
static void
make_own_dir(void)
{
	const char *own = getenv("CTR_RUN");

	if (own != NULL && strcmp(own, tenant_run()) == 0)
		(void)mkdir(own, 0775);	/* open tells what is wrong */
}

static int
open_kind(void)
{
	switch (errno) {
	case ELOOP:
	case EISDIR:
	case ENXIO:
		return ERR_REFUSED;
	case ENOENT:
	case ENOTDIR:
	case EACCES:
	case EROFS:
		return ERR_CONFIG;
	default:
		return ERR_IO;
	}
}

/*
 * The lock file is shared by the users of one group (cron's and root's runs);
 * umask must not take the group's bit away.
 */
static int
open_lock(const char *path, struct err *e)
{
	struct stat st;
	int fd;

	fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK |
	    O_NOCTTY, 0660);
	if (fd == -1)
		return err_sys(e, open_kind(), "%s", path);
	if (fstat(fd, &st) == -1) {
		err_sys(e, ERR_IO, "%s", path);
		goto bad;
	}
	if (!S_ISREG(st.st_mode)) {
		err_set(e, ERR_REFUSED, "%s: not a regular file", path);
		goto bad;
	}
	if (st.st_uid == geteuid() && (st.st_mode & 0777) != 0660 &&
	    fchmod(fd, 0660) == -1) {
		err_sys(e, ERR_IO, "%s", path);
		goto bad;
	}
	return fd;
bad:
	close(fd);
	return -1;
}

int
lock_take(const struct tenant *t, const char *program, struct err *e)
{
	char path[1024];
	int fd, n;

	if (!safe_name(program))
		return err_set(
		    e, ERR_BUG, "lock: program name \"%s\"", program);
	n = snprintf(path, sizeof(path), "%s/%s.%s.lock", tenant_run(), t->name,
	    program);
	if (n < 0 || (size_t)n >= sizeof(path))
		return err_set(
		    e, ERR_CONFIG, "%s: path too long", tenant_run());
	make_own_dir();
	if ((fd = open_lock(path, e)) == -1)
		return -1;
	while ((n = flock(fd, LOCK_EX | LOCK_NB)) == -1 && errno == EINTR)
		;
	if (n == 0)
		return 1;	/* fd stays open: that is the lock */
	if (errno != EWOULDBLOCK)
		err_sys(e, ERR_IO, "%s", path);
	else
		n = 0;
	close(fd);
	return n;
}
