/*
 * The approval of newcomers: policy provision_approval, one word after the
 * other.  Each who is asked gets one message about all of a list that are his
 * to approve, with one link to one page.
 */
#ifndef ACT_NEWCOMER_ASK_H
#define ACT_NEWCOMER_ASK_H

#include "act/ctx.h"
#include "store/newcomer_row.h"

/*
 * newcomer_ask: of all in state new the question of their stage is put; who
 * wants them is never asked.  Nobody to ask: waiting, with the finding
 * approval_waiting.  keys (may be NULL): see newcomer_want.  Within the
 * caller's transaction.  0 or -1.
 */
int newcomer_ask(struct ctx *, const char *keys, struct err *);
/* newcomer_ask_again: those that wait become new, and those who have changed
 * since they were asked about: for a run.  0 or -1. */
int newcomer_ask_again(struct ctx *, struct err *);

/* newcomer_ask_stages: how many must say yes, one after the other; at least
 * 1, also where the policy is none. */
int newcomer_ask_stages(const struct ctx *);
/* newcomer_ask_word: "manager" or "approver", of a stage from 0; "manager"
 * where the policy asks for nobody: newcomer_ask_nobody. */
const char *newcomer_ask_word(const struct ctx *, int stage);
int newcomer_ask_nobody(const struct ctx *);

/*
 * newcomer_ask_agreed: the last yes: the decision is recorded, the job is made.
 * *due_at gets when it starts.  0 or -1.
 */
int newcomer_ask_agreed(struct ctx *, const struct contractor *,
    struct newcomer_row *, int64_t decision, int64_t *job, int64_t *due_at,
    struct err *);

/* newcomer_ask_may: 1 if he may say yes at this stage: he is not who wants him,
 * and where approvers are asked he is one still; 0, -1. */
int newcomer_ask_may(struct ctx *, const struct newcomer_row *,
    const char *key, struct err *);
/* newcomer_ask_own: 1 if the person of this key is who wants him; -1. */
int newcomer_ask_own(struct ctx *, const struct newcomer_row *,
    const char *key, struct err *);

#endif
