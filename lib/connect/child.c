#define _GNU_SOURCE	/* posix_spawn_file_actions_add{chdir,closefrom}_np */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "connect/child.h"

int64_t
child_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* fd[0] to read, fd[1] to write, both above 2 so that no dup2 in the child
 * meets its own number; ours does not block. */
static int
make_pipe(int fd[2], int ours)
{
	int i, raw[2];

	fd[0] = fd[1] = -1;
	if (pipe(raw) == -1)
		return -1;
	for (i = 0; i < 2; i++) {
		fd[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, 3);
		close(raw[i]);
	}
	if (fd[0] == -1 || fd[1] == -1)
		return -1;
	return fcntl(fd[ours], F_SETFL, O_NONBLOCK);
}

static void
close_fd(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

/* The signals as a program expects to find them, whatever ours are. */
static int
spawn(pid_t *pid, const char *path, int in, int out, int err)
{
	static char path_is[] = "PATH=/usr/local/sbin:/usr/local/bin:"
	    "/usr/sbin:/usr/bin:/sbin:/bin";
	static char lang_is[] = "LANG=C.UTF-8", tz_is[] = "TZ=UTC";
	static char *const env[] = { path_is, lang_is, tz_is, NULL };
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t at;
	sigset_t none, all;
	char *argv[] = { (char *)(uintptr_t)path, NULL };
	int rc;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_init(&at);
	posix_spawnattr_setflags(&at, POSIX_SPAWN_SETPGROUP |
	    POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setpgroup(&at, 0);
	posix_spawnattr_setsigdefault(&at, &all);
	posix_spawnattr_setsigmask(&at, &none);
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_adddup2(&fa, in, 0);
	posix_spawn_file_actions_adddup2(&fa, out, 1);
	posix_spawn_file_actions_adddup2(&fa, err, 2);
	posix_spawn_file_actions_addclosefrom_np(&fa, 3);
	posix_spawn_file_actions_addchdir_np(&fa, "/");
	rc = posix_spawn(pid, path, &fa, &at, argv, env);
	posix_spawn_file_actions_destroy(&fa);
	posix_spawnattr_destroy(&at);
	return rc;
}

int
child_start(struct child *c, const char *path, struct err *e)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 }, err[2] = { -1, -1 };
	int rc = -1;

	memset(c, 0, sizeof(*c));
	c->in = c->out = c->err = -1;
	if (make_pipe(in, 1) == -1 || make_pipe(out, 0) == -1 ||
	    make_pipe(err, 0) == -1) {
		err_sys(e, ERR_SYSTEM, "%s: pipe", path);
		goto out;
	}
	rc = spawn(&c->pid, path, in[0], out[1], err[1]);
	if (rc != 0) {
		c->pid = 0;
		errno = rc;
		rc = err_sys(e, rc == EAGAIN || rc == ENOMEM ? ERR_SYSTEM :
		    ERR_CONFIG, "%s", path);
		goto out;
	}
	c->in = in[1];
	c->out = out[0];
	c->err = err[0];
	in[1] = out[0] = err[0] = -1;
out:
	close_fd(&in[0]);
	close_fd(&in[1]);
	close_fd(&out[0]);
	close_fd(&out[1]);
	close_fd(&err[0]);
	close_fd(&err[1]);
	return rc;
}

/* write(2) whose SIGPIPE is held back and taken up again: the disposition of
 * the process is not ours to change. */
static ssize_t
quiet_write(int fd, const void *p, size_t len)
{
	static const struct timespec zero;
	sigset_t pipe_only, was, pending;
	int had, saved;
	ssize_t n;

	sigemptyset(&pipe_only);
	sigaddset(&pipe_only, SIGPIPE);
	sigpending(&pending);
	had = sigismember(&pending, SIGPIPE);
	sigprocmask(SIG_BLOCK, &pipe_only, &was);
	do {
		n = write(fd, p, len);
	} while (n == -1 && errno == EINTR);
	saved = errno;
	if (n == -1 && saved == EPIPE && !had)
		sigtimedwait(&pipe_only, NULL, &zero);
	sigprocmask(SIG_SETMASK, &was, NULL);
	errno = saved;
	return n;
}

void
child_write(struct child *c, struct buf *b)
{
	ssize_t n;

	while (b->len > 0) {
		n = c->in == -1 ? -1 : quiet_write(c->in, b->p, b->len);
		if (n == -1 && c->in != -1 && errno == EAGAIN)
			return;
		if (n == -1) {	/* its end of stdout will tell */
			close_fd(&c->in);
			n = (ssize_t)b->len;
		}
		memmove(b->p, b->p + n, b->len - (size_t)n);
		b->len -= (size_t)n;
		mem_wipe(b->p + b->len, (size_t)n);
	}
}

void
child_eof(struct child *c)
{
	close_fd(&c->in);
}

void
child_end(struct child *c, int64_t ms)
{
	int64_t at = child_now() + ms;

	if (c->term_at != 0 && c->term_at <= at)
		return;
	c->term_at = at;
	c->kill_at = at + CHILD_GRACE;
}

int
child_reap(struct child *c)
{
	siginfo_t info = { 0 };
	int64_t now = child_now();

	if (c->pid == 0)
		return 1;
	if (c->term_at != 0 && now >= c->term_at && !c->forced) {
		c->forced = 1;
		kill(-c->pid, SIGTERM);
	}
	if (c->forced && now >= c->kill_at)
		kill(-c->pid, SIGKILL);
	/* Left as it is until its group has been ended: its number stays its
	 * own for so long. */
	if (waitid(P_PID, (id_t)c->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0
	    && info.si_pid == 0)
		return 0;
	if (c->forced)
		kill(-c->pid, SIGKILL);
	while (waitpid(c->pid, &c->status, 0) == -1 && errno == EINTR)
		;
	c->pid = 0;
	return 1;
}

void
child_clear(struct child *c)
{
	close_fd(&c->in);
	close_fd(&c->out);
	close_fd(&c->err);
	if (c->pid != 0) {
		kill(-c->pid, SIGKILL);
		while (waitpid(c->pid, &c->status, 0) == -1 && errno == EINTR)
			;
		c->pid = 0;
	}
}
