/*
 * The decision table, tests/data/cadence_cases.tsv: every expected column of
 * every row.  Tab-separated, "-" is empty; the head of the file names them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/when.h"
#include "domain/cadence.h"
#include "domain/cadence_words.h"

#define CASES "tests/data/cadence_cases.tsv"
#define ROWS 69
#define SENT_MAX 8

enum column {
	ID, GROUP, CASE, POLICY, STATUS, ACTIVE, START, END, EXPIRY, SENT,
	MONTHLY, Q_STATE, Q_KIND, Q_SENT, Q_LEVEL, Q_MAILED, ANSWER, ANSWER_ON,
	FLAGS, TODAY, DUE, TO, KEY, DAYS_LEFT, FINDINGS, CLOSES, NEXT, BASIS,
	WHY, COLUMNS
};

static const char *const head[COLUMNS] = {
	"id", "group", "case", "policy", "status", "active_since",
	"contract_start", "contract_end", "ad_expiry", "anchors_sent",
	"monthly_sent_on", "q_state", "q_kind", "q_sent_on", "q_level",
	"q_mailed_on", "last_answer", "last_answer_on", "flags", "today",
	"due", "to", "key", "days_left", "findings", "closes", "next", "basis",
	"why"
};

struct row {
	char	line[4096];
	char	*cell[COLUMNS];
	struct policy *policy;
	struct cadence_policy p;
	struct cadence_in in;
	struct cadence_sent sent[SENT_MAX];
	int32_t	today;
};

static int
empty(const char *s)
{
	return strcmp(s, "-") == 0;
}

static int32_t
day(const char *s)
{
	int32_t d;

	if (empty(s))
		return WHEN_NO_DAY;
	d = when_day(s);
	if (d == WHEN_NO_DAY)
		fail_msg("not a date: %s", s);
	return d;
}

static int
number(const char *s, int64_t max)
{
	int64_t v;

	if (num_int(s, -100000, max, &v) == -1)
		fail_msg("not a number: %s", s);
	return (int)v;
}

static void
split(struct row *r)
{
	char *p = r->line;
	int i;

	p[strcspn(p, "\n")] = '\0';
	for (i = 0; i < COLUMNS; i++) {
		if (p == NULL)
			fail_msg("only %d columns: %s", i, r->line);
		r->cell[i] = p;
		if ((p = strchr(p, '\t')) != NULL)
			*p++ = '\0';
	}
	assert_null(p);
}

/* name=value words; "now" sets today by the instant, in the row's zone. */
static void
read_policy(struct row *r)
{
	struct err e = ERR_INIT;
	char *word, *value, *rest = r->cell[POLICY];
	int64_t at;

	r->policy = policy_new();
	if (policy_set(r->policy, "fallback_reviewer", "it@x.test", &e) == -1)
		fail_msg("%s", e.text);
	when_zone("UTC");
	r->today = day(r->cell[TODAY]);
	while (!empty(r->cell[POLICY]) && rest != NULL) {
		word = rest;
		if ((rest = strchr(rest, ' ')) != NULL)
			*rest++ = '\0';
		value = strchr(word, '=');
		assert_non_null(value);
		*value++ = '\0';
		if (strcmp(word, "now") == 0) {
			assert_int_equal(when_parse(value, &at), 0);
			assert_int_equal(when_today(at), r->today);
			r->today = when_today(at);
		} else if (policy_set(r->policy, word, value, &e) == -1)
			fail_msg("%s", e.text);
		if (strcmp(word, "zone") == 0)
			assert_int_equal(when_zone(value), 0);
	}
	cadence_policy(&r->p, r->policy);
}

/* END/OFFSET@SENT_ON ... */
static void
read_sent(struct row *r)
{
	char *word, *rest = r->cell[SENT];
	struct cadence_sent *s;

	r->in.sent = r->sent;
	while (!empty(r->cell[SENT]) && rest != NULL) {
		word = rest;
		if ((rest = strchr(rest, ' ')) != NULL)
			*rest++ = '\0';
		assert_true(r->in.nsent < SENT_MAX);
		s = &r->sent[r->in.nsent++];
		word[10] = '\0';
		s->end_on = day(word);
		word += 11;
		word[strcspn(word, "@")] = '\0';
		s->offset = number(word, 365);
		s->on = day(word + strlen(word) + 1);
	}
}

static void
read_question(struct row *r)
{
	struct cadence_question *q = &r->in.open;
	const char *kind = r->cell[Q_KIND];
	size_t i;

	if (strcmp(r->cell[Q_STATE], "open") != 0)
		return;
	q->on = day(r->cell[Q_SENT]);
	q->level = number(r->cell[Q_LEVEL], 12);
	q->mailed_on = day(r->cell[Q_MAILED]);
	if (strcmp(kind, "heartbeat") == 0)
		q->kind = CADENCE_HEARTBEAT;
	else if (strcmp(kind, "full") == 0)
		q->kind = CADENCE_FULL;
	else if (strcmp(kind, "left") == 0) {
		q->kind = CADENCE_CHANGED;
		r->in.left_on = q->on;
	}
	else if (strncmp(kind, "T-", 2) == 0) {
		q->kind = CADENCE_ANCHOR;
		q->offset = number(kind + 2, 365);
		q->end_on = WHEN_NO_DAY;
		for (i = 0; i < r->in.nsent; i++)
			if (r->sent[i].offset == q->offset &&
			    r->sent[i].on == q->on)
				q->end_on = r->sent[i].end_on;
		assert_int_not_equal(q->end_on, WHEN_NO_DAY);
	} else
		fail_msg("q_kind %s", kind);
}

