#include "domain/cadence_explain.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/when.h"
#include "domain/cadence_day.h"
#include "domain/cadence_state.h"
#include "domain/cadence_words.h"

struct story {
	const struct cadence_in *in;
	const struct cadence_policy *p;
	struct cadence_state s;
	struct cadence_out o;
	int32_t	today;
	struct buf b;
	cadence_explain_cb *cb;
	void	*arg;
};

static const char *
on(int32_t day, char text[11])
{
	if (day == WHEN_NO_DAY)
		return "never";
	when_date(day, text);
	return text;
}

static int
tell(struct story *t, int32_t day, const char *kind)
{
	int rc = t->cb(day, kind, buf_get(&t->b), t->arg);

	buf_empty(&t->b);
	return rc;
}

static const char *
end_words(int is_expiry)
{
	return is_expiry ? "the directory's expiry" : "the contract end";
}

static void
why_anchor(struct buf *b, const struct cadence_policy *p,
    const struct cadence_out *o, int32_t today)
{
	int32_t day = cadence_day_anchor(p, o->end_on, o->due.offset);
	char end[11], since[11];

	on(o->end_on, end);
	if (o->days_left == 0)
		buf_fmt(b, "the day of %s", end_words(o->end_is_expiry));
	else
		buf_fmt(b, "%d day%s %s %s %s", abs(o->days_left),
		    abs(o->days_left) == 1 ? "" : "s", o->days_left > 0 ?
		    "before" : "after", end_words(o->end_is_expiry), end);
	if (day < today)
		buf_fmt(b, ", due since %s", on(day, since));
}

static void
why_monthly(struct buf *b, const struct cadence_in *in,
    const struct cadence_out *o)
{
	char end[11];

	buf_str(b, "the question of this month; ");
	if (o->end_on == WHEN_NO_DAY)
		buf_str(b, "no end is known");
	else if (o->days_left < 0)
		buf_fmt(b, "the end was %s", on(o->end_on, end));
	else if (in->status == CADENCE_PENDING)
		buf_str(b, "missing from the roster");
	else
		buf_fmt(b, "the end %s is %d days away", on(o->end_on, end),
		    o->days_left);
}

void
cadence_explain_why(struct buf *b, const struct cadence_in *in,
    const struct cadence_policy *p, const struct cadence_out *o,
    int32_t today)
{
	char day[11];

	switch (o->due.kind) {
	case CADENCE_NONE:
		buf_str(b, "nothing is due");
		break;
	case CADENCE_HEARTBEAT:
	case CADENCE_FULL:
		why_monthly(b, in, o);
		break;
	case CADENCE_ANCHOR:
		why_anchor(b, p, o, today);
		break;
	case CADENCE_CHANGED:
		buf_fmt(b, "a departure was decided, then the end moved to %s",
		    on(o->end_on, day));
		break;
	case CADENCE_LEFT:
		buf_fmt(b, "suspended since %s: has he left "
		    "(suspended_days)", on(o->suspended_on, day));
		break;
	case CADENCE_STANDS:
		buf_fmt(b, "T-%d is recorded without a mail: this month has "
		    "had one (monthly_cap = strict)", o->due.offset);
		break;
	case CADENCE_ESCALATE:
		if (o->record >= 0)
			buf_fmt(b, "T-%d is due, and this month has had its "
			    "mail (monthly_cap = strict)", o->record);
		else if (in->go_up)
			buf_str(b, "the one asked last said \"not mine\", or "
			    "the mail came back");
		else
			buf_fmt(b, "no answer since %s",
			    on(in->open.mailed_on, day));
		break;
	case CADENCE_READDRESS:
		buf_str(b, "the reviewer is somebody else now");
		break;
	}
}

