#include "connect/held_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/safe.h"
#include "base/sha.h"
#include "store/roster.h"

/* in_held: 1 if the folder that path lies in is called "held". */
static int
in_held(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir;
	int yes;

	if (slash == NULL)
		dir = getcwd(NULL, 0);
	else
		dir = mem_strn(path, (size_t)(slash - path));
	if (dir == NULL)
		return 0;
	slash = strrchr(dir, '/');
	yes = strcmp(slash == NULL ? dir : slash + 1, "held") == 0;
	free(dir);
	return yes;
}

static int
hash(int fd, unsigned char out[32], struct err *e)
{
	struct sha st;
	unsigned char piece[65536];
	ssize_t n;

	sha_start(&st);
	while ((n = read(fd, piece, sizeof(piece))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_sys(e, ERR_IO, "read");
		sha_add(&st, piece, (size_t)n);
	}
	sha_end(&st, out);
	return lseek(fd, 0, SEEK_SET) == -1 ? err_sys(e, ERR_IO, "seek") : 0;
}

int
held_file_find(struct ctx *x, const char *path, int fd, char **feed,
    int *delta, struct err *e)
{
	unsigned char sha[32];

	*feed = NULL;
	if (!in_held(path))
		return 0;
	if (hash(fd, sha, e) == -1)
		return err_add(e, "%s", path);
	return roster_waiting(x->db, sha, feed, delta, e);
}

int
held_file_done(const char *path, int fd, struct err *e)
{
	const char *slash = strrchr(path, '/');
	char *in = slash == NULL ? mem_str(".") :
	    mem_strn(path, (size_t)(slash - path));
	struct stat st, was;
	int dir = safe_dir(AT_FDCWD, in, 0, e), rc = -1;

	free(in);
	if (dir == -1)
		return -1;
	slash = slash == NULL ? path : slash + 1;
	if (fstat(fd, &was) == -1 || fstatat(dir, slash, &st,
	    AT_SYMLINK_NOFOLLOW) == -1)
		err_sys(e, ERR_IO, "%s", path);
	else if (st.st_dev != was.st_dev || st.st_ino != was.st_ino)
		err_set(e, ERR_REFUSED, "%s: another file was put in its "
		    "place, and stays", path);
	else if ((rc = unlinkat(dir, slash, 0)) == -1)
		err_sys(e, ERR_IO, "%s", path);
	close(dir);
	return rc;
}
