#include "connect/held_file.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
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
	crypto_hash_sha256_state st;
	unsigned char piece[65536];
	ssize_t n;

	crypto_hash_sha256_init(&st);
	while ((n = read(fd, piece, sizeof(piece))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_sys(e, ERR_IO, "read");
		crypto_hash_sha256_update(&st, piece, (size_t)n);
	}
	crypto_hash_sha256_final(&st, out);
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
held_file_done(const char *path, struct err *e)
{
	return unlink(path) == -1 ? err_sys(e, ERR_IO, "%s", path) : 0;
}