static int
tell_end(struct story *t)
{
	const struct cadence_in *in = t->in;
	const struct cadence_out *o = &t->o;
	char day[11];

	if (o->end_on == WHEN_NO_DAY) {
		buf_str(&t->b, "neither a contract end nor an expiry in the "
		    "directory");
		return tell(t, WHEN_NO_DAY, "end");
	}
	buf_fmt(&t->b, "%s, %d day%s %s", end_words(o->end_is_expiry),
	    abs(o->days_left), abs(o->days_left) == 1 ? "" : "s",
	    o->days_left < 0 ? "ago" : "left");
	if (o->findings & CADENCE_DATE_MISMATCH)
		buf_fmt(&t->b, "; the directory says %s",
		    on(in->expiry_on, day));
	return tell(t, o->end_on, "end");
}

/* When this very step was asked, or WHEN_NO_DAY. */
static int32_t
asked_on(const struct cadence_in *in, int32_t end, int offset)
{
	size_t i;

	for (i = 0; i < in->nsent; i++)
		if (in->sent[i].end_on == end && in->sent[i].offset == offset)
			return in->sent[i].on;
	return WHEN_NO_DAY;
}

static void
step_words(struct story *t, int offset, int32_t day)
{
	const struct cadence_state *s = &t->s;
	int32_t sent = asked_on(t->in, s->end_on, offset);
	char text[11];

	if (sent != WHEN_NO_DAY)
		buf_fmt(&t->b, "asked on %s", on(sent, text));
	else if (s->end_is_expiry && offset == 0)
		buf_str(&t->b, "not asked: the directory expires the account");
	else if (s->nearest <= offset)
		buf_str(&t->b, "not asked: a later step was");
	else if (s->answer_on != WHEN_NO_DAY && day <= s->answer_on)
		buf_fmt(&t->b, "not owed: answered on %s",
		    on(s->answer_on, text));
	else if (offset == 0 ? s->end_on < s->first_on : day <= s->first_on)
		buf_fmt(&t->b, "not owed: active since %s",
		    on(s->first_on, text));
	else if (!cadence_state_owed(s, offset, day))
		buf_fmt(&t->b, "not owed: told of this date on %s",
		    on(s->changed_on, text));
	else if (s->end_is_expiry && t->today > s->end_on)
		buf_str(&t->b, "lapsed: the directory has expired the "
		    "account");
	else if (day > t->today)
		buf_str(&t->b, "to be asked");
	else
		buf_str(&t->b, "due, unless a later step is");
}

static int
tell_steps(struct story *t)
{
	char kind[16];
	int32_t day;
	int i, rc;

	if (t->s.end_on == WHEN_NO_DAY)
		return 0;
	for (i = 0; i < t->p->noffsets; i++) {
		day = cadence_day_anchor(t->p, t->s.end_on,
		    t->p->offsets[i]);
		step_words(t, t->p->offsets[i], day);
		snprintf(kind, sizeof kind, "T-%d", t->p->offsets[i]);
		if ((rc = tell(t, day, kind)) != 0)
			return rc;
	}
	return 0;
}

static int
tell_month(struct story *t)
{
	static const char *const words[] = {
		[CADENCE_MONTH_DUE] = "due",
		[CADENCE_MONTH_OFF] = "not asked",
		[CADENCE_MONTH_EARLY] = "not before this day",
		[CADENCE_MONTH_NEW] = "not this month: not yet active on "
		    "this day",
		[CADENCE_MONTH_ASKED] = "asked this month",
		[CADENCE_MONTH_ANCHORED] = "not this month: a question about "
		    "the end went on this day",
		[CADENCE_MONTH_AHEAD] = "not this month: a question about "
		    "the end goes on this day",
		[CADENCE_MONTH_QUIET] = "not before this day: a question went "
		    "just now (quiet_days)",
		[CADENCE_MONTH_SHUT] = "due, but no mail goes today "
		    "(send_days, holidays)"
	};

	/* Not weighed where something else comes first. */
	if (t->o.month == CADENCE_MONTH_OFF)
		return 0;
	buf_str(&t->b, words[t->o.month]);
	return tell(t, t->o.month_on, "monthly");
}

