/*
 * The cadence: whom we ask about one contractor today, and what.  A pure
 * function of (contractor, history, policy, today): no clock, no file, no SQL.
 * Days are day numbers (base/when.h) in the tenant's zone, WHEN_NO_DAY where
 * there is none.
 *
 *	contract end	directory's expiry	asked
 *	set		any		monthly heartbeat, T-30 T-7 T-0
 *	not set		set		monthly heartbeat, T-30 T-7
 *	not set		not set		monthly full attestation
 *
 * At most one question about him is open; a new one overtakes it.  A key
 * (month, or end date and offset) is asked once, ever.
 */
#ifndef DOMAIN_CADENCE_H
#define DOMAIN_CADENCE_H

#include <stddef.h>
#include <stdint.h>

#include "domain/policy.h"

#define CADENCE_OFFSETS 6

struct cadence_policy {
	int	heartbeat_day;		/* 1-31, clamped to the month */
	int	offsets[CADENCE_OFFSETS]; /* days before the end, falling */
	int	noffsets;
	const struct policy *days;	/* policy_send_day() */
	int	strict;			/* monthly_cap = strict */
	int	quiet_days;
	int	escalate_days;		/* escalate_after_days */
	int	escalate_end_days;	/* escalate_after_days_end */
	int	expired_days;		/* until an account that has expired and
					 * is not disabled is a finding */
	int	suspended_days;		/* then: has he left?  0 never */
	int	escalate_max;		/* last level: escalate_levels, and one
					 * more with a fallback_reviewer */
	unsigned mute;			/* CADENCE_MUTE_* */
};

/* Mail kinds that the tenant has turned off (mail.KIND = off). */
enum {
	CADENCE_MUTE_HEARTBEAT = 1,
	CADENCE_MUTE_FULL = 2,
	CADENCE_MUTE_CHANGED = 4,
	CADENCE_MUTE_ESCALATION = 8,
	CADENCE_MUTE_LEFT = 16
};

enum cadence_status {
	CADENCE_OTHER,			/* not asked about */
	CADENCE_ACTIVE,
	CADENCE_PENDING,		/* pending_review */
	CADENCE_SUSPENDED
};

/* What may go out; of a question: what it is. */
enum cadence_kind {
	CADENCE_NONE,
	CADENCE_HEARTBEAT,
	CADENCE_FULL,
	CADENCE_ANCHOR,			/* T-30, T-7, T-0 */
	CADENCE_CHANGED,		/* the end moved under a departure; of
					 * an open one also: has he left? */
	CADENCE_LEFT,			/* suspended for long: has he left? */
	CADENCE_STANDS,			/* recorded as asked, no mail */
	CADENCE_ESCALATE,		/* the open question, one level up */
	CADENCE_READDRESS		/* the open question, new reviewer */
};

/* A departure that is decided and has not started. */
enum cadence_leaving {
	CADENCE_STAYS,
	CADENCE_LEAVES_END,		/* on the last day in force then */
	CADENCE_LEAVES_DAY		/* now, or on a day that he named */
};

/* An anchored question that was sent, or recorded as asked. */
struct cadence_sent {
	int32_t	end_on;
	int	offset;
	int32_t	on;
};

/* The open question, if kind is not CADENCE_NONE. */
struct cadence_question {
	enum cadence_kind kind;
	int	offset;			/* CADENCE_ANCHOR */
	int32_t	end_on;			/* CADENCE_ANCHOR: its date */
	int32_t	on;			/* its first mail */
	int	level;			/* levels mailed; 0 the manager */
	int32_t	mailed_on;		/* last mail of any level */
};

struct cadence_in {
	enum cadence_status status;
	int32_t	active_on;		/* became active, in this engagement */
	int32_t	start_on;		/* contract_start */
	int32_t	end_on;			/* contract_end, inclusive */
	int32_t	expiry_on;		/* the directory's last day */

	const struct cadence_sent *sent;	/* of this engagement */
	size_t	nsent;
	int32_t	monthly_on;		/* the last monthly question */
	int32_t	changed_on;		/* the last "changed" question ... */
	int32_t	changed_end;		/* ... and the end it told */
	int32_t	left_on;		/* the last question whether he left */
	struct cadence_question open;
	int32_t	answer_on;		/* the last answer about him; "not mine"
					 * is none */

