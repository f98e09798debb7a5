/*
 * Whole runs of the cadence on a registry: what is due is asked once, what is
 * withdrawn is asked anew, guards hold, nobody is overlooked.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/approval.h"
#include "act/asking.h"
#include "act/left.h"
#include "act/withdraw.h"
#include "base/when.h"
#include "sandbox.h"
#include "store/decision.h"
#include "store/evidence.h"
#include "store/job.h"
#include "store/outbox.h"
#include "store/tenant_row.h"
#include "store/upgrade.h"

static struct tenant tenant;
static struct db *all;		/* the world: may write anything */
static struct policy *policy;
static struct inquiry_count count;
static int64_t planned, late;
static char missed_words[400];
static struct ctx x;
static int made;

/* ------------------------------------------------------------- the world */

static void
must(int ok, const struct err *e)
{
	if (!ok)
		fail_msg("%s", e->text);
}

static void
set(const char *name, const char *value)
{
	struct err e = ERR_INIT;

	must(policy_set(policy, name, value, &e) == 0, &e);
}

static void
on_day(const char *day)
{
	x.today = when_day(day);
	assert_int_not_equal(x.today, WHEN_NO_DAY);
	when_date(x.today, x.today_on);
	x.now = when_start(x.today) + 7 * 3600;
}

/* A registry of its own for each test. */
static int
world(void **state)
{
	struct err e = ERR_INIT;

	if (sandbox_make(state) == -1 || sodium_init() == -1)
		return -1;
	when_zone("UTC");
	memset(&x, 0, sizeof x);
	snprintf(tenant.name, sizeof tenant.name, "unit");
	snprintf(tenant.dir, sizeof tenant.dir, "%s", sandbox);
	snprintf(tenant.db, sizeof tenant.db, "%s/registry.db", sandbox);
	if (db_create(&all, &tenant, &e) == -1 ||
	    upgrade_run(all, NULL, NULL, NULL, &e) != upgrade_newest() ||
	    db_begin(all, &e) == -1 ||
	    tenant_row_insert(all, "unit", 1, 1, &e) == -1 ||
	    db_commit(all, &e) == -1)
		return -1;
	db_close(all);
	if (db_open(&all, &tenant, ROLE_INIT, &e) == -1)
		return -1;
	policy = policy_new();
	set("fallback_reviewer", "it@x.test");
	x.tenant = &tenant;
	x.policy = policy;
	snprintf(x.actor, sizeof x.actor, "tool/test");
	made = 0;
	return 0;
}

static int
end_of_world(void **state)
{
	db_close(all);
	policy_free(policy);
	return sandbox_drop(state);
}

#define WRITE(sql) write_sql(stmt_open(all, sql, &(struct err)ERR_INIT), 0, \
	NULL)
#define WRITE_ID(sql, id) write_sql(stmt_open(all, sql, \
	&(struct err)ERR_INIT), id, NULL)
#define WRITE_TEXT(sql, id, text) write_sql(stmt_open(all, sql, \
	&(struct err)ERR_INIT), id, text)
#define NUMBER(sql) number(stmt_open(all, sql, &(struct err)ERR_INIT))

static void
write_sql(struct stmt *st, int64_t id, const char *text)
{
	struct err e = ERR_INIT;

	assert_non_null(st);
	must(db_begin(all, &e) == 0, &e);
	if (id != 0)
		stmt_int(st, ":id", id);
	if (text != NULL)
		stmt_text(st, ":text", text);
	must(stmt_done(st, &e) == 0, &e);
	stmt_close(st);
	must(db_commit(all, &e) == 0, &e);
}

static int64_t
number(struct stmt *st)
{
	struct err e = ERR_INIT;
	int64_t n = -1;

	assert_non_null(st);
	if (stmt_step(st, &e) == 1)
		n = stmt_col_int(st, 0);
	stmt_close(st);
	return n;
}

