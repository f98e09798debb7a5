#include "connect/ingest_drop.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/safe.h"
#include "base/when.h"
#include "store/feed.h"

/* One file that waits. */
struct waiting {
	char	*name;
	int64_t	changed;	/* ns, for the order */
};

/*
 * Whoever drops files may write in the directory, and so put anything in the
 * place of anything: all is done by descriptors of the directories that were
 * found to be some, and by names in them.
 */
struct drop {
	struct ingest_run *r;
	int (*before)(void *);
	ingest_drop_cb *after;
	void	*arg;
	int	begun;
	int	*status;
	int64_t	quiet_s;
	int	dir;		/* the folder of the feed */
	struct waiting *list;
	size_t	n;
	struct err *e;
};

int
ingest_drop_wanted(const char *name)
{
	const char *dot = strrchr(name, '.');

	return safe_name(name) && dot != NULL && (strcmp(dot, ".csv") == 0 ||
	    strcmp(dot, ".json") == 0 || strcmp(dot, ".jsonl") == 0);
}

static int64_t
later(const struct stat *st)
{
	int64_t m = (int64_t)st->st_mtim.tv_sec * 1000000000 +
	    st->st_mtim.tv_nsec;
	int64_t c = (int64_t)st->st_ctim.tv_sec * 1000000000 +
	    st->st_ctim.tv_nsec;

	return m > c ? m : c;
}

/* The clock of the file system counts here, whatever -T says. */
static int
quiet(const struct drop *d, const struct stat *st)
{
	return when_clock() - later(st) / 1000000000 >= d->quiet_s;
}

/* plain: a regular file with one name; a link could be anybody's file. */
static int
plain(const struct stat *st)
{
	return S_ISREG(st->st_mode) && st->st_nlink == 1;
}

static void
forget(struct drop *d)
{
	size_t i;

	for (i = 0; i < d->n; i++)
		free(d->list[i].name);
	free(d->list);
	d->list = NULL;
	d->n = 0;
}

static int
by_age(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;

	if (x->changed != y->changed)
		return x->changed < y->changed ? -1 : 1;
	return strcmp(x->name, y->name);
}

static int
look(struct drop *d)
{
	struct dirent *de;
	struct stat st;
	int fd = safe_dir(d->dir, ".", 0, d->e);
	DIR *h;

	if (fd == -1)
		return -1;
	if ((h = fdopendir(fd)) == NULL) {
		close(fd);
		return err_sys(d->e, ERR_IO, "drop directory");
	}
	while ((de = readdir(h)) != NULL) {
		if (!ingest_drop_wanted(de->d_name) || fstatat(d->dir,
		    de->d_name, &st, AT_SYMLINK_NOFOLLOW) == -1 ||
		    !plain(&st) || !quiet(d, &st))
			continue;
		d->list = mem_grow(d->list, d->n + 1, sizeof(*d->list));
		d->list[d->n].name = mem_str(de->d_name);
		d->list[d->n++].changed = later(&st);
	}
	closedir(h);
	if (d->n > 0)
		qsort(d->list, d->n, sizeof(*d->list), by_age);
	return 0;
}

/* same: what lies under the name is the file that was read, unchanged. */
static int
same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	    a->st_size == b->st_size;
}

