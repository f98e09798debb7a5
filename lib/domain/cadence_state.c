#include "domain/cadence_state.h"

#include "base/when.h"
#include "domain/cadence_day.h"

static int32_t
later(int32_t a, int32_t b)
{
	/* WHEN_NO_DAY is the smallest of all. */
	return a > b ? a : b;
}

void
cadence_state_init(struct cadence_state *s, const struct cadence_in *in,
    const struct cadence_policy *p)
{
	size_t i;

	s->p = p;
	s->status = in->status;
	s->contract_on = in->end_on;
	s->expiry_on = in->expiry_on;
	s->end_is_expiry = in->end_on == WHEN_NO_DAY &&
	    in->expiry_on != WHEN_NO_DAY;
	s->end_on = s->end_is_expiry ? in->expiry_on : in->end_on;
	s->start_on = in->start_on;
	s->first_on = later(in->active_on, in->start_on);
	s->nearest = CADENCE_NEVER_ASKED;
	s->anchored_on = WHEN_NO_DAY;
	for (i = 0; i < in->nsent; i++) {
		s->anchored_on = later(s->anchored_on, in->sent[i].on);
		if (in->sent[i].end_on == s->end_on &&
		    in->sent[i].offset < s->nearest)
			s->nearest = in->sent[i].offset;
	}
	s->monthly_on = in->monthly_on;
	s->changed_on = in->changed_on;
	s->changed_end = in->changed_end;
	s->asked_on = later(later(s->anchored_on, s->monthly_on),
	    later(s->changed_on, in->left_on));
	s->answer_on = in->answer_on;
	s->open = in->open;
	s->leaving = in->leaving;
	s->leaving_on = in->leaving_on;
	s->suspended_on = in->status == CADENCE_SUSPENDED ? in->suspended_on :
	    WHEN_NO_DAY;
	s->suspended_asked = in->suspended_asked;
	s->owes_changed = in->owes_changed;
	s->reviewer_changed = in->reviewer_changed;
	s->go_up = in->go_up;
	s->other_enabled = in->other_enabled;
	s->not_disabled = in->not_disabled;
	s->unanswered = in->unanswered;
}

int
cadence_state_step(const struct cadence_state *s, int32_t day)
{
	int i;

	if (s->end_on == WHEN_NO_DAY)
		return -1;
	for (i = s->p->noffsets - 1; i >= 0; i--) {
		/* The directory expires the account itself on that day. */
		if (s->end_is_expiry && s->p->offsets[i] == 0)
			continue;
		/* No send day lies a year before; spare the calendar. */
		if (s->end_on - s->p->offsets[i] > day + 366)
			continue;
		if (cadence_day_anchor(s->p, s->end_on, s->p->offsets[i]) <=
		    day)
			return i;
	}
	return -1;
}

int
cadence_state_owed(const struct cadence_state *s, int offset, int32_t day)
{
	if (offset == 0 ? s->end_on < s->first_on : day <= s->first_on)
		return 0;
	if (s->answer_on != WHEN_NO_DAY && day <= s->answer_on)
		return 0;
	/* "The end is now D" has asked all that had come by then. */
	if (s->changed_on != WHEN_NO_DAY && s->changed_end == s->end_on &&
	    day <= s->changed_on)
		return 0;
	return offset < s->nearest;
}

int32_t
cadence_state_left_on(const struct cadence_state *s)
{
	if (s->suspended_on == WHEN_NO_DAY || s->p->suspended_days == 0 ||
	    (s->p->mute & CADENCE_MUTE_LEFT))
		return WHEN_NO_DAY;
	return s->suspended_on + s->p->suspended_days;
}

int32_t
cadence_deadline(const struct cadence_policy *p,
    const struct cadence_question *q, int32_t end_on)
{
	int days = p->escalate_days;

	if (q->kind == CADENCE_NONE)
		return WHEN_NO_DAY;
	if ((q->kind == CADENCE_ANCHOR && q->offset <= 7) ||
	    (end_on != WHEN_NO_DAY && q->mailed_on >= end_on - 7))
		days = p->escalate_end_days;
	return q->mailed_on + days;
}

void
cadence_state_reanchor(struct cadence_state *s, int offset)
{
	s->open.end_on = s->end_on;
	s->open.offset = offset;
	if (offset < s->nearest)
		s->nearest = offset;
}

static void
opened(struct cadence_state *s, const struct cadence_due *due, int32_t day)
{
	struct cadence_question *q = &s->open;

	q->kind = due->kind;
	q->offset = due->offset;
	q->end_on = s->end_on;
	q->on = q->mailed_on = s->asked_on = day;
	q->level = 0;
	s->reviewer_changed = s->go_up = 0;
	if (due->kind == CADENCE_ANCHOR) {
		s->nearest = due->offset;
		s->anchored_on = day;
	} else if (due->kind == CADENCE_CHANGED) {
		s->changed_on = day;
		s->changed_end = s->end_on;
		s->owes_changed = 0;
	} else if (due->kind == CADENCE_LEFT) {
		q->kind = CADENCE_CHANGED;
		s->suspended_asked = 1;
	} else
		s->monthly_on = day;
}

void
cadence_state_after(struct cadence_state *s, const struct cadence_out *o,
    int32_t day)
{
	if (o->closes == CADENCE_OVERTAKEN || o->closes == CADENCE_CANCELLED)
		s->open.kind = CADENCE_NONE;
	if (o->closes == CADENCE_REANCHORED)
		cadence_state_reanchor(s, o->record);
	else if (o->record >= 0) {
		s->nearest = o->record < s->nearest ? o->record : s->nearest;
		s->anchored_on = s->asked_on = day;
	}
	if (o->withdrawn) {
		s->leaving = CADENCE_STAYS;
		s->owes_changed = 1;
	}
	if (o->findings & CADENCE_UNANSWERED)
		s->unanswered = 1;
	switch (o->due.kind) {
	case CADENCE_HEARTBEAT:
	case CADENCE_FULL:
	case CADENCE_ANCHOR:
	case CADENCE_CHANGED:
	case CADENCE_LEFT:
		opened(s, &o->due, day);
		break;
	case CADENCE_ESCALATE:
		s->open.level = o->due.level;
		s->open.mailed_on = day;
		s->go_up = 0;
		break;
	case CADENCE_READDRESS:
		s->open.level = 0;
		s->open.mailed_on = day;
		s->reviewer_changed = s->go_up = 0;
		break;
	case CADENCE_NONE:
	case CADENCE_STANDS:
		break;
	}
}