/* mia, her manager head, the boss above; off is disabled. */
static void
company(void)
{
	WRITE("INSERT INTO person(id, remote_id, upn_key, display_name,"
	    " email, manager, enabled, changed_at) VALUES"
	    " (1, 'p1', 'boss@x.test', 'Boss', 'boss@x.test', NULL, 1, 0),"
	    " (2, 'p2', 'head@x.test', 'Head', 'head@x.test', 1, 1, 0),"
	    " (3, 'p3', 'mia@x.test', 'Mia', 'mia@x.test', 2, 1, 0),"
	    " (4, 'p4', 'off@x.test', 'Off', 'off@x.test', NULL, 0, 0),"
	    " (5, 'p5', 'tom@x.test', 'Tom', 'tom@x.test', 2, 1, 0)");
}

static int64_t
contractor(const char *manager, const char *end)
{
	struct err e = ERR_INIT;
	struct stmt *st;
	char upn[40];

	snprintf(upn, sizeof upn, "c%d@x.test", ++made);
	must(db_begin(all, &e) == 0, &e);
	st = stmt_open(all, "INSERT INTO contractor (id, upn, upn_key,"
	    " display_name, manager_key, contract_end, active_on, origin,"
	    " status, created_at, changed_at) VALUES (:id, :upn, :upn, :upn,"
	    " :manager, :end, '2026-01-05', 'operator', 'active', 1, 1)", &e);
	assert_non_null(st);
	stmt_int(st, ":id", made);
	stmt_text(st, ":upn", upn);
	stmt_text(st, ":manager", manager);
	stmt_text(st, ":end", end);
	must(stmt_done(st, &e) == 0, &e);
	stmt_close(st);
	must(db_commit(all, &e) == 0, &e);
	return made;
}

static void
missed(const char *words)
{
	snprintf(missed_words, sizeof missed_words, "%s", words);
}

/* One run, as the program does it.  The kind of its error. */
static int
run(int64_t accept, int everyone)
{
	struct err e = ERR_INIT;
	struct asking a;
	int rc;

	must(db_open(&x.db, &tenant, ROLE_CADENCE, &e) == 0, &e);
	must(asking_init(&a, &x, &e) == 0, &e);
	a.missed = missed;
	must(asking_plan(&a, everyone, NULL, 0, &e) == 0, &e);
	planned = a.questions;
	late = a.late;
	rc = asking_guard(&a, accept, &e);
	if (rc == 0)
		must(asking_act(&a, &e) == 0, &e);
	count = a.count;
	asking_clear(&a);
	db_close(x.db);
	x.db = NULL;
	return rc == 0 ? 0 : e.kind;
}

/* Accepts whatever is due, as an operator who has looked at it. */
static void
cadence(void)
{
	if (run(-1, 0) == ERR_REFUSED)
		assert_int_equal(run(planned, 0), 0);
}

/* ctr-mail: all that is queued leaves. */
static void
mail(void)
{
	WRITE_TEXT("UPDATE question SET asked_on = :text WHERE asked_on IS NULL"
	    " AND state = 'open' AND id IN (SELECT a.question FROM ask a"
	    " JOIN outbox o ON o.id = a.outbox WHERE o.state = 'queued')", 0,
	    x.today_on);
	WRITE_ID("UPDATE outbox SET state = 'sent', sent_at = :id"
	    " WHERE state = 'queued'", x.now);
}