	enum cadence_leaving leaving;
	int32_t	leaving_on;		/* CADENCE_LEAVES_END: that last day */
	int32_t	suspended_on;		/* since when, in CADENCE_SUSPENDED */
	int	suspended_asked;	/* CADENCE_LEFT went for this one */
	int	owes_changed;		/* a departure was withdrawn, and nobody
					 * has been asked since */
	int	reviewer_changed;	/* the open question has another now */
	int	go_up;			/* "not mine", or a bounce, from the one
					 * asked last */
	int	other_enabled;		/* an account elsewhere is enabled */
	int	not_disabled;		/* one has expired, is not disabled */
	int	unanswered;		/* that finding is open, not answered */
};

/* Findings that open by the rule itself. */
enum {
	CADENCE_PAST_END = 1,
	CADENCE_DATE_MISMATCH = 2,
	CADENCE_EXPIRED_ENABLED = 4,
	CADENCE_UNANSWERED = 8
};

enum cadence_closes {
	CADENCE_KEEPS,			/* the open question stays as it is */
	CADENCE_OVERTAKEN,
	CADENCE_REANCHORED,		/* is about end_on and record now, as if
					 * that had been asked on its own day */
	CADENCE_CANCELLED		/* he is not asked about any more */
};

/* Why no monthly question is due. */
enum cadence_month {
	CADENCE_MONTH_DUE,
	CADENCE_MONTH_OFF,		/* not asked about, or muted */
	CADENCE_MONTH_EARLY,		/* until its day */
	CADENCE_MONTH_NEW,		/* was not there on its day */
	CADENCE_MONTH_ASKED,		/* went this month */
	CADENCE_MONTH_ANCHORED,		/* an anchored one went this month */
	CADENCE_MONTH_AHEAD,		/* an anchored one will go this month */
	CADENCE_MONTH_QUIET,		/* quiet_days */
	CADENCE_MONTH_SHUT		/* today is no send day */
};

struct cadence_due {
	enum cadence_kind kind;
	int	offset;			/* CADENCE_ANCHOR, CADENCE_STANDS */
	int	level;			/* CADENCE_ESCALATE: to which */
};

struct cadence_out {
	int32_t	end_on;			/* in force */
	int	end_is_expiry;
	int	days_left;		/* to end_on, if there is one */
	struct cadence_due due;
	int	record;			/* offset of end_on that is recorded as
					 * asked without a mail; -1 none */
	enum cadence_closes closes;	/* what becomes of the open question */
	int	withdrawn;		/* the departure is withdrawn */
	unsigned findings;
	enum cadence_month month;
	int32_t	month_on;		/* its day: due, asked, quiet until */
	int32_t	escalate_on;		/* of the open question; WHEN_NO_DAY */
	int32_t	suspended_on;		/* CADENCE_LEFT: since when */

	/* If nothing else happens: the first later day on which ... */
	struct cadence_due next;	/* ... something goes, and what */
	int32_t	next_on;		/* WHEN_NO_DAY none */
	int32_t	look_on;		/* ... the rule gives anything new: a
					 * mail, record, finding, closing */
};

/*
 * cadence_rule: all of out is set.  Looks CADENCE_AHEAD days ahead; if nothing
 * comes, look_on is the day after those, so that nothing is seen too late.
 */
#define CADENCE_AHEAD 430
void cadence_rule(const struct cadence_in *, const struct cadence_policy *,
    int32_t today, struct cadence_out *);

/*
 * cadence_forecast: what goes from today on for so many days if nothing else
 * happens and nobody answers; today included.  Non-zero from cb stops it.
 */
typedef int cadence_forecast_cb(int32_t day, const struct cadence_due *,
    int days_left, void *);
int cadence_forecast(const struct cadence_in *, const struct cadence_policy *,
    int32_t today, int days, cadence_forecast_cb *, void *);

/* cadence_today: the same without looking ahead: next_on, look_on are none. */
void cadence_today(const struct cadence_in *, const struct cadence_policy *,
    int32_t today, struct cadence_out *);

/* cadence_policy: reads the settings; borrows policy. */
void cadence_policy(struct cadence_policy *, const struct policy *);

/* cadence_deadline: the day on which a question goes one level up if nobody has
 * answered; end_on is the end in force. */
int32_t cadence_deadline(const struct cadence_policy *,
    const struct cadence_question *, int32_t end_on);

/* cadence_goes: 1 if a mail goes for it (a record alone is none). */
int cadence_goes(enum cadence_kind);

#endif
