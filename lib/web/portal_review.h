/*
 * The review queue: findings and what a person says of them, approvals that
 * wait, work that does not get on.
 */
#ifndef WEB_PORTAL_REVIEW_H
#define WEB_PORTAL_REVIEW_H

#include "act/review.h"
#include "store/finding.h"
#include "web/portal.h"

extern const struct portal_route portal_review[];

/* For the files of this area. */

enum { PORTAL_REVIEW_IDS = PORTAL_ROWS };	/* that one form may tick */

/* portal_review_words: what a row or a page says of a finding.  0 or -1. */
int portal_review_words(struct portal *, struct words *,
    const struct finding *, struct err *);
/* portal_review_detail: each value of its detail to cb, ready to be read. */
int portal_review_detail(struct portal *, const struct finding *,
    void (*cb)(const char *name, const char *value, void *), void *,
    struct err *);
/* portal_review_kind: {{is_KIND}}, and {{headline}}: what it means. */
void portal_review_kind(struct words *, const char *kind);

/* portal_review_asks: a form without what its verb needs, told as a person who
 * sees fields would be.  0, or -1 with e. */
int portal_review_asks(const char *verb, const struct review *,
    struct err *);

/* The pages: portal_review_one.c, portal_review_act.c, portal_review_bulk.c,
 * portal_review_wait.c, portal_review_work.c */
int portal_review_one(struct portal *, struct err *);
int portal_review_act(struct portal *, struct err *);
int portal_review_bulk(struct portal *, struct err *);
int portal_review_bulk_act(struct portal *, struct err *);
int portal_review_wait(struct portal *, struct err *);
int portal_review_again(struct portal *, struct err *);
int portal_review_work(struct portal *, struct err *);

#endif