/* A person's answer through the newest ask of the open question. */
static int64_t
decide(int64_t who, const char *answer, const char *day_on)
{
	struct err e = ERR_INIT;
	struct decision d;
	struct stmt *st;
	char subject[40];
	int64_t id;

	memset(&d, 0, sizeof d);
	d.contractor = who;
	st = stmt_open(all, "SELECT q.id, max(a.id) FROM question q"
	    " JOIN ask a ON a.question = q.id WHERE q.contractor = :id"
	    " AND q.state = 'open' AND a.moved_at IS NULL GROUP BY q.id", &e);
	assert_non_null(st);
	stmt_int(st, ":id", who);
	assert_int_equal(stmt_step(st, &e), 1);
	d.question = stmt_col_int(st, 0);
	d.ask = stmt_col_int(st, 1);
	stmt_close(st);
	snprintf(d.answer, sizeof d.answer, "%s", answer);
	snprintf(d.actor_kind, sizeof d.actor_kind, "reviewer");
	snprintf(d.known_by, sizeof d.known_by, "login");
	if (day_on != NULL)
		snprintf(d.day_on, sizeof d.day_on, "%s", day_on);
	d.decided_at = x.now;
	snprintf(subject, sizeof subject, "contractor/%lld", (long long)who);
	must(db_begin(all, &e) == 0, &e);
	must(evidence_add(all, x.now, "ask/1", "decision", subject, "{}",
	    &d.evidence, &e) == 0, &e);
	must(decision_insert(all, &d, &id, &e) == 0, &e);
	if (strcmp(answer, "not_mine") != 0)
		must(question_answered(all, d.question, id, &e) == 1, &e);
	if (strncmp(answer, "offboard", 8) == 0)
		must(job_insert(all, who, "offboard", id, 0, x.now + 900,
		    x.now, NULL, &e) == 0, &e);
	must(contractor_look(all, who, &e) == 0, &e);
	must(db_commit(all, &e) == 0, &e);
	return id;
}

static void
end_moves(int64_t who, const char *end)
{
	WRITE_TEXT("UPDATE contractor SET contract_end = :text WHERE id = :id",
	    who, end);
}

/* Ingest and the like: the same transaction withdraws. */
static int
withdraw(int64_t who)
{
	struct err e = ERR_INIT;
	int rc;

	must(db_open(&x.db, &tenant, ROLE_INGEST, &e) == 0, &e);
	must(db_begin(x.db, &e) == 0, &e);
	rc = withdraw_moved(&x, who, &e);
	must(rc != -1 && db_commit(x.db, &e) == 0, &e);
	db_close(x.db);
	x.db = NULL;
	return rc;
}

static void
is_open(int64_t who, const char *want)
{
	struct err e = ERR_INIT;
	struct stmt *st = stmt_open(all, "SELECT kind || ' ' || period"
	    " FROM question WHERE contractor = :id AND state = 'open'", &e);
	char got[80] = "-";

	assert_non_null(st);
	stmt_int(st, ":id", who);
	if (stmt_step(st, &e) == 1)
		snprintf(got, sizeof got, "%s", stmt_col_text(st, 0));
	stmt_close(st);
	assert_string_equal(got, want);
}

/* --------------------------------------------------------------- stories */

/* T-30 is asked and answered "on the last day"; then the end moves. */
static int64_t
leaves_on_the_last_day(const char *answer, const char *day)
{
	int64_t who;

	company();
	who = contractor("mia@x.test", "2026-06-15");
	on_day("2026-05-16");
	cadence();
	mail();
	is_open(who, "anchor 2026-06-15/30");
	on_day("2026-05-18");
	decide(who, answer, day);
	cadence();
	is_open(who, "-");
	return who;
}

static void
withdrawn_by_who_moves_it(void **state)
{
	int64_t who = leaves_on_the_last_day("offboard_end", "2026-06-15");

	(void)state;
	on_day("2026-05-25");
	end_moves(who, "2026-09-30");
	assert_int_equal(withdraw(who), 1);
	assert_int_equal(withdraw(who), 0);
	assert_int_equal(NUMBER("SELECT count(*) FROM job"
	    " WHERE state = 'undone'"), 1);
	is_open(who, "left changed/2026-09-30/1");
	cadence();
	assert_int_equal(count.asked, 1);
	assert_int_equal(NUMBER("SELECT count(*) FROM outbox"
	    " WHERE template = 'changed' AND json_extract(fields, '$.why') ="
	    " '2026-06-15 was recorded as the last day. The last day is now"
	    " 2026-09-30.'"), 1);
	cadence();
	assert_int_equal(count.asked, 0);
	mail();
	on_day("2026-06-01");
	cadence();
	assert_int_equal(count.escalated, 1);
}