static void
read_flags(struct row *r)
{
	const char *f = r->cell[FLAGS];

	if (strncmp(f, "departure=last_day:", 19) == 0) {
		r->in.leaving = CADENCE_LEAVES_END;
		r->in.leaving_on = day(f + 19);
	} else if (strcmp(f, "departure=now") == 0)
		r->in.leaving = CADENCE_LEAVES_DAY;
	else if (strcmp(f, "manager_changed") == 0)
		r->in.reviewer_changed = 1;
	else if (strcmp(f, "not_mine") == 0)
		r->in.go_up = 1;
	else if (strcmp(f, "other_enabled") == 0)
		r->in.other_enabled = 1;
	else if (strncmp(f, "suspended=", 10) == 0)
		r->in.suspended_on = day(f + 10);
	else if (strncmp(f, "suspended_asked=", 16) == 0) {
		r->in.suspended_on = day(f + 16);
		r->in.suspended_asked = 1;
	} else if (!empty(f))
		fail_msg("flag %s", f);
}

static enum cadence_status
status(const char *s)
{
	if (strcmp(s, "active") == 0)
		return CADENCE_ACTIVE;
	if (strcmp(s, "pending_review") == 0)
		return CADENCE_PENDING;
	if (strcmp(s, "suspended") == 0)
		return CADENCE_SUSPENDED;
	return CADENCE_OTHER;
}

static void
read_row(struct row *r)
{
	split(r);
	memset(&r->in, 0, sizeof r->in);
	read_policy(r);
	r->in.status = status(r->cell[STATUS]);
	r->in.active_on = day(r->cell[ACTIVE]);
	r->in.start_on = day(r->cell[START]);
	r->in.end_on = day(r->cell[END]);
	r->in.expiry_on = day(r->cell[EXPIRY]);
	r->in.monthly_on = day(r->cell[MONTHLY]);
	r->in.changed_on = r->in.changed_end = WHEN_NO_DAY;
	r->in.leaving_on = r->in.suspended_on = WHEN_NO_DAY;
	r->in.left_on = WHEN_NO_DAY;
	r->in.answer_on = WHEN_NO_DAY;
	if (strcmp(r->cell[ANSWER], "not_mine") != 0)
		r->in.answer_on = day(r->cell[ANSWER_ON]);
	read_sent(r);
	read_question(r);
	read_flags(r);
}

static int
differs(const struct row *r, enum column c, struct buf *got)
{
	int bad = strcmp(buf_get(got), r->cell[c]) != 0;

	if (bad)
		print_error("%s %s: %s is '%s', should be '%s' (%s)\n",
		    r->cell[ID], r->cell[CASE], head[c], buf_get(got),
		    r->cell[c], r->cell[WHY]);
	buf_empty(got);
	return bad;
}

static int
check_row(const struct row *r)
{
	struct buf b = BUF_INIT(256);
	struct cadence_out o;
	char on[11];
	int bad = 0;

	cadence_rule(&r->in, &r->p, r->today, &o);
	cadence_words_due(&b, &o.due);
	bad += differs(r, DUE, &b);
	cadence_words_to(&b, &o);
	bad += differs(r, TO, &b);
	cadence_words_key(&b, &o, r->today);
	bad += differs(r, KEY, &b);
	if (o.end_on == WHEN_NO_DAY)
		buf_str(&b, "-");
	else
		buf_fmt(&b, "%d", o.days_left);
	bad += differs(r, DAYS_LEFT, &b);
	cadence_words_findings(&b, o.findings);
	bad += differs(r, FINDINGS, &b);
	cadence_words_closes(&b, &o);
	bad += differs(r, CLOSES, &b);
	if (o.next_on == WHEN_NO_DAY)
		buf_str(&b, "-");
	else {
		when_date(o.next_on, on);
		buf_fmt(&b, "%s ", on);
		cadence_words_due(&b, &o.next);
		assert_true(o.look_on <= o.next_on);
	}
	bad += differs(r, NEXT, &b);
	buf_clear(&b);
	return bad;
}

static void
decision_table(void **state)
{
	static struct row r;
	FILE *f;
	int i, rows = 0, bad = 0;

	(void)state;
	f = fopen(CASES, "r");
	assert_non_null(f);
	assert_non_null(fgets(r.line, sizeof r.line, f));
	split(&r);
	for (i = 0; i < COLUMNS; i++)
		assert_string_equal(r.cell[i], head[i]);
	while (fgets(r.line, sizeof r.line, f) != NULL) {
		assert_non_null(strchr(r.line, '\n'));
		read_row(&r);
		bad += check_row(&r);
		policy_free(r.policy);
		rows++;
	}
	fclose(f);
	when_zone("UTC");
	assert_int_equal(bad, 0);
	assert_int_equal(rows, ROWS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decision_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
