#include "domain/cadence.h"

#include <string.h>

#include "base/when.h"
#include "domain/cadence_day.h"
#include "domain/cadence_state.h"
#include "domain/end_rule.h"

/* Offset 30 is mailed as t-30, 14 too: the words are by distance. */
static int
muted(const struct policy *p, int offset)
{
	return !policy_on(p, offset == 0 ? "mail.t-0" :
	    offset <= 7 ? "mail.t-7" : "mail.t-30");
}

void
cadence_policy(struct cadence_policy *c, const struct policy *p)
{
	int i, n, offsets[CADENCE_OFFSETS];

	memset(c, 0, sizeof *c);
	c->days = p;
	c->heartbeat_day = (int)policy_int(p, "heartbeat_day");
	n = policy_offsets(p, offsets);
	for (i = 0; i < n; i++)
		if (!muted(p, offsets[i]))
			c->offsets[c->noffsets++] = offsets[i];
	c->strict = strcmp(policy_get(p, "monthly_cap"), "strict") == 0;
	c->quiet_days = (int)policy_int(p, "quiet_days");
	c->escalate_days = (int)policy_int(p, "escalate_after_days");
	c->escalate_end_days = (int)policy_int(p, "escalate_after_days_end");
	c->expired_days = (int)policy_int(p, "expired_days");
	c->suspended_days = (int)policy_int(p, "suspended_days");
	c->escalate_max = (int)policy_int(p, "escalate_levels") +
	    (*policy_get(p, "fallback_reviewer") != '\0');
	if (!policy_on(p, "mail.heartbeat"))
		c->mute |= CADENCE_MUTE_HEARTBEAT;
	if (!policy_on(p, "mail.full"))
		c->mute |= CADENCE_MUTE_FULL;
	if (!policy_on(p, "mail.changed"))
		c->mute |= CADENCE_MUTE_CHANGED;
	if (!policy_on(p, "mail.escalation"))
		c->mute |= CADENCE_MUTE_ESCALATION;
	if (!policy_on(p, "mail.left"))
		c->mute |= CADENCE_MUTE_LEFT;
}

int
cadence_goes(enum cadence_kind kind)
{
	return kind != CADENCE_NONE && kind != CADENCE_STANDS;
}

static unsigned
findings(const struct cadence_state *s, int32_t today)
{
	unsigned f = 0;

	if (s->contract_on != WHEN_NO_DAY && today > s->contract_on &&
	    s->leaving == CADENCE_STAYS)
		f |= CADENCE_PAST_END;
	if (end_rule_mismatch(s->contract_on, s->expiry_on))
		f |= CADENCE_DATE_MISMATCH;
	if (end_rule_expired(s->expiry_on, today, s->other_enabled,
	    s->not_disabled, s->p->expired_days, s->leaving != CADENCE_STAYS))
		f |= CADENCE_EXPIRED_ENABLED;
	if (s->unanswered)
		f |= CADENCE_UNANSWERED;
	return f;
}

/* An anchored question that is still to come in the rest of this month. */
static int32_t
ahead(const struct cadence_state *s, int32_t today)
{
	int32_t day, last = when_month_last(today);
	int i;

	if (s->end_on == WHEN_NO_DAY || s->end_on <= today)
		return WHEN_NO_DAY;
	for (i = 0; i < s->p->noffsets; i++) {
		if (s->end_is_expiry && s->p->offsets[i] == 0)
			continue;
		if (s->end_on - s->p->offsets[i] > last + 366)
			continue;
		day = cadence_day_anchor(s->p, s->end_on, s->p->offsets[i]);
		if (day > today && day <= last &&
		    cadence_state_owed(s, s->p->offsets[i], day))
			return day;
	}
	return WHEN_NO_DAY;
}

static int
full(const struct cadence_state *s, int32_t today)
{
	return s->end_on == WHEN_NO_DAY || s->end_on < today ||
	    s->status == CADENCE_PENDING;
}

