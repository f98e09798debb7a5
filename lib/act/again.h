/*
 * The same request id of the same key gets the same answer: for what is asked
 * through the API and is not a row of its own.
 */
#ifndef ACT_AGAIN_H
#define ACT_AGAIN_H

#include "act/ctx.h"
#include "store/apicall.h"
#include "store/apikey.h"

enum again { AGAIN_ERROR = -1, AGAIN_NEW, AGAIN_SAME, AGAIN_OTHER };

/* again_find: request NULL or "": always new.  *out is filled but for
 * AGAIN_NEW and AGAIN_ERROR; apicall_clear. */
enum again again_find(struct ctx *, const char *kind, const struct apikey *,
    const char *request, const unsigned char print[32], struct apicall *out,
    struct err *);

/* again_keep: the answer, with its evidence; inside the caller's transaction.
 * Nothing without a request id. */
int again_keep(struct ctx *, const char *kind, const struct apikey *,
    const char *request, const unsigned char print[32], int status,
    const char *answer, struct err *);
/* again_commit: the same in a transaction of its own. */
int again_commit(struct ctx *, const char *kind, const struct apikey *,
    const char *request, const unsigned char print[32], int status,
    const char *answer, struct err *);

#endif
