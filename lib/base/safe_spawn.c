#define _GNU_SOURCE	/* posix_spawn_file_actions_addclosefrom_np */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/safe.h"

extern char **environ;

static int64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/*
 * The child has a process group of its own, so that a time-out ends what it
 * started too, and the signals as a program expects to find them.
 */
static int
start(char *const argv[], int in, int out, pid_t *pid)
{
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t at;
	sigset_t none, deflt;
	int rc;

	sigemptyset(&none);
	sigemptyset(&deflt);
	sigaddset(&deflt, SIGPIPE);
	sigaddset(&deflt, SIGINT);
	sigaddset(&deflt, SIGTERM);
	sigaddset(&deflt, SIGCHLD);
	posix_spawnattr_init(&at);
	posix_spawnattr_setflags(&at, POSIX_SPAWN_SETPGROUP |
	    POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setpgroup(&at, 0);
	posix_spawnattr_setsigdefault(&at, &deflt);
	posix_spawnattr_setsigmask(&at, &none);
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_adddup2(&fa, out, 1);
	if (in == -1)
		posix_spawn_file_actions_addopen(&fa, 0, "/dev/null",
		    O_RDONLY, 0);
	else {
		posix_spawn_file_actions_adddup2(&fa, in, 0);
		posix_spawn_file_actions_adddup2(&fa, out, 2);
	}
	posix_spawn_file_actions_addclosefrom_np(&fa, 3);
	rc = posix_spawnp(pid, argv[0], &fa, &at, argv, environ);
	posix_spawn_file_actions_destroy(&fa);
	posix_spawnattr_destroy(&at);
	return rc;
}

/* Until end of file: 0; -1 with e at the deadline or when b is full. */
static int
listen_to(int fd, const char *name, int64_t deadline, struct buf *b,
    struct err *e)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char part[4096];
	int64_t left;
	ssize_t n;

	for (;;) {
		if ((left = deadline - now_ms()) <= 0)
			return err_set(e, ERR_TEMP, "%s: took too long", name);
		if (poll(&p, 1, left > 60000 ? 60000 : (int)left) <= 0)
			continue;
		n = read(fd, part, sizeof(part));
		if (n == -1 && errno != EINTR && errno != EAGAIN)
			return err_sys(e, ERR_IO, "%s", name);
		if (n == 0)
			return 0;
		if (n > 0)
			buf_add(b, part, (size_t)n);
		if (!buf_ok(b))
			return err_set(e, ERR_DATA, "%s: more than %zu bytes of"
			    " output", name, b->max);
	}
}

/* It may close its stdout long before it ends. */
static int
wait_until(pid_t pid, const char *name, int64_t deadline, int *status,
    struct err *e)
{
	struct timespec nap = { 0, 1000000 };
	pid_t got;

	for (;;) {
		got = waitpid(pid, status, WNOHANG);
		if (got == pid)
			return 0;
		if (got == -1 && errno != EINTR)
			return err_sys(e, ERR_SYSTEM, "%s: wait", name);
		if (now_ms() >= deadline)
			return err_set(e, ERR_TEMP, "%s: took too long", name);
		nanosleep(&nap, NULL);
		if (nap.tv_nsec < 50000000)
			nap.tv_nsec *= 2;
	}
}

/* Not reaped yet, so the number is still its own and no other's. */
static void
end_group(pid_t pid)
{
	int status;

	kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
}

/* Above 2, so that no dup2 in the child meets its own number. */
static int
make_pipe(int fd[2])
{
	int i, raw[2];

	if (pipe(raw) == -1)
		return -1;
	for (i = 0; i < 2; i++) {
		fd[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, 3);
		close(raw[i]);
	}
	if (fd[0] != -1 && fd[1] != -1)
		return 0;
	if (fd[0] != -1)
		close(fd[0]);
	if (fd[1] != -1)
		close(fd[1]);
	return -1;
}

int
safe_spawn(char *const argv[], int seconds, struct buf *b, int *status,
    struct err *e)
{
	return safe_spawn_from(-1, argv, seconds, b, status, e);
}

int
safe_spawn_from(int in, char *const argv[], int seconds, struct buf *b,
    int *status, struct err *e)
{
	int64_t deadline = now_ms() + (int64_t)seconds * 1000;
	int fd[2], rc;
	pid_t pid;

	if (make_pipe(fd) == -1)
		return err_sys(e, ERR_SYSTEM, "%s: pipe", argv[0]);
	rc = start(argv, in, fd[1], &pid);
	close(fd[1]);
	if (rc != 0) {
		close(fd[0]);
		errno = rc;
		return err_sys(e, rc == EAGAIN || rc == ENOMEM ? ERR_SYSTEM :
		    ERR_CONFIG, "%s", argv[0]);
	}
	rc = listen_to(fd[0], argv[0], deadline, b, e);
	close(fd[0]);
	if (rc == 0)
		rc = wait_until(pid, argv[0], deadline, status, e);
	if (rc == -1 && e->kind != ERR_SYSTEM)
		end_group(pid);
	return rc;
}
