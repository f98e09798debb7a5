/* A connector's list that somebody asks for, through the API or the portal. */
#ifndef ACT_WISH_H
#define ACT_WISH_H

#include "act/again.h"
#include "base/buf.h"
#include "store/sync_wish.h"

/* What was asked, and the answer that it got. */
struct wish {
	const struct apikey *key;
	const char *request;	/* the client's id, or NULL */
	unsigned char print[32];
	const char *connector;
	int	whole;		/* a whole list, not what changed since */
	/* out: */
	enum again again;
	int64_t	id;		/* of sync_wish; AGAIN_NEW */
	struct apicall call;	/* AGAIN_SAME: its answer */
};

/*
 * wish_sync: one transaction; one that waits already is the same wish.  0, or
 * -1 with e.  apicall_clear of call after either.
 */
int wish_sync(struct ctx *, struct wish *, struct err *);
/* wish_ask: the same for who has no key and no request id: *id is the wish that
 * waits now. */
int wish_ask(struct ctx *, const char *connector, int whole, int64_t *id,
    struct err *);
/* wish_text: a wish as a JSON object. */
void wish_text(const struct sync_wish *, struct buf *);

/* wish_done: those for the connector up to last were carried out. */
int wish_done(struct ctx *, const char *connector, int64_t last, int status,
    const char *words, struct err *);

#endif
