/* A roster that a drop run moved to held/: whose it is, and its end. */
#ifndef CONNECT_HELD_FILE_H
#define CONNECT_HELD_FILE_H

#include "act/ctx.h"

/*
 * held_file_find: if path lies in a folder "held" and these bytes came from a
 * drop directory and were held, its feed (malloc'd) and mode: 1; else 0; -1
 * with e.  fd stands at its start again.
 */
int held_file_find(struct ctx *, const char *path, int fd, char **feed,
    int *delta, struct err *);
/* held_file_done: the file of fd was accepted: it goes; not one put in its
 * place (ERR_REFUSED). */
int held_file_done(const char *path, int fd, struct err *);

#endif