static int
tell_open(struct story *t)
{
	const struct cadence_question *q = &t->in->open;
	char day[11];

	if (q->kind == CADENCE_NONE)
		return 0;
	buf_fmt(&t->b, "%s is open",
	    cadence_words_template(q->kind, q->offset));
	if (q->level > 0 || q->mailed_on != q->on)
		buf_fmt(&t->b, ", level %d asked on %s", q->level,
		    on(q->mailed_on, day));
	if (q->level >= t->p->escalate_max)
		buf_str(&t->b, "; nobody is left to ask");
	else if (t->o.escalate_on != WHEN_NO_DAY)
		buf_fmt(&t->b, "; goes to level %d on %s", q->level + 1,
		    on(t->o.escalate_on, day));
	return tell(t, q->on, "open");
}

/* Since when he is suspended, and the question that comes of it. */
static int
tell_suspended(struct story *t)
{
	const struct cadence_state *s = &t->s;
	int32_t day = cadence_state_left_on(s);
	char since[11];

	if (day == WHEN_NO_DAY)
		return 0;
	buf_fmt(&t->b, "suspended since %s; ", on(s->suspended_on, since));
	if (s->suspended_asked)
		buf_str(&t->b, "asked whether he has left");
	else if (s->answer_on != WHEN_NO_DAY && s->answer_on >= day)
		buf_str(&t->b, "not asked: answered since");
	else if (day > t->today || t->o.due.kind == CADENCE_LEFT)
		buf_str(&t->b, "from this day: has he left");
	else
		buf_str(&t->b, "has he left: after what is asked now");
	return tell(t, day, "left");
}

static int
tell_leaving(struct story *t)
{
	if (t->in->leaving == CADENCE_STAYS)
		return 0;
	buf_str(&t->b, t->o.withdrawn ? "the departure is withdrawn: the end "
	    "is later than the day that was confirmed" :
	    t->in->leaving == CADENCE_LEAVES_DAY ?
	    "a departure is decided: nothing more is asked" :
	    "a departure is decided for this day: nothing more is asked "
	    "unless the end moves");
	return tell(t, t->in->leaving_on, "departure");
}

static int
tell_today(struct story *t)
{
	struct buf kind = BUF_INIT(64);
	int rc;

	cadence_words_due(&kind, &t->o.due);
	cadence_explain_why(&t->b, t->in, t->p, &t->o, t->today);
	if (t->o.closes != CADENCE_KEEPS || t->o.withdrawn) {
		buf_str(&t->b, "; ");
		cadence_words_closes(&t->b, &t->o);
	}
	if (t->o.findings != 0) {
		buf_str(&t->b, "; open: ");
		cadence_words_findings(&t->b, t->o.findings);
	}
	rc = tell(t, t->today, buf_get(&kind));
	buf_clear(&kind);
	return rc;
}

static int
tell_next(struct story *t)
{
	struct buf kind = BUF_INIT(64);
	int rc;

	if (t->o.next_on == WHEN_NO_DAY)
		return 0;
	cadence_words_due(&kind, &t->o.next);
	buf_str(&t->b, "next, if nothing else happens");
	rc = tell(t, t->o.next_on, buf_get(&kind));
	buf_clear(&kind);
	return rc;
}

int
cadence_explain(const struct cadence_in *in, const struct cadence_policy *p,
    int32_t today, cadence_explain_cb *cb, void *arg)
{
	static int (*const parts[])(struct story *) = { tell_end, tell_steps,
		tell_month, tell_suspended, tell_leaving, tell_open,
		tell_today, tell_next };
	struct story t = { .in = in, .p = p, .today = today,
		.b = BUF_INIT(1024), .cb = cb, .arg = arg };
	size_t i;
	int rc = 0;

	cadence_state_init(&t.s, in, p);
	cadence_rule(in, p, today, &t.o);
	for (i = 0; i < sizeof parts / sizeof parts[0] && rc == 0; i++)
		rc = parts[i](&t);
	buf_clear(&t.b);
	return rc;
}