static void
withdrawn_by_the_cadence(void **state)
{
	int64_t who = leaves_on_the_last_day("offboard_end", "2026-06-15");

	(void)state;
	on_day("2026-05-25");
	end_moves(who, NULL);
	cadence();
	assert_int_equal(count.withdrawn, 1);
	assert_int_equal(count.asked, 1);
	is_open(who, "left changed/none/1");
	cadence();
	assert_int_equal(count.asked + count.withdrawn, 0);
}

static void
earlier_is_not_withdrawn(void **state)
{
	int64_t who = leaves_on_the_last_day("offboard_end", "2026-06-15");

	(void)state;
	on_day("2026-05-25");
	end_moves(who, "2026-05-31");
	assert_int_equal(withdraw(who), 0);
	cadence();
	is_open(who, "anchor 2026-05-31/7");
}

static void
a_named_day_stays(void **state)
{
	int64_t who = leaves_on_the_last_day("offboard_day", "2026-06-10");

	(void)state;
	on_day("2026-05-25");
	end_moves(who, "2026-09-30");
	assert_int_equal(withdraw(who), 0);
	cadence();
	assert_int_equal(count.asked, 0);
	assert_int_equal(NUMBER("SELECT count(*) FROM job"
	    " WHERE state = 'due'"), 1);
}

static void
a_day_without_mail(void **state)
{
	int64_t who = leaves_on_the_last_day("offboard_end", "2026-06-15");

	(void)state;
	set("send_days", "mon-fri");
	on_day("2026-05-23");		/* a Saturday */
	end_moves(who, "2026-09-30");
	cadence();
	assert_int_equal(count.withdrawn, 1);
	assert_int_equal(count.asked, 0);
	on_day("2026-05-25");
	cadence();
	assert_int_equal(count.asked, 1);
}

static void
not_mine_goes_up(void **state)
{
	int64_t who;

	(void)state;
	company();
	who = contractor("mia@x.test", "2026-12-31");
	on_day("2026-05-01");
	cadence();
	mail();
	on_day("2026-05-02");
	decide(who, "not_mine", NULL);
	cadence();
	assert_int_equal(count.escalated, 1);
	mail();
	cadence();
	assert_int_equal(count.escalated, 0);
	/* A bounce of that one does the same. */
	on_day("2026-05-03");
	WRITE("UPDATE outbox SET state = 'failed'"
	    " WHERE template = 'escalation'");
	WRITE_ID("UPDATE contractor SET next_check_on = '0001-01-01'"
	    " WHERE id = :id", who);
	cadence();
	assert_int_equal(count.escalated, 1);
	assert_int_equal(NUMBER("SELECT max(level) FROM ask"), 2);
}

static void
the_clock_waits_for_the_mail(void **state)
{
	(void)state;
	company();
	contractor("mia@x.test", "2026-12-31");
	on_day("2026-05-01");
	cadence();
	on_day("2026-05-20");		/* it is still queued */
	cadence();
	assert_int_equal(count.escalated, 0);
	mail();
	on_day("2026-05-26");
	cadence();
	assert_int_equal(count.escalated, 0);
	on_day("2026-05-27");
	cadence();
	assert_int_equal(count.escalated, 1);
}

