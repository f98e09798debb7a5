/* Evidence for people: one subject's or one person's whole story. */
#ifndef ACT_STORY_H
#define ACT_STORY_H

#include "act/ctx.h"

/*
 * story_show: what NULL: everything; "contractor/17": that subject; a UPN:
 * the person and his accounts.  format "text" tells it as a story, each
 * record with its details one below the other; "table", "tsv", "csv", "json"
 * are rows.  To fd.  ERR_DATA: no such person or subject.
 */
int story_show(struct ctx *, const char *what, const char *format, int fd,
    struct err *);

#endif
