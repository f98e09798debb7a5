/* A message once more: a reminder. */
#ifndef STORE_OUTBOX_AGAIN_H
#define STORE_OUTBOX_AGAIN_H

#include <stdint.h>

#include "store/outbox.h"

/*
 * outbox_again: queues what row id was, under this dedup, as of now.  1, 0 it
 * is queued still, or erased, or dedup is there already; -1.  *new_id may be
 * NULL.
 */
int outbox_again(struct db *, int64_t id, const char *dedup, int64_t now,
    int64_t *new_id, struct err *);

#endif
