#define _GNU_SOURCE	/* posix_spawn_file_actions_addclosefrom_np, pipe2 */
#include "act/each.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/safe.h"
#include "base/tenant.h"

#define JOBS_MAX 64
#define LINE_LIMIT 65536	/* a longer line goes out in parts */
#define GRACE_S 5		/* between TERM and KILL */

extern char **environ;

/* One stream of one child: its unfinished line. */
struct stream {
	int	from, to;	/* -1 when at its end */
	struct buf line;
};

struct child {
	pid_t	pid;		/* 0: a free place */
	const char *tenant;
	time_t	ends;		/* when TERM goes, then KILL; 0 never */
	int	terms;
	struct stream out[2];
};

struct pool {
	const struct each *each;
	struct child child[JOBS_MAX];
	int	running, worst;
};

struct names {
	char	**v;
	size_t	n;
};

static int
add_name(const char *name, void *arg)
{
	struct names *n = arg;

	n->v = mem_grow(n->v, n->n + 1, sizeof(*n->v));
	n->v[n->n++] = mem_str(name);
	return 0;
}

static time_t
seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec;
}

static void
put_line(struct child *c, struct stream *s)
{
	struct buf b = BUF_INIT(LINE_LIMIT + 100);

	buf_str(&b, c->tenant);
	buf_chr(&b, '\t');
	buf_add(&b, buf_get(&s->line), s->line.len);
	buf_chr(&b, '\n');
	(void)safe_all(s->to, b.p, b.len);
	buf_clear(&b);
	buf_empty(&s->line);
}

static void
take_bytes(struct child *c, struct stream *s)
{
	char room[8192];
	ssize_t n = read(s->from, room, sizeof(room)), i;

	if (n == -1 && errno == EINTR)
		return;
	for (i = 0; i < n; i++) {
		if (room[i] == '\n' || s->line.len == LINE_LIMIT)
			put_line(c, s);
		if (room[i] != '\n')
			buf_chr(&s->line, room[i]);
	}
	if (n > 0)
		return;
	if (s->line.len > 0)
		put_line(c, s);
	close(s->from);
	s->from = -1;
	buf_clear(&s->line);
}

static int
spawn(struct child *c, const struct each *each, int out, int err)
{
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t at;
	int rc;

	if (setenv("CTR_TENANT", c->tenant, 1) == -1)
		return -1;
	posix_spawnattr_init(&at);
	posix_spawnattr_setflags(&at, POSIX_SPAWN_SETPGROUP);
	posix_spawnattr_setpgroup(&at, 0);
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&fa, out, 1);
	posix_spawn_file_actions_adddup2(&fa, err, 2);
	posix_spawn_file_actions_addclosefrom_np(&fa, 3);
	rc = posix_spawnp(&c->pid, each->argv[0], &fa, &at, each->argv,
	    environ);
	posix_spawn_file_actions_destroy(&fa);
	posix_spawnattr_destroy(&at);
	errno = rc;
	return rc == 0 ? 0 : -1;
}

/* Nobody else is there to say it. */
static void
complain(struct child *c, const char *program, const char *words)
{
	struct stream s = { .to = 2 };

	buf_init(&s.line, LINE_LIMIT);
	buf_fmt(&s.line, "ctr-each: %s: %s", program, words);
	put_line(c, &s);
	buf_clear(&s.line);
}

static void
not_started(struct pool *p, struct child *c, int fd[2][2])
{
	int why = errno, i;

	for (i = 0; i < 4; i++)
		if (fd[i / 2][i % 2] != -1)
			close(fd[i / 2][i % 2]);
	complain(c, p->each->argv[0], strerror(why));
	c->pid = 0;
	p->worst = err_worst(p->worst, ERR_SYSTEM);
}

static void
start(struct pool *p, const char *tenant)
{
	struct child *c = p->child;
	int fd[2][2] = { { -1, -1 }, { -1, -1 } }, i;

	while (c->pid != 0)
		c++;
	memset(c, 0, sizeof(*c));
	c->tenant = tenant;
	if (pipe2(fd[0], O_CLOEXEC) == -1 || pipe2(fd[1], O_CLOEXEC) == -1 ||
	    spawn(c, p->each, fd[0][1], fd[1][1]) == -1) {
		not_started(p, c, fd);
		return;
	}
	for (i = 0; i < 2; i++) {
		close(fd[i][1]);
		c->out[i].from = fd[i][0];
		c->out[i].to = i + 1;
		buf_init(&c->out[i].line, LINE_LIMIT);
	}
	if (p->each->deadline > 0)
		c->ends = seconds() + p->each->deadline;
	p->running++;
}

static void
end_late(const struct pool *p, struct child *c)
{
	if (c->ends == 0 || seconds() < c->ends)
		return;
	if (c->terms == 0)
		complain(c, p->each->argv[0], "ended: over its --deadline");
	kill(-c->pid, c->terms++ == 0 ? SIGTERM : SIGKILL);
	c->ends = seconds() + GRACE_S;
}

/* Its streams are at their end: it has ended, or soon will. */
static void
reap(struct pool *p, struct child *c)
{
	int status, code;

	if (waitpid(c->pid, &status, WNOHANG) != c->pid)
		return;
	code = c->terms > 0 ? ERR_TEMP : WIFEXITED(status) ?
	    WEXITSTATUS(status) : ERR_BUG;
	if (code == 127)
		code = ERR_SYSTEM;
	p->worst = err_worst(p->worst, code);
	c->pid = 0;
	p->running--;
}

static void
wait_some(struct pool *p)
{
	struct pollfd fds[2 * JOBS_MAX];
	struct stream *of[2 * JOBS_MAX];
	struct child *owner[2 * JOBS_MAX];
	int n = 0, i, j;

	for (i = 0; i < JOBS_MAX; i++)
		for (j = 0; j < 2 && p->child[i].pid != 0; j++)
			if (p->child[i].out[j].from != -1) {
				of[n] = &p->child[i].out[j];
				owner[n] = &p->child[i];
				fds[n].fd = of[n]->from;
				fds[n++].events = POLLIN;
			}
	if (poll(fds, (nfds_t)n, n > 0 ? 1000 : 20) > 0)
		for (i = 0; i < n; i++)
			if (fds[i].revents != 0)
				take_bytes(owner[i], of[i]);
	for (i = 0; i < JOBS_MAX; i++) {
		struct child *c = &p->child[i];

		if (c->pid == 0)
			continue;
		end_late(p, c);
		if (c->out[0].from == -1 && c->out[1].from == -1)
			reap(p, c);
	}
}

int
each_run(const struct each *each, int *worst, struct err *e)
{
	struct names names = { NULL, 0 };
	struct pool *p;
	size_t i;
	int runs = 0;

	if (tenant_each(add_name, &names, e) == -1)
		return -1;
	p = mem_zero(1, sizeof(*p));
	p->each = each;
	for (i = 0; i < names.n; i++) {
		if (each->only != NULL &&
		    fnmatch(each->only, names.v[i], 0) != 0)
			continue;
		while (p->running >= each->jobs)
			wait_some(p);
		start(p, names.v[i]);
		runs++;
	}
	while (p->running > 0)
		wait_some(p);
	*worst = p->worst;
	free(p);
	for (i = 0; i < names.n; i++)
		free(names.v[i]);
	free(names.v);
	return runs;
}