/* done_with: removes the file that was read, not one put in its place. */
static int
done_with(const struct drop *d, const char *name, const struct stat *was)
{
	struct stat st;

	if (fstatat(d->dir, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return errno == ENOENT ? 0 : err_sys(d->e, ERR_IO, "%s", name);
	if (!same(&st, was) || later(&st) != later(was))
		return 0;
	if (unlinkat(d->dir, name, 0) == -1)
		return err_sys(d->e, ERR_IO, "%s", name);
	return 0;
}

/* link_in: name as NAME, NAME.2 ... in held; *as gets which.  linkat(2) never
 * takes the place of a file; renameat(2) does. */
static int
link_in(const struct drop *d, int held, const char *name, char as[256])
{
	int i;

	(void)snprintf(as, 256, "%s", name);
	for (i = 2; linkat(d->dir, name, held, as, 0) == -1; i++) {
		if (errno != EEXIST || i == 10000)
			return err_sys(d->e, ERR_IO, "held/%s", as);
		(void)snprintf(as, 256, "%s.%d", name, i);
	}
	return 0;
}

/* aside: the file that was read to held/NAME. */
static int
aside(const struct drop *d, const char *name, const struct stat *was)
{
	int held = safe_dir(d->dir, "held", 02770, d->e), rc = -1;
	struct stat st;
	char as[256];

	if (held == -1)
		return -1;
	if (link_in(d, held, name, as) == -1)
		goto out;
	if (fstatat(held, as, &st, AT_SYMLINK_NOFOLLOW) == -1)
		err_sys(d->e, ERR_IO, "held/%s", as);
	else if (!same(&st, was)) {	/* another was put in its place */
		(void)unlinkat(held, as, 0);
		rc = 0;
	} else if ((rc = unlinkat(d->dir, name, 0)) == -1)
		err_sys(d->e, ERR_IO, "%s", name);
out:
	close(held);
	return rc;
}

static int
take_open(struct drop *d, const char *name, int fd, const struct stat *st)
{
	struct ingest_file_in in = { fd, "drop", name, NULL };
	int errors = safe_dir(d->dir, "errors", 02770, d->e), rc = -1;
	struct ingest_out out;
	char etag[128];

	snprintf(etag, sizeof(etag), "%jx-%jx-%" PRId64 "-%jd",
	    (uintmax_t)st->st_dev, (uintmax_t)st->st_ino, later(st),
	    (intmax_t)st->st_size);
	in.etag = etag;
	if (errors == -1)
		return -1;
	d->r->errors = name;
	d->r->errors_dir = &errors;
	rc = ingest_run(d->r, &in, &out, d->e);
	if (rc == 0 && d->r->rows == NULL)
		rc = out.fate == INGEST_HELD ? aside(d, name, st) :
		    done_with(d, name, st);
	if (rc == 0)
		rc = d->after(name, &out, d->arg);
	if (rc == 0)
		*d->status = err_worst(*d->status, out.status);
	d->r->errors = NULL;
	d->r->errors_dir = NULL;
	close(errors);
	return rc;
}

static int
take(struct drop *d, const char *name)
{
	struct stat st;
	int fd, rc;

	if (!d->begun && d->before != NULL && d->before(d->arg) == -1)
		return -1;
	d->begun = 1;
	if ((fd = safe_open_at(d->dir, name, O_RDONLY, d->e)) == -1)
		return -1;
	if (fstat(fd, &st) == -1 || !plain(&st) || !quiet(d, &st))
		rc = 0;		/* it changed since it was listed */
	else
		rc = take_open(d, name, fd, &st);
	close(fd);
	return rc;
}

/* folder: the files of one feed, oldest first. */
static int
folder(struct drop *d, int dir, const char *feed)
{
	struct err first = ERR_INIT;
	size_t i;

	d->dir = dir;
	if (look(d) == -1)
		return -1;
	d->r->feed = feed;
	for (i = 0; i < d->n; i++) {
		if (take(d, d->list[i].name) == 0)
			continue;
		if (d->r->told != NULL)
			d->r->told(d->e->text);
		*d->status = err_worst(*d->status, d->e->kind);
		if (first.kind == ERR_NONE)
			first = *d->e;
		if (d->e->kind != ERR_IO && d->e->kind != ERR_REFUSED)
			break;	/* the database, memory: not this file's */
		err_clear(d->e);
	}
	forget(d);
	err_clear(d->e);
	return 0;
}

static int
is_feed(int dir, const char *name)
{
	struct stat st;

	return feed_name(name) && strcmp(name, "errors") != 0 &&
	    strcmp(name, "held") != 0 && fstatat(dir, name, &st,
	    AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

static int
one_folder(struct drop *d, int dir, const char *name)
{
	int fd, rc;

	if (!is_feed(dir, name))
		return 0;
	if ((fd = safe_dir(dir, name, 0, d->e)) == -1)
		return -1;
	rc = folder(d, fd, name);
	close(fd);
	return rc;
}

static int
folders(struct drop *d, int dir, const char *path)
{
	struct dirent **list;
	int i, n, rc = 0;

	/* The names are looked at again, each by the descriptor. */
	if ((n = scandir(path, &list, NULL, alphasort)) == -1)
		return err_sys(d->e, ERR_CONFIG, "drop directory %s", path);
	for (i = 0; i < n; i++) {
		if (rc == 0)
			rc = one_folder(d, dir, list[i]->d_name);
		free(list[i]);
	}
	free(list);
	return rc;
}

int
ingest_drop(struct ingest_run *r, const char *directory,
    int (*before)(void *), ingest_drop_cb *after, void *arg, int *status,
    struct err *e)
{
	struct drop d = { r, before, after, arg, 0, status, 60, -1, NULL, 0,
	    e };
	int dir, rc;

	if (directory == NULL)
		directory = conf_get(r->conf, "drop", "directory");
	if (directory == NULL)
		return 0;
	if (conf_int(r->conf, "drop", "quiet_s", 1, 86400, 60, &d.quiet_s, e)
	    == -1)
		return -1;
	if ((dir = safe_dir(AT_FDCWD, directory, 0, e)) == -1) {
		e->kind = ERR_CONFIG;
		return err_add(e, "drop directory");
	}
	rc = folders(&d, dir, directory);
	if (rc == 0)
		rc = folder(&d, dir, NULL);
	close(dir);
	return rc;
}
