/*
 * What the cadence remembers of a history, small enough to be carried from
 * day to day: for the look ahead, and for nobody outside lib/domain/cadence*.
 */
#ifndef DOMAIN_CADENCE_STATE_H
#define DOMAIN_CADENCE_STATE_H

#include "domain/cadence.h"

struct cadence_state {
	const struct cadence_policy *p;
	enum cadence_status status;
	int32_t	contract_on, expiry_on;
	int32_t	end_on;			/* in force */
	int	end_is_expiry;
	int32_t	start_on;		/* contract_start */
	int32_t	first_on;		/* active and started */
	int	nearest;		/* smallest offset asked for end_on */
	int32_t	anchored_on;		/* the last anchored question */
	int32_t	monthly_on;
	int32_t	asked_on;		/* the last question of any kind */
	int32_t	changed_on, changed_end;
	int32_t	answer_on;
	struct cadence_question open;
	enum cadence_leaving leaving;
	int32_t	leaving_on;
	int32_t	suspended_on;
	int	suspended_asked;
	int	owes_changed, reviewer_changed, go_up;
	int	other_enabled, not_disabled, unanswered;
};

#define CADENCE_NEVER_ASKED 1000000	/* nearest: no offset yet */

void cadence_state_init(struct cadence_state *, const struct cadence_in *,
    const struct cadence_policy *);

/* cadence_state_after: as it stands once out was carried out on that day. */
void cadence_state_after(struct cadence_state *, const struct cadence_out *,
    int32_t day);

/* cadence_state_reanchor: the open question is about this step now. */
void cadence_state_reanchor(struct cadence_state *, int offset);

/* cadence_state_rule: what cadence_today gives. */
void cadence_state_rule(const struct cadence_state *, int32_t today,
    struct cadence_out *);

/*
 * cadence_state_step: the index in p->offsets of the nearest step of end_on
 * whose day has come by that day, or -1.
 */
int cadence_state_step(const struct cadence_state *, int32_t day);

/* cadence_state_owed: 1 if the step of this offset, whose mail goes on day,
 * was not there before he was and is not answered already. */
int cadence_state_owed(const struct cadence_state *, int offset, int32_t day);

/* cadence_state_left_on: the day from which it is asked whether a suspended
 * contractor has left, asked or not; WHEN_NO_DAY none. */
int32_t cadence_state_left_on(const struct cadence_state *);

#endif
