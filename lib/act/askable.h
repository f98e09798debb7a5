/*
 * Whom a question may be put to by the rule (RULES 8, policy approvers),
 * whoever has put it.  Programs that face a browser queue questions too; what
 * signs links asks here first, and so does what acts on an approval.
 */
#ifndef ACT_ASKABLE_H
#define ACT_ASKABLE_H

#include "act/ctx.h"
#include "act/people.h"
#include "store/contractor.h"
#include "store/question.h"

/*
 * askable: 1 if the person of this folded key may be asked it now: of an
 * attestation one of the managers that are stated, one above them, the
 * fallback reviewer, or who was ever named a deputy of one of these; of a
 * first password the manager; of a newcomer's approval either of the former or
 * an approver; of any other approval an approver.  0, -1 with e.
 */
int askable(struct ctx *, struct people *, const struct question *,
    const struct contractor *, const char *key, struct err *);

/* askable_manager: the part about managers. */
int askable_manager(struct ctx *, struct people *, const struct contractor *,
    const char *key, struct err *);

#endif