/* No mail of it can be delivered: next month asks again all the same. */
static void
undeliverable(void **state)
{
	int64_t who;

	(void)state;
	company();
	set("fallback_reviewer", "");
	set("escalate_levels", "0");
	who = contractor("mia@x.test", "2026-12-31");
	on_day("2026-05-01");
	cadence();
	WRITE("UPDATE outbox SET state = 'failed'");
	WRITE_ID("UPDATE contractor SET next_check_on = '0001-01-01'"
	    " WHERE id = :id", who);
	on_day("2026-05-02");
	cadence();
	assert_int_equal(NUMBER("SELECT count(*) FROM finding WHERE kind ="
	    " 'unanswered' AND closed_at IS NULL"), 1);
	on_day("2026-06-01");
	cadence();
	assert_int_equal(count.asked, 1);
	is_open(who, "monthly 2026-06");
}

static void
nobody_to_ask(void **state)
{
	int64_t who;

	(void)state;
	company();
	set("fallback_reviewer", "");
	who = contractor("off@x.test", "2026-12-31");
	on_day("2026-05-01");
	cadence();
	is_open(who, "-");
	assert_int_equal(NUMBER("SELECT count(*) FROM finding WHERE kind ="
	    " 'manager_invalid' AND closed_at IS NULL"), 1);
	on_day("2026-05-02");
	WRITE("UPDATE contractor SET manager_key = 'mia@x.test'");
	cadence();
	is_open(who, "monthly 2026-05");
	assert_int_equal(NUMBER("SELECT count(*) FROM finding WHERE kind ="
	    " 'manager_invalid' AND closed_at IS NULL"), 0);
}

static void
people_change(void **state)
{
	int64_t who;

	(void)state;
	company();
	who = contractor("mia@x.test", "2026-12-31");
	on_day("2026-05-01");
	cadence();
	mail();
	on_day("2026-05-02");
	WRITE("UPDATE person SET enabled = 0 WHERE id = 3");
	cadence();
	assert_int_equal(count.readdressed, 1);
	assert_int_equal(NUMBER("SELECT count(*) FROM ask WHERE reviewer_key ="
	    " 'head@x.test' AND moved_at IS NULL"), 1);
	mail();
	on_day("2026-05-03");
	cadence();
	assert_int_equal(count.readdressed, 0);
	WRITE("UPDATE person SET enabled = 1 WHERE id = 3");
	cadence();
	assert_int_equal(count.readdressed, 1);
	assert_int_equal(NUMBER("SELECT count(*) FROM ask WHERE reviewer_key ="
	    " 'mia@x.test' AND moved_at IS NULL"), 1);
	assert_int_equal(NUMBER("SELECT count(*) FROM outbox"
	    " WHERE template <> 'held'"), 3);
	is_open(who, "monthly 2026-05");
}

static void
one_digest_a_day(void **state)
{
	(void)state;
	company();
	set("digest", "on");
	contractor("mia@x.test", "2026-12-31");
	contractor("mia@x.test", NULL);
	contractor("tom@x.test", NULL);
	on_day("2026-05-01");
	cadence();
	assert_int_equal(count.asked, 3);
	assert_int_equal(NUMBER("SELECT count(*) FROM outbox"
	    " WHERE template <> 'held'"), 2);
	assert_int_equal(NUMBER("SELECT json_array_length(fields, '$.rows')"
	    " FROM outbox WHERE recipient = 'mia@x.test'"), 2);
	assert_int_equal(NUMBER("SELECT count(*) FROM ask"
	    " WHERE outbox IS NOT NULL"), 3);
	contractor("mia@x.test", NULL);
	cadence();			/* hers of today is out */
	assert_int_equal(count.asked, 0);
	assert_int_equal(count.missed, 1);
	on_day("2026-05-02");
	cadence();
	assert_int_equal(count.asked, 1);
	assert_int_equal(NUMBER("SELECT count(*) FROM outbox"
	    " WHERE template <> 'held'"), 3);
}

