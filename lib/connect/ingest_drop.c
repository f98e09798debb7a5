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
	char	*path, *name;
	int64_t	changed;	/* ns, for the order */
};

struct drop {
	struct ingest_run *r;
	int (*before)(void *);
	ingest_drop_cb *after;
	void	*arg;
	int	begun;
	int	*status;
	int64_t	quiet_s;
	struct waiting *list;
	size_t	n;
	struct err *e;
};

static int
wanted(const char *name)
{
	const char *dot = strrchr(name, '.');

	return safe_name(name) && dot != NULL && (strcmp(dot, ".csv") == 0 ||
	    strcmp(dot, ".json") == 0 || strcmp(dot, ".jsonl") == 0);
}

static char *
join(const char *dir, const char *name)
{
	size_t n = strlen(dir) + strlen(name) + 2;
	char *p = mem_alloc(n);

	snprintf(p, n, "%s/%s", dir, name);
	return p;
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

	for (i = 0; i < d->n; i++) {
		free(d->list[i].path);
		free(d->list[i].name);
	}
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
look(struct drop *d, const char *dir)
{
	struct dirent *de;
	struct stat st;
	char *path;
	DIR *h = opendir(dir);

	if (h == NULL)
		return err_sys(d->e, ERR_IO, "%s", dir);
	while ((de = readdir(h)) != NULL) {
		if (!wanted(de->d_name))
			continue;
		path = join(dir, de->d_name);
		if (lstat(path, &st) == -1 || !plain(&st) || !quiet(d, &st)) {
			free(path);
			continue;
		}
		d->list = mem_grow(d->list, d->n + 1, sizeof(*d->list));
		d->list[d->n].path = path;
		d->list[d->n].name = mem_str(de->d_name);
		d->list[d->n++].changed = later(&st);
	}
	closedir(h);
	if (d->n > 0)
		qsort(d->list, d->n, sizeof(*d->list), by_age);
	return 0;
}

/* beside: DIR/SUB/NAME for DIR/NAME; DIR/SUB is made. */
static char *
beside(const char *path, const char *sub, const char *name, struct err *e)
{
	char *dir = mem_strn(path, (size_t)(strrchr(path, '/') - path));
	char *in = join(dir, sub), *to = NULL;
	struct stat st;

	if (mkdir(in, 02770) == -1 && errno != EEXIST)
		err_sys(e, ERR_CREATE, "%s", in);
	else if (lstat(in, &st) == -1 || !S_ISDIR(st.st_mode))
		err_set(e, ERR_REFUSED, "%s: not a directory", in);
	else
		to = join(in, name);
	free(dir);
	free(in);
	return to;
}

/* aside: path to SUB/NAME, under a number if that is taken. */
static int
aside(const char *path, const char *sub, const char *name, struct err *e)
{
	char *to = beside(path, sub, name, e), *numbered;
	size_t room;
	int i, rc = -1;

	if (to == NULL)
		return -1;
	room = strlen(to) + 16;
	numbered = mem_alloc(room);
	snprintf(numbered, room, "%s", to);
	for (i = 2; i < 10000; i++) {
		/* link(2) never takes the place of a file; rename(2) does */
		if ((rc = link(path, numbered)) == 0 || errno != EEXIST)
			break;
		snprintf(numbered, room, "%s.%d", to, i);
	}
	if (rc == -1 || unlink(path) == -1)
		rc = err_sys(e, ERR_IO, "%s", numbered);
	free(to);
	free(numbered);
	return rc;
}

/* done_with: removes the file that was read, not one put in its place. */
static int
done_with(const struct waiting *w, const struct stat *was, struct err *e)
{
	struct stat st;

	if (lstat(w->path, &st) == -1)
		return errno == ENOENT ? 0 : err_sys(e, ERR_IO, "%s", w->path);
	if (st.st_dev != was->st_dev || st.st_ino != was->st_ino ||
	    st.st_size != was->st_size || later(&st) != later(was))
		return 0;
	if (unlink(w->path) == -1)
		return err_sys(e, ERR_IO, "%s", w->path);
	return 0;
}

static int
settle(const struct waiting *w, const struct stat *st,
    const struct ingest_out *out, struct err *e)
{
	if (out->fate == INGEST_HELD)
		return aside(w->path, "held", w->name, e);
	return done_with(w, st, e);
}

static int
take_open(struct drop *d, const struct waiting *w, int fd,
    const struct stat *st)
{
	struct ingest_file_in in = { fd, "drop", w->name, NULL };
	struct ingest_out out;
	char etag[128], *errors = beside(w->path, "errors", w->name, d->e);
	int rc = -1;

	snprintf(etag, sizeof(etag), "%jx-%jx-%" PRId64 "-%jd",
	    (uintmax_t)st->st_dev, (uintmax_t)st->st_ino, later(st),
	    (intmax_t)st->st_size);
	in.etag = etag;
	d->r->errors = errors;
	if (errors != NULL)
		rc = ingest_run(d->r, &in, &out, d->e);
	if (rc == 0 && d->r->rows == NULL)
		rc = settle(w, st, &out, d->e);
	if (rc == 0)
		rc = d->after(w->name, &out, d->arg);
	if (rc == 0)
		*d->status = err_worst(*d->status, out.status);
	d->r->errors = NULL;
	free(errors);
	return rc;
}

static int
take(struct drop *d, const struct waiting *w)
{
	struct stat st;
	int fd, rc;

	if (!d->begun && d->before != NULL && d->before(d->arg) == -1)
		return -1;
	d->begun = 1;
	if ((fd = safe_open(w->path, O_RDONLY, d->e)) == -1)
		return -1;
	if (fstat(fd, &st) == -1 || !plain(&st) || !quiet(d, &st))
		rc = 0;		/* it changed since it was listed */
	else
		rc = take_open(d, w, fd, &st);
	close(fd);
	return rc;
}

/* folder: the files of one feed, oldest first. */
static int
folder(struct drop *d, const char *dir, const char *feed)
{
	struct err first = ERR_INIT;
	size_t i;

	if (look(d, dir) == -1)
		return -1;
	d->r->feed = feed;
	for (i = 0; i < d->n; i++) {
		if (take(d, &d->list[i]) == 0)
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
is_feed(const char *dir, const char *name)
{
	char *path;
	struct stat st;
	int ok;

	if (!feed_name(name) || strcmp(name, "errors") == 0 ||
	    strcmp(name, "held") == 0)
		return 0;
	path = join(dir, name);
	ok = lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
	free(path);
	return ok;
}

static int
folders(struct drop *d, const char *dir)
{
	struct dirent **list;
	char *path;
	int i, n, rc = 0;

	if ((n = scandir(dir, &list, NULL, alphasort)) == -1)
		return err_sys(d->e, ERR_CONFIG, "drop directory %s", dir);
	for (i = 0; i < n; i++) {
		if (rc == 0 && is_feed(dir, list[i]->d_name)) {
			path = join(dir, list[i]->d_name);
			rc = folder(d, path, list[i]->d_name);
			free(path);
		}
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
	struct drop d = { r, before, after, arg, 0, status, 60, NULL, 0, e };

	if (directory == NULL)
		directory = conf_get(r->conf, "drop", "directory");
	if (directory == NULL)
		return 0;
	if (conf_int(r->conf, "drop", "quiet_s", 1, 86400, 60, &d.quiet_s, e)
	    == -1)
		return -1;
	if (folders(&d, directory) == -1)
		return -1;
	return folder(&d, directory, NULL);
}
