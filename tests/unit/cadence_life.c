/*
 * What must hold for every contractor, whatever happens to him: simulated day
 * by day on a history kept as the database keeps it, as rows.
 *
 * CTR_SWEEP=1 (make sweep) takes every end date of a 400-year cycle and many
 * more lives; the default a part of both.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "domain/cadence.h"
#include "domain/cadence_day.h"
#include "domain/cadence_words.h"

#define CYCLE 146097		/* days in 400 Gregorian years */
#define SENT_MAX 400
#define LOG_MAX 4000

struct mail {
	int32_t	on;
	struct cadence_due due;
	int32_t	end_on;
};

struct world {
	struct cadence_policy p;
	struct cadence_in in;
	struct cadence_sent sent[SENT_MAX];	/* keys: mailed or recorded */
	struct mail log[LOG_MAX];
	size_t	nlog;
	int32_t	today;
	int32_t	moved_on;	/* the last day on which what decides about
				 * anchors was changed from outside */
	struct cadence_out told;	/* by the last look, until something
					 * happens */
	int32_t	looked_on;
	int	trust;		/* nothing has happened since told */
	uint64_t seed, random;
};

static int
sweeping(void)
{
	return getenv("CTR_SWEEP") != NULL;
}

static void
bad(const struct world *w, const char *why)
{
	struct buf b = BUF_INIT(4096);
	struct cadence_out o;
	char on[11];

	when_date(w->today, on);
	cadence_today(&w->in, &w->p, w->today, &o);
	cadence_words_due(&b, &o.due);
	buf_chr(&b, ' ');
	cadence_words_key(&b, &o, w->today);
	buf_chr(&b, ' ');
	cadence_words_closes(&b, &o);
	print_error("now: %s; open kind %d offset %d level %d\n", buf_get(&b),
	    w->in.open.kind, w->in.open.offset, w->in.open.level);
	buf_clear(&b);
	fail_msg("%s: %s (seed %llu)", on, why, (unsigned long long)w->seed);
}

/* xorshift64*: the same lives on every machine. */
static unsigned
pick(struct world *w, unsigned n)
{
	w->random ^= w->random >> 12;
	w->random ^= w->random << 25;
	w->random ^= w->random >> 27;
	return (unsigned)((w->random * 2685821657736338717ULL) >> 33) % n;
}

static int
monthly(enum cadence_kind k)
{
	return k == CADENCE_HEARTBEAT || k == CADENCE_FULL;
}

static int
capped(enum cadence_kind k)
{
	return monthly(k) || k == CADENCE_ANCHOR;
}

/* The promises, at the moment a question goes. */
static void
promises(struct world *w, const struct cadence_out *o)
{
	const struct mail *m;
	size_t i;

	if (!policy_send_day(w->p.days, w->today))
		bad(w, "a mail on a day without mail");
	for (i = 0; i < w->nlog; i++) {
		m = &w->log[i];
		if (m->due.kind == CADENCE_ANCHOR &&
		    o->due.kind == CADENCE_ANCHOR && m->end_on == o->end_on &&
		    m->due.offset == o->due.offset)
			bad(w, "the same date twice at the same offset");
		if (!cadence_day_same_month(m->on, w->today))
			continue;
		if (monthly(m->due.kind) && monthly(o->due.kind))
			bad(w, "two monthly questions in a month");
		if (w->p.strict && capped(m->due.kind) && capped(o->due.kind))
			bad(w, "strict: two questions in a month");
		if (m->due.kind == CADENCE_ANCHOR && monthly(o->due.kind))
			bad(w, "a monthly question after an anchored one");
		if (monthly(m->due.kind) && o->due.kind == CADENCE_ANCHOR &&
		    w->moved_on < m->on)
			bad(w, "an anchored question that was foreseeable "
			    "after a monthly one");
		if (m->on == w->today && cadence_goes(o->due.kind))
			bad(w, "two mails on one day");
	}
}