static enum cadence_month
month(const struct cadence_state *s, int32_t today, int32_t *on)
{
	int quiet;

	*on = cadence_day_monthly(s->p, today);
	if (s->leaving != CADENCE_STAYS || (s->p->mute &
	    (full(s, today) ? CADENCE_MUTE_FULL : CADENCE_MUTE_HEARTBEAT)))
		return CADENCE_MONTH_OFF;
	if (cadence_day_same_month(s->monthly_on, today)) {
		*on = s->monthly_on;
		return CADENCE_MONTH_ASKED;
	}
	if (s->first_on > *on)
		return CADENCE_MONTH_NEW;
	if (today < *on)
		return CADENCE_MONTH_EARLY;
	if (cadence_day_same_month(s->anchored_on, today)) {
		*on = s->anchored_on;
		return CADENCE_MONTH_ANCHORED;
	}
	if ((*on = ahead(s, today)) != WHEN_NO_DAY)
		return CADENCE_MONTH_AHEAD;
	/* Without quiet_days: not two on one day ("changed" and this). */
	quiet = s->p->quiet_days > 0 ? s->p->quiet_days : 1;
	if (s->asked_on != WHEN_NO_DAY && today < s->asked_on + quiet) {
		*on = s->asked_on + quiet;
		return CADENCE_MONTH_QUIET;
	}
	*on = today;
	return policy_send_day(s->p->days, today) ? CADENCE_MONTH_DUE :
	    CADENCE_MONTH_SHUT;
}

/* The index of the step that is due today, or -1. */
static int
anchor(const struct cadence_state *s, int32_t today)
{
	int i, offset;

	if (!policy_send_day(s->p->days, today))
		return -1;
	if (s->end_is_expiry && today > s->end_on)
		return -1;
	if ((i = cadence_state_step(s, today)) == -1)
		return -1;
	offset = s->p->offsets[i];
	return cadence_state_owed(s, offset, cadence_day_anchor(s->p,
	    s->end_on, offset)) ? i : -1;
}

static int
can_escalate(const struct cadence_state *s, int32_t today)
{
	return s->open.kind != CADENCE_NONE &&
	    s->open.level < s->p->escalate_max &&
	    !(s->p->mute & CADENCE_MUTE_ESCALATION) &&
	    policy_send_day(s->p->days, today);
}

static void
escalate(const struct cadence_state *s, struct cadence_out *o)
{
	o->due.kind = CADENCE_ESCALATE;
	o->due.level = s->open.level + 1;
}

/*
 * The open question was about another date.  The same or a farther step of
 * the new one holds: it takes that, and *step is none.  A nearer one is asked
 * by itself and overtakes it; none: there is nothing left to ask now.
 */
static void
moved(struct cadence_state *s, int32_t today, int *step,
    struct cadence_out *o)
{
	int i;

	if (s->open.kind != CADENCE_ANCHOR || s->end_on == WHEN_NO_DAY ||
	    s->open.end_on == s->end_on)
		return;
	if ((i = cadence_state_step(s, today)) == -1) {
		o->closes = CADENCE_OVERTAKEN;
		s->open.kind = CADENCE_NONE;
		return;
	}
	if (*step != -1 && s->p->offsets[*step] < s->open.offset)
		return;
	*step = -1;
	o->closes = CADENCE_REANCHORED;
	o->record = s->p->offsets[i];
	cadence_state_reanchor(s, o->record);
	o->escalate_on = cadence_deadline(s->p, &s->open, s->end_on);
}

/* A step is due.  Under the strict cap a second one in a month has no mail:
 * it rides on the escalation of what is open, or stands on the answer. */
static void
step_due(const struct cadence_state *s, int32_t today, int step,
    struct cadence_out *o)
{
	o->due.offset = s->p->offsets[step];
	if (!s->p->strict ||
	    (!cadence_day_same_month(s->anchored_on, today) &&
	    !cadence_day_same_month(s->monthly_on, today))) {
		o->due.kind = CADENCE_ANCHOR;
		if (s->open.kind != CADENCE_NONE)
			o->closes = CADENCE_OVERTAKEN;
		return;
	}
	o->record = o->due.offset;
	if (s->open.kind == CADENCE_ANCHOR && s->open.end_on != s->end_on)
		o->closes = CADENCE_REANCHORED;
	if (s->open.kind != CADENCE_NONE && s->reviewer_changed)
		o->due.kind = CADENCE_READDRESS;
	else if (can_escalate(s, today))
		escalate(s, o);
	else
		o->due.kind = CADENCE_STANDS;
}

