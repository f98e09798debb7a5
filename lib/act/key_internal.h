/* What key.c and key_master.c share; nobody else includes it. */
#ifndef ACT_KEY_INTERNAL_H
#define ACT_KEY_INTERNAL_H

#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

enum { KEY_PATH_LEN = 1024 };

/* DIR/TENANT.USE.N and its end (".pub", ""). */
int key_path(char path[KEY_PATH_LEN], const char *dir, const char *tenant,
    const char *use, int number, const char *end, struct err *);
/* The highest number, of the secrets or of all files; 0 none, -1. */
int key_highest(const char *dir, const char *tenant, const char *use,
    int secrets, struct err *);
/* After key N could not be read: ERR_DATA if it is N that is not there.  -1. */
int key_missed(const char *path, const char *dir, const char *tenant,
    const char *use, struct err *);
/* A whole new file: 1 done, 0 there is one, -1. */
int key_put_new(const char *path, const char *data, size_t len, mode_t,
    struct err *);
/* Exactly want bytes from the hex of a file's one line. */
int key_unhex(const char *path, const struct buf *, unsigned char *out,
    size_t want, struct err *);

#endif