static void
key(struct world *w, int offset, int32_t on)
{
	struct cadence_sent *s;
	size_t i;

	for (i = 0; i < w->in.nsent; i++)
		if (w->sent[i].end_on == w->told.end_on &&
		    w->sent[i].offset == offset)
			return;		/* taken over before */
	assert_true(w->in.nsent < SENT_MAX);
	s = &w->sent[w->in.nsent++];
	s->end_on = w->told.end_on;
	s->offset = offset;
	s->on = on;
}

static void
question(struct world *w, const struct cadence_out *o)
{
	struct cadence_question *q = &w->in.open;

	q->kind = o->due.kind;
	q->offset = o->due.offset;
	q->end_on = o->end_on;
	q->on = q->mailed_on = w->today;
	q->level = 0;
	w->in.reviewer_changed = w->in.go_up = 0;
	if (q->kind == CADENCE_ANCHOR)
		key(w, q->offset, w->today);
	else if (q->kind == CADENCE_CHANGED) {
		w->in.changed_on = w->today;
		w->in.changed_end = o->end_on;
		w->in.owes_changed = 0;
	} else if (q->kind == CADENCE_LEFT) {
		q->kind = CADENCE_CHANGED;
		w->in.left_on = w->today;
		if (w->in.status != CADENCE_SUSPENDED ||
		    w->in.suspended_asked)
			bad(w, "asked twice whether a suspended one has left");
		w->in.suspended_asked = 1;
	} else
		w->in.monthly_on = w->today;
}

/* What the tool does with an outcome. */
static void
carry_out(struct world *w, const struct cadence_out *o)
{
	struct mail *m;

	if (cadence_goes(o->due.kind)) {
		promises(w, o);
		assert_true(w->nlog < LOG_MAX);
		m = &w->log[w->nlog++];
		m->on = w->today;
		m->due = o->due;
		m->end_on = o->end_on;
	}
	if (o->withdrawn) {
		w->in.leaving = CADENCE_STAYS;
		w->in.owes_changed = 1;
	}
	if (o->closes == CADENCE_OVERTAKEN || o->closes == CADENCE_CANCELLED)
		w->in.open.kind = CADENCE_NONE;
	if (o->closes == CADENCE_REANCHORED) {
		w->in.open.end_on = o->end_on;
		w->in.open.offset = o->record;
	}
	if (o->record >= 0)
		key(w, o->record, o->closes == CADENCE_REANCHORED ?
		    w->in.open.on : w->today);
	if (o->findings & CADENCE_UNANSWERED)
		w->in.unanswered = 1;
	if (capped(o->due.kind) || o->due.kind == CADENCE_CHANGED ||
	    o->due.kind == CADENCE_LEFT)
		question(w, o);
	if (o->due.kind == CADENCE_ESCALATE) {
		if (o->due.level != w->in.open.level + 1)
			bad(w, "a level was left out");
		w->in.open.level = o->due.level;
		w->in.open.mailed_on = w->today;
		w->in.go_up = 0;
	}
	if (o->due.kind == CADENCE_READDRESS) {
		w->in.open.level = 0;
		w->in.open.mailed_on = w->today;
		w->in.reviewer_changed = w->in.go_up = 0;
	}
}

static int
nothing(const struct cadence_out *o)
{
	return o->due.kind == CADENCE_NONE && o->record < 0 &&
	    o->closes == CADENCE_KEEPS && !o->withdrawn;
}

/* While nothing happens, what the last look foretold must come true. */
static void
foretold(struct world *w, const struct cadence_out *o)
{
	const struct cadence_out *t = &w->told;

	if (!w->trust || t->look_on == WHEN_NO_DAY)
		return;
	if (w->today < t->look_on &&
	    (!nothing(o) || o->findings != t->findings))
		bad(w, "something came before the day of the next look");
	if (w->today == t->look_on && nothing(o) &&
	    o->findings == t->findings &&
	    w->today - w->looked_on <= CADENCE_AHEAD)
		bad(w, "the next look was too early");
	if (t->next_on != WHEN_NO_DAY && w->today == t->next_on &&
	    (o->due.kind != t->next.kind || o->due.level != t->next.level))
		bad(w, "what was foretold did not come");
	if (t->next_on != WHEN_NO_DAY && w->today < t->next_on &&
	    cadence_goes(o->due.kind))
		bad(w, "a mail came before it was foretold");
}

