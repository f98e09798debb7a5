/* Files, opened and written so that nobody can make us open another one. */
#ifndef BASE_SAFE_H
#define BASE_SAFE_H

#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/err.h"

/* safe_kind: what errno of an open(2) means: ERR_CONFIG not there or not
 * permitted, ERR_REFUSED a link, a directory or a special file, else ERR_IO. */
int safe_kind(void);
/* safe_open: O_NOFOLLOW, O_CLOEXEC; regular files only; with O_CREAT the mode
 * is 0600.  fd, or -1 with e as safe_kind says. */
int safe_open(const char *path, int flags, struct err *);
/* safe_open_at: the same for a name in an open directory. */
int safe_open_at(int dir, const char *name, int flags, struct err *);
/* safe_dir: a directory, through no link; with make (a mode, or 0) it is made
 * where it is not there.  What is done by its fd stays in it, whatever others
 * put in its place.  at may be AT_FDCWD.  fd, or -1: ERR_REFUSED if it is none,
 * ERR_CREATE, ERR_CONFIG, ERR_IO. */
int safe_dir(int at, const char *name, mode_t make, struct err *);
/* safe_read: the whole of a regular file of at most b->max bytes replaces what
 * b held.  ERR_DATA if it is longer. */
int safe_read(const char *path, struct buf *b, struct err *);
/* safe_read_if: the same of one that need not be there: 1, 0 without an error
 * and with b as it was, -1.  Where access(2) finds none there is none. */
int safe_read_if(const char *path, struct buf *b, struct err *);
/* safe_secret: safe_read, refused (ERR_CONFIG) if anyone but the owner and the
 * group may read it or anyone but the owner may write it. */
int safe_secret(const char *path, struct buf *b, struct err *);
/* safe_write: temporary file beside path, fsync, rename, fsync of the
 * directory: the file is whole or not there.  ERR_CREATE, ERR_IO. */
int safe_write(
    const char *path, const void *, size_t len, mode_t, struct err *);
/* safe_write_at: the same for a name in an open directory. */
int safe_write_at(int dir, const char *name, const void *, size_t len, mode_t,
    struct err *);
/* safe_sync_dir: a name made or taken away in it is so on the disk.  ERR_IO */
int safe_sync_dir(const char *dir, struct err *);
/* safe_temp: an unlinked temporary file, read and write, in $TMPDIR or /tmp. */
FILE *safe_temp(struct err *);
/* safe_all: write(2) until all is out, restarting after EINTR.  0 or -1. */
int safe_all(int fd, const void *, size_t len);
/* safe_name: 1 if s may be a file name of ours: no slash, no control, no
 * leading dot or hyphen, 1-200 bytes. */
int safe_name(const char *s);
/*
 * safe_spawn: runs argv[0] (looked for in PATH if without a slash) without a
 * shell and adds its stdout to b, at most seconds long; *status gets the wait
 * status.  It has a process group of its own, stdin is /dev/null, stderr is
 * ours, nothing else is open.  -1 with e if it did not start (ERR_CONFIG,
 * ERR_SYSTEM), took too long (ERR_TEMP) or said more than fits (ERR_DATA); in
 * the last two cases its process group is killed.
 */
int safe_spawn(char *const argv[], int seconds, struct buf *b, int *status,
    struct err *);
/* safe_spawn_from: the same with stdin from in (above 2; -1: /dev/null), and
 * what it says on stderr goes to b too. */
int safe_spawn_from(int in, char *const argv[], int seconds, struct buf *b,
    int *status, struct err *);

#endif
