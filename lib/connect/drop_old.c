#include "connect/drop_old.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/safe.h"
#include "store/feed.h"

struct aging {
	int64_t	before;
	int	dry;
	int64_t	*n;
	struct err *e;
};

typedef int each_name(struct aging *, int dir, const char *name);

/* Each name in the directory, which dir keeps open. */
static int
each(struct aging *a, int dir, each_name *cb)
{
	int fd = safe_dir(dir, ".", 0, a->e), rc = 0;
	struct dirent *de;
	DIR *h;

	if (fd == -1)
		return -1;
	if ((h = fdopendir(fd)) == NULL) {
		close(fd);
		return err_sys(a->e, ERR_IO, "drop directory");
	}
	while (rc == 0 && (de = readdir(h)) != NULL)
		if (de->d_name[0] != '.')
			rc = cb(a, dir, de->d_name);
	closedir(h);
	return rc;
}

/* A file that was moved keeps its own day: the one of the move counts too. */
static int
age(struct aging *a, int dir, const char *name)
{
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return errno == ENOENT ? 0 : err_sys(a->e, ERR_IO, "%s", name);
	if (!S_ISREG(st.st_mode) || st.st_mtim.tv_sec >= a->before ||
	    st.st_ctim.tv_sec >= a->before)
		return 0;
	if (!a->dry && unlinkat(dir, name, 0) == -1)
		return errno == ENOENT ? 0 : err_sys(a->e, ERR_IO, "%s", name);
	++*a->n;
	return 0;
}

static int
is_dir(int dir, const char *name)
{
	struct stat st;

	return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISDIR(st.st_mode);
}

static int
aside(struct aging *a, int dir, const char *name)
{
	int fd, rc;

	if (!is_dir(dir, name))
		return 0;
	if ((fd = safe_dir(dir, name, 0, a->e)) == -1)
		return -1;
	rc = each(a, fd, age);
	close(fd);
	return rc;
}

static int
folder(struct aging *a, int dir)
{
	return aside(a, dir, "errors") == -1 ? -1 : aside(a, dir, "held");
}

static int
feed(struct aging *a, int dir, const char *name)
{
	int fd, rc;

	if (!feed_name(name) || strcmp(name, "errors") == 0 ||
	    strcmp(name, "held") == 0 || !is_dir(dir, name))
		return 0;
	if ((fd = safe_dir(dir, name, 0, a->e)) == -1)
		return -1;
	rc = folder(a, fd);
	close(fd);
	return rc;
}

int
drop_old(const struct conf *c, int64_t before_at, int dry, int64_t *n,
    struct err *e)
{
	const char *directory = conf_get(c, "drop", "directory");
	struct aging a = { before_at, dry, n, e };
	int dir, rc;

	*n = 0;
	if (directory == NULL)
		return 0;
	if ((dir = safe_dir(AT_FDCWD, directory, 0, e)) == -1) {
		e->kind = ERR_CONFIG;
		return err_add(e, "drop directory");
	}
	if ((rc = folder(&a, dir)) == 0)
		rc = each(&a, dir, feed);
	close(dir);
	return rc == -1 ? err_add(e, "drop directory") : 0;
}