/* One run of the tool, and a second one that must have nothing to do. */
static void
run(struct world *w)
{
	struct cadence_out o;

	cadence_today(&w->in, &w->p, w->today, &o);
	foretold(w, &o);
	if (w->trust && w->today < w->told.look_on)
		return;
	cadence_rule(&w->in, &w->p, w->today, &o);
	w->told = o;
	w->looked_on = w->today;
	carry_out(w, &o);
	w->trust = 1;
	cadence_today(&w->in, &w->p, w->today, &o);
	if (!nothing(&o))
		bad(w, "a second run on the same day has something to do");
}

static void
world_init(struct world *w, const struct policy *p, uint64_t seed)
{
	memset(w, 0, sizeof *w);
	w->seed = seed;
	w->random = seed * 0x9E3779B97F4A7C15ULL + 1;
	cadence_policy(&w->p, p);
	w->in.status = CADENCE_ACTIVE;
	w->in.sent = w->sent;
	w->in.active_on = w->in.start_on = w->in.end_on = WHEN_NO_DAY;
	w->in.expiry_on = w->in.monthly_on = w->in.changed_on = WHEN_NO_DAY;
	w->in.changed_end = w->in.answer_on = w->in.leaving_on = WHEN_NO_DAY;
	w->in.suspended_on = w->in.left_on = WHEN_NO_DAY;
	w->moved_on = WHEN_NO_DAY;
}

/* ------------------------------------------- every end date of 400 years */

struct shares {
	int	far;		/* T-30 and T-7 in one month */
	int	near;		/* T-7 and T-0 */
	int	both;
	int	dates;
};

static const struct mail *
sent_at(const struct world *w, int offset)
{
	size_t i;

	for (i = 0; i < w->nlog; i++)
		if (w->log[i].due.kind == CADENCE_ANCHOR &&
		    w->log[i].due.offset == offset)
			return &w->log[i];
	return NULL;
}

/* A manager who never answers, and one who does on the day he is asked. */
static void
one_end(const struct policy *p, int32_t end, int strict, int answers,
    int expiry, struct shares *s)
{
	static struct world w;
	int far, near;

	world_init(&w, p, (uint64_t)end);
	w.in.active_on = end - 400;
	if (expiry)
		w.in.expiry_on = end;
	else
		w.in.end_on = end;
	for (w.today = end - 65; w.today <= end + 35; w.today++) {
		run(&w);
		if (answers && w.in.open.kind != CADENCE_NONE &&
		    w.in.open.on == w.today) {
			w.in.open.kind = CADENCE_NONE;
			w.in.answer_on = w.today;
			w.trust = 0;
		}
	}
	if (strict)
		return;
	assert_non_null(sent_at(&w, 30));
	assert_non_null(sent_at(&w, 7));
	assert_int_equal(sent_at(&w, 30)->on, end - 30);
	assert_int_equal(sent_at(&w, 7)->on, end - 7);
	if (expiry) {
		assert_null(sent_at(&w, 0));
		return;
	}
	assert_int_equal(sent_at(&w, 0)->on, end);
	far = cadence_day_same_month(end - 30, end - 7);
	near = cadence_day_same_month(end - 7, end);
	s->far += far;
	s->near += near;
	s->both += far && near;
	s->dates++;
}

