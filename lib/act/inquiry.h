/*
 * One contractor as the cadence sees him: read from the registry, judged by
 * the rule (domain/cadence.h), with whom there is to ask (domain/reviewer.h).
 */
#ifndef ACT_INQUIRY_H
#define ACT_INQUIRY_H

#include "act/ctx.h"
#include "act/people.h"
#include "domain/cadence.h"
#include "store/contractor.h"
#include "store/question.h"

/* One reviewer who was asked the open question. */
struct inquiry_ask {
	int64_t	id;
	int	level;
	char	*key;
	char	*deputy_for;	/* or NULL */
	int	live;		/* not moved to somebody else */
	int64_t	mailed_at;	/* sent; not yet: WHEN_NEVER */
	int	refused;		/* "not mine" since, or a bounce */
};

struct inquiry {
	struct contractor c;
	char	subject[32];	/* "contractor/17" */
	struct question open;	/* the open attestation; id 0 none */
	struct inquiry_ask *asks;
	size_t	nasks;
	unsigned found;		/* CADENCE_* findings that are open */
	int	misled;		/* manager_invalid is open */
	int64_t	unanswered_at;	/* that finding is open since; 0 not */
	int64_t	decision;	/* the last answer; 0 none */
	int64_t	suspension;	/* the job that suspended him; 0 none */
	struct cadence_sent *sent;
	struct cadence_in in;
	char	*stated[REVIEWER_STATED];
	struct reviewer_of of;
	struct reviewer_found first;	/* whom a new question goes to */
	struct buf passed;		/* why not others */
	struct cadence_out out;		/* the rule's word for x->today */
};

/* What all of a run share. */
struct inquiry_run {
	struct ctx *x;
	struct people *people;
	struct cadence_policy p;
};

int inquiry_run_init(struct inquiry_run *, struct ctx *, struct err *);
void inquiry_run_clear(struct inquiry_run *);

/*
 * inquiry_load: all of q.  ahead 0 leaves next_on and look_on out.  1; 0 there
 * is no such contractor; -1 with e.  inquiry_clear after each.
 */
int inquiry_load(struct inquiry_run *, int64_t contractor, int ahead,
    struct inquiry *, struct err *);
void inquiry_clear(struct inquiry *);

/*
 * inquiry_above: who is asked when the open question goes up, and the level
 * that he is: the fallback reviewer is the last.  found->who NULL: nobody is
 * left.
 */
int inquiry_above(struct inquiry_run *, const struct inquiry *,
    struct reviewer_found *, int *level, struct err *);
/* inquiry_manager: key of the reviewer asked first, or NULL. */
const char *inquiry_manager(const struct inquiry *);
/* inquiry_asked: his live ask, or NULL. */
const struct inquiry_ask *inquiry_asked(const struct inquiry *,
    const char *key);
/*
 * inquiry_deputy: a deputy of one who was asked that was not himself; *of is
 * the ask whose place he takes.  1, 0 none, -1.
 */
int inquiry_deputy(struct inquiry_run *, const struct inquiry *,
    const struct reviewer **deputy, const struct inquiry_ask **of,
    struct err *);

#endif
