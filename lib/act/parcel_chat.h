/* The links of what goes to a channel; for act/parcel.c and nobody else. */
#ifndef ACT_PARCEL_CHAT_H
#define ACT_PARCEL_CHAT_H

#include "act/parcel.h"

/*
 * parcel_chat: none for all who see it: they are nobody yet.  Under a list of
 * the inactive in Slack, what its buttons send back; to one approver, alone,
 * the link of the mail that asked him.  0, or -1 with e as parcel_load.
 */
int parcel_chat(struct ctx *, const struct postmark *, struct parcel *,
    struct err *);

/* Of parcel.c: a token, or with m->dead what is none. */
int parcel_token(struct ctx *, const struct postmark *, int kind, int64_t id,
    int64_t until, char token[LINK_LEN + 1], struct err *);
/* BASE/ctr/TENANT/TOKEN[/first] as a value of the message or of a row. */
void parcel_url(const struct ctx *, const struct postmark *, struct pairs *,
    int row, const char *name, const char *token, const char *first);
/* parcel_may_link: 0 if a link may be made to all that the mail lists, or -1:
 * ERR_DATA its address, ERR_REFUSED whom it asks. */
int parcel_may_link(struct ctx *, const struct postmark *,
    const struct parcel *, struct err *);

#endif
