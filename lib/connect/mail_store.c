#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/safe.h"
#include "connect/mail_send.h"

/*
 * A Maildir: written whole under tmp, synced, then renamed to new, which is
 * the point of no return.  The name comes from the mail, so that the same
 * mail once more replaces itself as long as nobody has read it.
 */
struct maildir {
	int	dir;
	const char *path;
};

static int
make(int at, const char *name)
{
	if (mkdirat(at, name, 0700) == -1 && errno != EEXIST)
		return -1;
	return 0;
}

static void *
store_open(const struct mail_conf *c, struct err *e)
{
	static const char *const sub[] = { "tmp", "new", "cur" };
	struct maildir *m = mem_zero(1, sizeof(*m));
	size_t i;

	m->path = c->where;
	m->dir = -1;
	if (make(AT_FDCWD, c->where) == 0)
		m->dir = open(c->where, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
		    O_CLOEXEC);
	for (i = 0; m->dir != -1 && i < 3; i++)
		if (make(m->dir, sub[i]) == -1) {
			close(m->dir);
			m->dir = -1;
		}
	if (m->dir != -1)
		return m;
	err_sys(e, ERR_CREATE, "%s", c->where);
	free(m);
	return NULL;
}

static void
store_close(void *state)
{
	struct maildir *m = state;

	close(m->dir);
	free(m);
}

static int
write_tmp(int dir, const char *name, const struct mail_item *m)
{
	int fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	int rc;

	if (fd == -1)
		return -1;
	rc = safe_all(fd, m->data, m->len);
	if (rc == 0)
		rc = fsync(fd);
	if (close(fd) == -1)
		rc = -1;
	return rc;
}

static int
sync_new(int dir)
{
	int fd = openat(dir, "new", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc;

	if (fd == -1)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

static void
fault(struct maildir *d, struct mail_answer *a)
{
	a->stop = 1;
	snprintf(a->words, sizeof(a->words), "%.300s: %s", d->path,
	    strerror(errno));
}

static void
store_send(void *state, const struct mail_item *m, mail_dot *dot, void *arg,
    struct mail_answer *a)
{
	struct maildir *d = state;
	char tmp[256], new[256];

	snprintf(tmp, sizeof(tmp), "tmp/%" PRId64 ".%.100s.ctr", m->queued_at,
	    m->message_id);
	snprintf(new, sizeof(new), "new/%s", tmp + 4);
	if (write_tmp(d->dir, tmp, m) == -1) {
		fault(d, a);
		return;
	}
	if (dot(arg) == -1) {
		a->result = MAIL_GIVEN_UP;
		unlinkat(d->dir, tmp, 0);
		return;
	}
	if (renameat(d->dir, tmp, d->dir, new) == -1) {
		fault(d, a);
		return;
	}
	a->result = MAIL_SENT;
	snprintf(a->words, sizeof(a->words), "%s", new);
	if (sync_new(d->dir) == -1) {
		fault(d, a);
		a->result = MAIL_UNSURE;
	}
}

const struct mail_way mail_store = { store_open, store_send, store_close };
