/*
 * What a person answered.  Rows are never changed and never removed: taking
 * one back is another row.  The schema refuses what nobody was asked.
 */
#ifndef STORE_DECISION_H
#define STORE_DECISION_H

#include <stdint.h>

#include "store/db.h"

struct decision {
	int64_t	id;
	int64_t	contractor;
	int64_t	question;	/* 0: none */
	int64_t	ask;		/* through whose link; 0: an operator */
	char	answer[16];	/* of the schema's list */
	char	permits[12];	/* the kind of job it allows, or "" */
	char	actor_kind[12];	/* reviewer approver operator */
	char	known_by[8];	/* link login slack key shell */
	char	day_on[11];	/* "" none.  offboard_end: the end in force, and
				 * the departure goes when that moves later */
	int64_t	undoes;		/* decision.id or 0 */
	char	*proof;		/* the token, or NULL */
	char	*reason;	/* or NULL */
	int64_t	decided_at;
	int64_t	evidence;	/* seq */
	int64_t	undone;		/* the decision that took it back, or 0 */
};

void decision_clear(struct decision *);

/* 1 found, 0 none, -1 with e. */
int decision_get(struct db *, int64_t id, struct decision *, struct err *);
/* decision_any: of all engagements, *newest the highest id (0 none), *extends
 * how many extend and *departs how many permit a departure: whether there is
 * more to ask for.  0 or -1. */
int decision_any(struct db *, int64_t contractor, int64_t *newest,
    int64_t *extends, int64_t *departs, struct err *);
/* The newest about this engagement's questions, or by an operator since. */
int decision_newest(struct db *, int64_t contractor, int engagement,
    struct decision *, struct err *);

/*
 * decision_insert: id, permits and undone are not read.  evidence is the seq
 * of its record: action "decision", subject "contractor/N", at decided_at.
 * ERR_REFUSED: the schema says it is not permitted.
 */
int decision_insert(struct db *, const struct decision *, int64_t *id,
    struct err *);

/* decision_extends: extensions of this engagement that were not taken back
 * and not refused.  The number, or -1. */
int64_t decision_extends(struct db *, int64_t contractor, int engagement,
    struct err *);

#endif