static void
guards(void **state)
{
	int i;

	(void)state;
	company();
	set("mail_limit", "5");
	contractor("mia@x.test", NULL);
	contractor("mia@x.test", NULL);
	on_day("2026-05-01");
	assert_int_equal(run(-1, 0), ERR_REFUSED);	/* the first */
	assert_int_equal(run(3, 0), ERR_REFUSED);
	assert_int_equal(NUMBER("SELECT count(*) FROM question"), 0);
	assert_int_equal(run(2, 0), 0);
	for (i = 0; i < 6; i++)
		contractor("mia@x.test", NULL);
	assert_int_equal(run(-1, 0), 0);	/* three times two */
	for (i = 0; i < 19; i++)
		contractor("mia@x.test", NULL);
	assert_int_equal(run(-1, 0), ERR_REFUSED);
	assert_int_equal(run(19, 0), 0);
	mail();
	on_day("2026-09-01");		/* 90 days later the limit is 5 again */
	assert_int_equal(run(-1, 0), ERR_REFUSED);
}

static void
suspended_at_the_end(void **state)
{
	int64_t who;

	(void)state;
	company();
	set("at_end", "suspend");
	who = contractor("mia@x.test", "2026-05-31");
	on_day("2026-05-31");
	cadence();
	assert_int_equal(count.suspended, 0);
	on_day("2026-06-01");
	cadence();
	assert_int_equal(count.suspended, 1);
	assert_int_equal(NUMBER("SELECT count(*) FROM job WHERE kind ="
	    " 'suspend' AND rule = 'at_end' AND decision IS NULL AND"
	    " due_at = 1780272000"), 1);
	WRITE_ID("UPDATE contractor SET next_check_on = '0001-01-01'"
	    " WHERE id = :id", who);
	cadence();
	assert_int_equal(count.suspended, 0);
	assert_int_equal(NUMBER("SELECT count(*) FROM finding"
	    " WHERE kind = 'past_end' AND closed_at IS NULL"), 1);
	end_moves(who, "2026-12-31");
	cadence();
	assert_int_equal(NUMBER("SELECT count(*) FROM finding"
	    " WHERE kind = 'past_end' AND closed_at IS NULL"), 0);
}

static void
strict_stands_on_the_answer(void **state)
{
	int64_t who, decision;

	(void)state;
	company();
	set("monthly_cap", "strict");
	who = contractor("mia@x.test", "2026-05-31");
	on_day("2026-05-01");
	cadence();
	mail();
	on_day("2026-05-04");
	decision = decide(who, "attest", NULL);
	on_day("2026-05-24");
	cadence();
	assert_int_equal(count.asked, 0);
	assert_int_equal(count.recorded, 1);
	assert_int_equal(NUMBER("SELECT decision FROM question"
	    " WHERE period = '2026-05-31/7' AND state = 'answered'"),
	    decision);
	cadence();
	assert_int_equal(count.recorded, 0);
}

/* "Has he left?", opened by a person while nobody could be asked: it is put as
 * soon as somebody can, with his words. */
static void
has_he_left(void **state)
{
	struct err e = ERR_INIT;
	struct contractor c;
	int64_t who;

	(void)state;
	company();
	set("fallback_reviewer", "");
	who = contractor("off@x.test", "2026-12-31");
	on_day("2026-05-03");
	x.db = all;
	memset(&c, 0, sizeof c);
	must(contractor_get(all, who, &c, &e) == 1, &e);
	must(db_begin(all, &e) == 0, &e);
	must(left_ask(&x, &c, "asked/2026-05-03", "HR says so.", &e) == 1, &e);
	must(db_commit(all, &e) == 0, &e);
	contractor_clear(&c);
	cadence();
	assert_int_equal(count.asked, 0);
	WRITE("UPDATE contractor SET manager_key = 'mia@x.test'");
	cadence();
	assert_int_equal(count.asked, 1);
	assert_int_equal(NUMBER("SELECT count(*) FROM outbox WHERE template ="
	    " 'left' AND json_extract(fields, '$.why') = 'HR says so.'"), 1);
	cadence();
	assert_int_equal(count.asked, 0);
}

