/*
 * What drop runs have put aside and nobody has taken: the files in errors/ and
 * held/ of a drop directory and of each feed's folder in it.
 */
#ifndef CONNECT_DROP_OLD_H
#define CONNECT_DROP_OLD_H

#include <stdint.h>

#include "base/conf.h"

/*
 * drop_old: removes those that were changed last, or put there, before that
 * instant (by the file system's clock); with dry only counts them.  Regular
 * files alone, by name in a directory that is one: nothing behind a link.
 * *n gets how many; 0 where no drop directory is configured.  0 or -1 with e:
 * ERR_CONFIG, ERR_IO; what was removed is.
 */
int drop_old(const struct conf *, int64_t before_at, int dry, int64_t *n,
    struct err *);

#endif
