#include "domain/cadence_words.h"

#include "base/when.h"

void
cadence_words_due(struct buf *b, const struct cadence_due *due)
{
	switch (due->kind) {
	case CADENCE_NONE:
		buf_str(b, "none");
		break;
	case CADENCE_HEARTBEAT:
		buf_str(b, "heartbeat");
		break;
	case CADENCE_FULL:
		buf_str(b, "full");
		break;
	case CADENCE_ANCHOR:
		buf_fmt(b, "T-%d", due->offset);
		break;
	case CADENCE_CHANGED:
		buf_str(b, "changed");
		break;
	case CADENCE_LEFT:
		buf_str(b, "left");
		break;
	case CADENCE_STANDS:
		buf_str(b, "stands");
		break;
	case CADENCE_ESCALATE:
		buf_fmt(b, "escalate:%d", due->level);
		break;
	case CADENCE_READDRESS:
		buf_str(b, "readdress");
		break;
	}
}

void
cadence_words_to(struct buf *b, const struct cadence_out *o)
{
	if (!cadence_goes(o->due.kind))
		buf_str(b, "-");
	else if (o->due.kind == CADENCE_ESCALATE)
		buf_fmt(b, "level%d", o->due.level);
	else
		buf_str(b, "manager");
}

static void
date(struct buf *b, int32_t day)
{
	char text[11];

	if (day == WHEN_NO_DAY) {
		buf_str(b, "none");
		return;
	}
	when_date(day, text);
	buf_str(b, text);
}

void
cadence_words_key(struct buf *b, const struct cadence_out *o, int32_t today)
{
	int year, month, mday, offset = o->record;

	if (o->due.kind == CADENCE_ANCHOR)
		offset = o->due.offset;
	switch (o->due.kind) {
	case CADENCE_HEARTBEAT:
	case CADENCE_FULL:
		when_civil(today, &year, &month, &mday);
		buf_fmt(b, "monthly %04d-%02d", year, month);
		return;
	case CADENCE_CHANGED:
		buf_str(b, "changed ");
		date(b, o->end_on);
		return;
	case CADENCE_LEFT:
		buf_str(b, "suspended ");
		date(b, o->suspended_on);
		return;
	case CADENCE_READDRESS:
		buf_str(b, "same question");
		return;
	case CADENCE_NONE:
		buf_str(b, "-");
		return;
	case CADENCE_ESCALATE:
		if (o->record < 0) {
			buf_fmt(b, "escalation %d", o->due.level);
			return;
		}
		break;
	case CADENCE_ANCHOR:
	case CADENCE_STANDS:
		break;
	}
	buf_str(b, "anchor ");
	date(b, o->end_on);
	buf_fmt(b, " T-%d", offset);
}

const char *
cadence_words_finding(unsigned bit)
{
	switch (bit) {
	case CADENCE_PAST_END:
		return "past_end";
	case CADENCE_DATE_MISMATCH:
		return "date_mismatch";
	case CADENCE_EXPIRED_ENABLED:
		return "expired_enabled";
	case CADENCE_UNANSWERED:
		return "unanswered";
	}
	return "";
}

void
cadence_words_findings(struct buf *b, unsigned set)
{
	unsigned bit;
	const char *sep = "";

	for (bit = CADENCE_PAST_END; bit <= CADENCE_UNANSWERED; bit <<= 1)
		if (set & bit) {
			buf_fmt(b, "%s%s", sep, cadence_words_finding(bit));
			sep = " ";
		}
	if (set == 0)
		buf_str(b, "-");
}

void
cadence_words_closes(struct buf *b, const struct cadence_out *o)
{
	const char *sep = "";

	if (o->withdrawn) {
		buf_str(b, "departure withdrawn");
		sep = ", ";
	}
	if (o->closes == CADENCE_OVERTAKEN)
		buf_fmt(b, "%sovertaken", sep);
	else if (o->closes == CADENCE_REANCHORED)
		buf_fmt(b, "%sreanchored", sep);
	else if (o->closes == CADENCE_CANCELLED)
		buf_fmt(b, "%scancelled", sep);
	else if (!o->withdrawn)
		buf_str(b, "-");
}

const char *
cadence_words_template(enum cadence_kind kind, int offset)
{
	if (kind == CADENCE_ANCHOR)
		return offset == 0 ? "t-0" : offset <= 7 ? "t-7" : "t-30";
	if (kind == CADENCE_CHANGED)
		return "changed";
	if (kind == CADENCE_LEFT)
		return "left";
	return kind == CADENCE_FULL ? "full" : "heartbeat";
}
