/*
 * What the rule says, done: within the caller's transaction, with evidence.
 */
#ifndef ACT_INQUIRY_CARRY_H
#define ACT_INQUIRY_CARRY_H

#include "act/inquiry.h"
#include "act/inquiry_mail.h"

/* What a run has done so far: its line of report. */
struct inquiry_count {
	int64_t	looked, asked, readdressed, escalated, recorded, closed;
	int64_t	withdrawn, suspended, found, gone, missed, reminded;
	int64_t	told;		/* mails of findings to their owners */
};

/*
 * inquiry_carry_settle: all but mail: what is withdrawn, closed, recorded;
 * findings; a suspension by at_end.  Loads q anew where it withdrew.
 */
int inquiry_carry_settle(struct inquiry_run *, struct inquiry *,
    struct inquiry_count *, struct err *);
/*
 * inquiry_carry_ask: the question that is due, readdressed or put to a deputy.
 * digest NULL: a mail of its own; else a row of that.  Nobody can be asked:
 * nothing, and *nobody is 1.
 */
int inquiry_carry_ask(struct inquiry_run *, struct inquiry *,
    struct inquiry_mail *digest, struct inquiry_count *, int *nobody,
    struct err *);
/* inquiry_carry_up: the open question to one more reviewer, at this level, as
 * a row of m. */
int inquiry_carry_up(struct inquiry_run *, struct inquiry *,
    const struct reviewer_found *, int level, struct inquiry_mail *m,
    struct inquiry_count *, struct err *);
/* inquiry_carry_stuck: nobody is left to ask: "unanswered" until somebody
 * answers. */
int inquiry_carry_stuck(struct inquiry_run *, struct inquiry *,
    struct inquiry_count *, struct err *);
/* inquiry_carry_next: when he is looked at next: look_on, or tomorrow. */
int inquiry_carry_next(struct inquiry_run *, const struct inquiry *,
    int tomorrow, struct err *);

#endif
