/* A private directory for one unit test program, removed at its end. */
#ifndef TESTS_SANDBOX_H
#define TESTS_SANDBOX_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char sandbox[64];

/* sandbox_path: sandbox/name, in one of four buffers that take turns. */
static inline const char *
sandbox_path(const char *name)
{
	static char ring[4][512];
	static unsigned turn;
	char *p = ring[turn++ % 4];

	snprintf(p, sizeof(ring[0]), "%s/%s", sandbox, name);
	return p;
}

/* sandbox_put: a file with this text and mode. */
static inline void
sandbox_put(const char *name, const char *text, mode_t mode)
{
	const char *path = sandbox_path(name);
	FILE *f = fopen(path, "w");

	if (f == NULL || fputs(text, f) == EOF || fclose(f) == EOF ||
	    chmod(path, mode) == -1) {
		perror(path);
		abort();
	}
}

static inline void
sandbox_dir(const char *name)
{
	if (mkdir(sandbox_path(name), 0755) == -1) {
		perror(name);
		abort();
	}
}

static inline int
sandbox_make(void **state)
{
	(void)state;
	snprintf(sandbox, sizeof(sandbox), "/tmp/ctr-unit.XXXXXX");
	return mkdtemp(sandbox) == NULL ? -1 : 0;
}

static inline int
sandbox_rm(const char *path, const struct stat *st, int type, struct FTW *f)
{
	(void)st;
	(void)type;
	(void)f;
	return remove(path);
}

static inline int
sandbox_drop(void **state)
{
	(void)state;
	return nftw(sandbox, sandbox_rm, 8, FTW_DEPTH | FTW_PHYS);
}

#endif