/* An approval that nobody gives: a mail a day, and then a finding. */
static void
approvers_are_reminded(void **state)
{
	int64_t who = leaves_on_the_last_day("offboard_end", "2026-06-15");
	struct err e = ERR_INIT;
	struct contractor c;
	struct decision d;

	(void)state;
	set("approvers", "boss@x.test");
	x.db = all;
	memset(&c, 0, sizeof c);
	must(contractor_get(all, who, &c, &e) == 1, &e);
	must(decision_get(all, 1, &d, &e) == 1, &e);
	must(db_begin(all, &e) == 0, &e);
	must(approval_ask(&x, &c, &d, 1, "offboard", "mia@x.test", "Mia",
	    &e) == 1, &e);
	must(db_commit(all, &e) == 0, &e);
	contractor_clear(&c);
	decision_clear(&d);
	cadence();
	assert_int_equal(count.reminded, 0);
	mail();
	on_day("2026-05-19");
	cadence();
	assert_int_equal(count.reminded, 1);
	cadence();
	assert_int_equal(count.reminded, 0);
	mail();
	assert_int_equal(NUMBER("SELECT count(*) FROM finding"
	    " WHERE closed_at IS NULL"), 0);
	on_day("2026-05-20");
	cadence();
	assert_int_equal(count.reminded, 1);
	assert_int_equal(NUMBER("SELECT count(*) FROM finding"
	    " WHERE kind = 'approval_waiting' AND closed_at IS NULL"), 1);
	assert_int_equal(NUMBER("SELECT count(*) FROM outbox"
	    " WHERE template = 'approval' AND recipient = 'boss@x.test'"), 3);
}

/* What somebody writes between the plan and the act is not overlooked. */
static void
written_meanwhile(void **state)
{
	struct err e = ERR_INIT;
	struct asking a;
	int64_t who, other;

	(void)state;
	company();
	who = contractor("mia@x.test", "2026-06-10");
	other = contractor("mia@x.test", "2026-06-10");
	on_day("2026-05-05");
	must(db_open(&x.db, &tenant, ROLE_CADENCE, &e) == 0, &e);
	must(asking_init(&a, &x, &e) == 0, &e);
	must(asking_plan(&a, 0, NULL, 0, &e) == 0, &e);
	assert_int_equal(a.questions, 0);
	end_moves(who, "2026-06-04");
	must(asking_guard(&a, -1, &e) == 0, &e);
	must(asking_act(&a, &e) == 0, &e);
	assert_int_equal(a.count.asked, 0);
	assert_int_equal(a.count.missed, 1);
	asking_clear(&a);
	db_close(x.db);
	assert_int_equal(NUMBER("SELECT next_check_on = '0001-01-01'"
	    " FROM contractor WHERE id = 1"), 1);
	assert_int_equal(NUMBER("SELECT next_check_on = '2026-05-11'"
	    " FROM contractor WHERE id = 2"), 1);
	cadence();
	is_open(who, "anchor 2026-06-04/30");
	is_open(other, "-");
}

/* The cost of a run grows with what is due, not with who there is. */
static void
by_the_index(void **state)
{
	struct err e = ERR_INIT;
	struct stmt *st;
	int found = 0;

	(void)state;
	st = stmt_open(all, "EXPLAIN QUERY PLAN"
	    " SELECT id, next_check_on FROM contractor"
	    " WHERE (status = 'active' OR status = 'pending_review'"
	    " OR status = 'suspended') AND next_check_on <= :today_on"
	    " AND (next_check_on, id) > (:day, :id)"
	    " ORDER BY next_check_on, id LIMIT 10000", &e);
	assert_non_null(st);
	while (stmt_step(st, &e) == 1) {
		print_message("%s\n", stmt_col_text(st, 3));
		found |= strstr(stmt_col_text(st, 3),
		    "SEARCH contractor USING INDEX contractor_due") != NULL;
		assert_null(strstr(stmt_col_text(st, 3), "SCAN"));
		assert_null(strstr(stmt_col_text(st, 3), "TEMP B-TREE"));
	}
	stmt_close(st);
	assert_int_equal(found, 1);
}

