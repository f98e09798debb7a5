#include "connect/ingest_one.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/safe.h"
#include "connect/held_file.h"

static int
take(struct ingest_run *r, const struct ingest_file_in *in,
    int (*before)(void *), ingest_drop_cb *after, void *arg,
    struct ingest_out *out, struct err *e)
{
	if (before(arg) == -1 || ingest_run(r, in, out, e) == -1)
		return -1;
	return after(in->name, out, arg);
}

static int
is_same(const char *path, int fd)
{
	struct stat a, b;

	return stat(path, &a) == 0 && fstat(fd, &b) == 0 &&
	    a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* apart: what is refused would take the place of the whole roster. */
static int
apart(const struct ingest_run *r, int fd, struct err *e)
{
	struct buf why = BUF_INIT(8192);
	int same;

	if (r->errors == NULL)
		return 0;
	buf_fmt(&why, "%s.txt", r->errors);
	same = is_same(r->errors, fd) || is_same(buf_get(&why), fd);
	buf_clear(&why);
	return !same ? 0 : err_set(e, ERR_USAGE, "--errors %s would write over "
	    "the roster itself: name another file", r->errors);
}

static int
take_stdin(struct ingest_run *r, int (*before)(void *), ingest_drop_cb *after,
    void *arg, int *status, struct err *e)
{
	const struct ingest_file_in in = { STDIN_FILENO, "stdin", "-", NULL };
	struct ingest_out out;

	if (apart(r, in.fd, e) == -1 ||
	    take(r, &in, before, after, arg, &out, e) == -1)
		return -1;
	*status = out.status;
	return 0;
}

int
ingest_one(struct ingest_run *r, const char *path, int (*before)(void *),
    ingest_drop_cb *after, void *arg, int *status, struct err *e)
{
	const char *slash = strrchr(path, '/');
	struct ingest_file_in in = { -1, "file", slash ? slash + 1 : path,
		NULL };
	struct ingest_out out;
	char *feed = NULL;
	int held, delta = 0, rc = -1;

	if (strcmp(path, "-") == 0)
		return take_stdin(r, before, after, arg, status, e);
	if ((in.fd = safe_open(path, O_RDONLY, e)) == -1)
		return -1;
	if (apart(r, in.fd, e) == -1) {
		close(in.fd);
		return -1;
	}
	held = held_file_find(r->x, path, in.fd, &feed, &delta, e);
	if (held == 1 && r->feed == NULL) {
		r->feed = feed;
		r->mode = delta ? INGEST_DELTA : INGEST_FULL;
	}
	if (held != -1)
		rc = take(r, &in, before, after, arg, &out, e);
	if (rc == 0)
		*status = out.status;
	if (rc == 0 && held == 1 && r->rows == NULL && out.fate == INGEST_DONE)
		rc = held_file_done(path, in.fd, e);
	close(in.fd);
	if (r->feed == feed)
		r->feed = NULL;
	free(feed);
	return rc;
}
