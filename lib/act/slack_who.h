/* Whom the tenant says that a user of Slack's is: section slack_users of
 * ctr.conf(5), which the CGIs cannot write. */
#ifndef ACT_SLACK_WHO_H
#define ACT_SLACK_WHO_H

#include "act/ctx.h"
#include "base/conf.h"

/*
 * slack_who: his UPN or address, folded, malloc'd; NULL: nobody's.  team is
 * that of the press, NULL where it is not known: with slack_team set, a user of
 * another one is nobody.
 */
char *slack_who(const struct conf *, const char *user, const char *team);

/*
 * slack_who_is: 1 if that user is the one person whom the message of this
 * outbox row asked, -1 with e: his own link may be shown to him.
 */
int slack_who_is(struct db *, const struct conf *, const char *user,
    int64_t outbox, struct err *);

#endif
