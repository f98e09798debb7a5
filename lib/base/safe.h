/* Files, opened and written so that nobody can make us open another one. */
#ifndef BASE_SAFE_H
#define BASE_SAFE_H

#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/err.h"

/* safe_open: O_NOFOLLOW, O_CLOEXEC; regular files only.  fd, or -1 with e:
 * ERR_CONFIG if it is not there, ERR_REFUSED for a link or a special file. */
int safe_open(const char *path, int flags, struct err *);
/* safe_read: the whole of a regular file of at most b->max bytes. */
int safe_read(const char *path, struct buf *b, struct err *);
/* safe_secret: safe_read, refused (ERR_CONFIG) if anyone but the owner and the
 * group may read it or anyone but the owner may write it. */
int safe_secret(const char *path, struct buf *b, struct err *);
/* safe_write: temporary file beside path, fsync, rename, fsync of the
 * directory: the file is whole or not there.  ERR_CREATE, ERR_IO. */
int safe_write(const char *path, const void *, size_t len, mode_t, struct err *);
/* safe_temp: an unlinked temporary file, read and write, in $TMPDIR or /tmp. */
FILE *safe_temp(struct err *);
/* safe_all: write(2) until all is out, restarting after EINTR.  0 or -1. */
int safe_all(int fd, const void *, size_t len);
/* safe_name: 1 if s may be a file name of ours: no slash, no control, no
 * leading dot or hyphen, 1-200 bytes. */
int safe_name(const char *s);
/*
 * safe_spawn: runs argv[0] without a shell and reads at most b->max bytes of
 * its stdout, at most seconds long; *status gets the wait status.  stdin is
 * /dev/null.  -1 with e if it did not start or took too long (it is killed).
 */
int safe_spawn(char *const argv[], int seconds, struct buf *b, int *status,
    struct err *);

#endif