static void
every_end_date(void **state)
{
	struct shares s = { 0, 0, 0, 0 }, unused;
	struct policy *p = policy_new(), *strict = policy_new();
	struct err e = ERR_INIT;
	int32_t end, first = when_day("2001-01-01");
	int step = sweeping() ? 1 : 41;

	(void)state;
	assert_int_equal(policy_set(p, "fallback_reviewer", "it@x.test", &e),
	    0);
	assert_int_equal(policy_set(strict, "monthly_cap", "strict", &e), 0);
	for (end = first; end < first + CYCLE; end += step) {
		one_end(p, end, 0, 0, 0, &s);
		one_end(p, end, 0, 1, 0, &unused);
		one_end(p, end, 0, 0, 1, &unused);
		one_end(strict, end, 1, 0, 0, &unused);
		one_end(strict, end, 1, 1, 0, &unused);
	}
	if (step == 1) {
		/* 24.4 % and 77.0 % of end dates; all three: the 31sts. */
		assert_int_equal(s.dates, CYCLE);
		assert_int_equal(s.far, 35697);
		assert_int_equal(s.near, 112497);
		assert_int_equal(s.both, 2800);
	}
	policy_free(p);
	policy_free(strict);
}

/* The shares that the manual states, over the whole cycle: dates alone. */
static void
shares(void **state)
{
	int32_t end, first = when_day("2001-01-01");
	int far = 0, near = 0, all = 0;

	(void)state;
	for (end = first; end < first + CYCLE; end++) {
		far += cadence_day_same_month(end - 30, end - 7);
		near += cadence_day_same_month(end - 7, end);
		all += cadence_day_same_month(end - 30, end);
	}
	assert_int_equal((far * 10000L / CYCLE + 5) / 10, 244);	/* 24.4 % */
	assert_int_equal((near * 10000L / CYCLE + 5) / 10, 770);/* 77.0 % */
	print_message("T-30 and T-7 in one month: %d of %d; T-7 and T-0: %d; "
	    "all three: %d\n", far, CYCLE, near, all);
}

/* -------------------------------------------------------- random lives */

static struct policy *
random_policy(struct world *w)
{
	static const char *const days[] = { "all", "all", "mon-fri",
		"tue thu", "sun" };
	static const char *const offsets[] = { "30 7 0", "30 7 0", "30 7 0",
		"60 30 14 7 1 0", "7", "90 0", "3 2 1 0" };
	static const char *const quiet[] = { "14", "14", "0", "31", "7" };
	static const char *const holidays[] = { "", "",
		"2026-04-03 2026-05-01 2026-05-04 2026-12-25 2027-01-01" };
	struct policy *p = policy_new();
	struct err e = ERR_INIT;
	char n[12];
	int rc = 0;

	snprintf(n, sizeof n, "%u", 1 + pick(w, 31));
	rc |= policy_set(p, "heartbeat_day", n, &e);
	rc |= policy_set(p, "send_days", days[pick(w, 5)], &e);
	rc |= policy_set(p, "offsets", offsets[pick(w, 7)], &e);
	rc |= policy_set(p, "quiet_days", quiet[pick(w, 5)], &e);
	rc |= policy_set(p, "holidays", holidays[pick(w, 3)], &e);
	rc |= policy_set(p, "monthly_cap", pick(w, 2) ? "strict" : "anchors",
	    &e);
	snprintf(n, sizeof n, "%u", 1 + pick(w, 20));
	rc |= policy_set(p, "escalate_after_days", n, &e);
	snprintf(n, sizeof n, "%u", 1 + pick(w, 5));
	rc |= policy_set(p, "escalate_after_days_end", n, &e);
	snprintf(n, sizeof n, "%u", pick(w, 4));
	rc |= policy_set(p, "escalate_levels", n, &e);
	if (pick(w, 2))
		rc |= policy_set(p, "fallback_reviewer", "it@x.test", &e);
	snprintf(n, sizeof n, "%u", pick(w, 3) * 30);
	rc |= policy_set(p, "suspended_days", n, &e);
	if (pick(w, 10) == 0)
		rc |= policy_set(p, "mail.heartbeat", "off", &e);
	if (rc != 0)
		fail_msg("%s", e.text);
	return p;
}