/* ------------------------------------------- nobody is ever overlooked */

static unsigned
pick(unsigned n)
{
	static uint64_t s = 88172645463325252ULL;

	s ^= s << 13;
	s ^= s >> 7;
	s ^= s << 17;
	return (unsigned)(s >> 33) % n;
}

static void
something_happens(int64_t who)
{
	static const char *const managers[] = { "mia@x.test", "tom@x.test",
		"off@x.test", "head@x.test" };
	char day[11];
	int asked;

	when_date(x.today - 5 + (int32_t)pick(60), day);
	asked = NUMBER("SELECT count(*) FROM question q JOIN ask a"
	    " ON a.question = q.id WHERE q.state = 'open'") > 0;
	switch (pick(7)) {
	case 0:
	case 1:
		end_moves(who, pick(5) ? day : NULL);
		break;
	case 2:
		WRITE_TEXT("UPDATE contractor SET manager_key = :text"
		    " WHERE id = :id", who, managers[pick(4)]);
		break;
	case 3:
		WRITE_ID("UPDATE person SET enabled = 1 - enabled"
		    " WHERE id = :id", 2 + (int64_t)pick(4));
		break;
	case 4:
		WRITE_TEXT("UPDATE contractor SET status = 'suspended'"
		    " WHERE id = :id AND status = 'active'", who, NULL);
		break;
	default:
		if (asked && NUMBER("SELECT count(*) FROM question"
		    " WHERE contractor = 1 AND state = 'open'") == 1 &&
		    NUMBER("SELECT count(*) FROM question q JOIN ask a"
		    " ON a.question = q.id WHERE q.contractor = 1"
		    " AND q.state = 'open'") > 0)
			decide(1, pick(3) ? "attest" : "not_mine", NULL);
	}
}

static void
nobody_is_overlooked(void **state)
{
	int i, day, days = getenv("CTR_SWEEP") != NULL ? 700 : 40;

	(void)state;
	company();
	for (i = 0; i < 6; i++)
		contractor(i % 2 ? "mia@x.test" : "tom@x.test",
		    i % 3 ? "2026-06-15" : NULL);
	set("mail_limit", "10000");
	on_day("2026-05-01");
	for (day = 0; day < days; day++) {
		if (pick(3) == 0)
			something_happens(1 + (int64_t)pick(6));
		if (run(-1, 1) != 0)
			assert_int_equal(run(planned, 1), 0);
		if (late != 0)
			fail_msg("%s: %s", x.today_on, missed_words);
		assert_int_equal(run(-1, 1), 0);
		assert_int_equal(count.asked + count.escalated +
		    count.readdressed + count.closed + count.recorded, 0);
		if (pick(4))
			mail();
		x.today++;
		when_date(x.today, x.today_on);
		x.now += 86400;
	}
	/* Exactly one question for each key is the schema's; one open, too. */
	assert_true(NUMBER("SELECT count(*) FROM question") > 10);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world, end_of_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(withdrawn_by_who_moves_it),
		TEST(withdrawn_by_the_cadence),
		TEST(earlier_is_not_withdrawn),
		TEST(a_named_day_stays),
		TEST(a_day_without_mail),
		TEST(not_mine_goes_up),
		TEST(the_clock_waits_for_the_mail),
		TEST(undeliverable),
		TEST(nobody_to_ask),
		TEST(people_change),
		TEST(one_digest_a_day),
		TEST(guards),
		TEST(suspended_at_the_end),
		TEST(strict_stands_on_the_answer),
		TEST(has_he_left),
		TEST(approvers_are_reminded),
		TEST(written_meanwhile),
		TEST(by_the_index),
		TEST(nobody_is_overlooked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