/* What goes about the question that is open already. */
static void
open_due(const struct cadence_state *s, int32_t today, struct cadence_out *o)
{
	int late = s->go_up || today >= o->escalate_on;

	if (s->reviewer_changed) {
		if (policy_send_day(s->p->days, today))
			o->due.kind = CADENCE_READDRESS;
	} else if (late && can_escalate(s, today))
		escalate(s, o);
	else if (late && s->open.level >= s->p->escalate_max)
		o->findings |= CADENCE_UNANSWERED;
}

/* The end in force is not the one the departure was decided for: 1 if it is
 * withdrawn, because the end moved later or is gone. */
static int
withdraws(const struct cadence_state *s)
{
	return s->leaving == CADENCE_LEAVES_END &&
	    (s->end_on == WHEN_NO_DAY || s->end_on > s->leaving_on);
}

static void
changed_due(const struct cadence_state *s, int32_t today,
    struct cadence_out *o)
{
	if (!policy_send_day(s->p->days, today))
		return;
	o->due.kind = CADENCE_CHANGED;
	if (s->open.kind != CADENCE_NONE)
		o->closes = CADENCE_OVERTAKEN;
}

/*
 * Suspended for so long: asked once whether he has left, unless he was
 * answered about since.  A question about the end that is open asks as much,
 * and one that went just now is given its time (quiet_days).
 */
static int
left_due(const struct cadence_state *s, int32_t today)
{
	int32_t day = cadence_state_left_on(s);

	if (day == WHEN_NO_DAY || today < day || s->suspended_asked ||
	    (s->answer_on != WHEN_NO_DAY && s->answer_on >= day) ||
	    s->asked_on == today || s->open.kind == CADENCE_ANCHOR)
		return 0;
	if (s->open.kind != CADENCE_NONE && s->asked_on != WHEN_NO_DAY &&
	    today < s->asked_on + s->p->quiet_days)
		return 0;
	return policy_send_day(s->p->days, today);
}

/* s is a copy: what one sentence closes, the next does not see any more. */
static void
asked(struct cadence_state *s, int32_t today, struct cadence_out *o)
{
	int step;

	if (withdraws(s)) {
		o->withdrawn = 1;
		s->leaving = CADENCE_STAYS;
		s->owes_changed = 1;
	}
	if (s->leaving == CADENCE_LEAVES_DAY || s->first_on > today ||
	    (s->leaving == CADENCE_LEAVES_END && s->end_on == s->leaving_on))
		return;
	if (s->owes_changed && !(s->p->mute & CADENCE_MUTE_CHANGED)) {
		changed_due(s, today, o);
		return;
	}
	step = anchor(s, today);
	moved(s, today, &step, o);
	if (step != -1) {
		step_due(s, today, step, o);
		return;
	}
	if (left_due(s, today)) {
		o->due.kind = CADENCE_LEFT;
		if (s->open.kind != CADENCE_NONE)
			o->closes = CADENCE_OVERTAKEN;
		return;
	}
	o->month = month(s, today, &o->month_on);
	if (o->month == CADENCE_MONTH_DUE) {
		o->due.kind = full(s, today) ? CADENCE_FULL :
		    CADENCE_HEARTBEAT;
		if (s->open.kind != CADENCE_NONE)
			o->closes = CADENCE_OVERTAKEN;
	} else if (s->open.kind != CADENCE_NONE)
		open_due(s, today, o);
}

void
cadence_state_rule(const struct cadence_state *s, int32_t today,
    struct cadence_out *o)
{
	struct cadence_state copy = *s;

	memset(o, 0, sizeof *o);
	o->end_on = s->end_on;
	o->end_is_expiry = s->end_is_expiry;
	o->days_left = s->end_on == WHEN_NO_DAY ? 0 : s->end_on - today;
	o->record = -1;
	o->month = CADENCE_MONTH_OFF;
	o->suspended_on = s->suspended_on;
	o->month_on = o->next_on = o->look_on = WHEN_NO_DAY;
	o->escalate_on = cadence_deadline(s->p, &s->open, s->end_on);
	if (s->status == CADENCE_OTHER) {
		if (s->open.kind != CADENCE_NONE)
			o->closes = CADENCE_CANCELLED;
		return;
	}
	o->findings = findings(s, today);
	asked(&copy, today, o);
}

void
cadence_today(const struct cadence_in *in, const struct cadence_policy *p,
    int32_t today, struct cadence_out *o)
{
	struct cadence_state s;

	cadence_state_init(&s, in, p);
	cadence_state_rule(&s, today, o);
}