static void
answer(struct world *w)
{
	struct cadence_in *in = &w->in;

	switch (pick(w, 10)) {
	case 0:				/* extend */
		in->end_on = w->today + 1 + (int)pick(w, 90);
		w->moved_on = w->today;
		break;
	case 1:				/* leaves on the last day */
		if (in->end_on == WHEN_NO_DAY || in->end_on < w->today)
			break;
		in->leaving = CADENCE_LEAVES_END;
		in->leaving_on = in->end_on;
		break;
	case 2:
		in->leaving = CADENCE_LEAVES_DAY;
		break;
	case 3:				/* not mine: no answer about him */
		in->go_up = 1;
		return;
	default:
		break;
	}
	in->open.kind = CADENCE_NONE;
	in->answer_on = w->today;
	in->unanswered = in->owes_changed = 0;
}

static int32_t
random_end(struct world *w)
{
	if (w->in.end_on != WHEN_NO_DAY && pick(w, 2))
		return w->in.end_on + (int)pick(w, 9) - 4;
	return w->today - 10 + (int)pick(w, 100);
}

/* Something that the world does to him; most days nothing. */
static void
happens(struct world *w)
{
	struct cadence_in *in = &w->in;

	if (in->open.kind != CADENCE_NONE && pick(w, 12) == 0) {
		w->trust = 0;
		answer(w);
		return;
	}
	if (pick(w, 25) != 0)
		return;
	w->trust = 0;
	switch (pick(w, 12)) {
	case 0:
		in->end_on = WHEN_NO_DAY;
		break;
	case 1:
		in->expiry_on = pick(w, 3) ? random_end(w) : WHEN_NO_DAY;
		break;
	case 2:
		in->reviewer_changed = in->open.kind != CADENCE_NONE;
		break;
	case 3:
		in->status = CADENCE_ACTIVE + pick(w, 3);
		in->suspended_on = in->status == CADENCE_SUSPENDED ?
		    w->today - (int)pick(w, 40) : WHEN_NO_DAY;
		in->suspended_asked = 0;
		break;
	case 4:				/* undone, or refused */
		in->leaving = CADENCE_STAYS;
		break;
	case 5:
		in->other_enabled = !in->other_enabled;
		in->not_disabled = (int)pick(w, 2);
		break;
	case 6:
		in->start_on = pick(w, 2) ? WHEN_NO_DAY :
		    w->today - 20 + (int)pick(w, 30);
		break;
	case 7:
		w->today += (int)pick(w, 40);	/* an outage */
		w->moved_on = w->today;
		break;
	default:
		in->end_on = random_end(w);
		break;
	}
	w->moved_on = w->today;
}

/* Roughly three years of one person, under settings of his own. */
static void
live(uint64_t seed)
{
	static struct world w;
	struct policy *p;
	int32_t last = when_day("2029-01-01");

	memset(&w, 0, sizeof w);
	w.random = seed * 0x9E3779B97F4A7C15ULL + 1;
	p = random_policy(&w);
	world_init(&w, p, seed);
	w.today = when_day("2026-01-01") + (int)pick(&w, 60);
	w.in.active_on = w.today;
	if (pick(&w, 4))
		w.in.end_on = random_end(&w) + 100;
	else if (pick(&w, 2))
		w.in.expiry_on = random_end(&w) + 100;
	for (; w.today < last; w.today++) {
		happens(&w);		/* before the run, or after it */
		run(&w);
		happens(&w);
	}
	policy_free(p);
}

static void
lives(void **state)
{
	uint64_t seed, last = sweeping() ? 100000 : 2500;

	(void)state;
	for (seed = 1; seed <= last; seed++)
		live(seed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares),
		cmocka_unit_test(every_end_date),
		cmocka_unit_test(lives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
