/* Jobs: what lays one down, each change of state, who is found.  Every test
 * is one transaction that is rolled back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "sandbox.h"
#include "store/evidence.h"
#include "store/job.h"
#include "store/tenant_row.h"
#include "store/upgrade.h"

#define NOW 1795161600

static struct tenant t;
static struct db *db;
static struct err e = ERR_INIT;

static int
setup(void **state)
{
	if (sodium_init() == -1 || sandbox_make(state) == -1)
		return -1;
	snprintf(t.name, sizeof(t.name), "unit");
	snprintf(t.dir, sizeof(t.dir), "%s", sandbox);
	snprintf(t.db, sizeof(t.db), "%s/registry.db", sandbox);
	if (db_create(&db, &t, &e) == -1 ||
	    upgrade_run(db, NULL, NULL, NULL, &e) != upgrade_newest() ||
	    db_begin(db, &e) == -1 ||
	    tenant_row_insert(db, "unit", 0, 1, &e) == -1 ||
	    db_commit(db, &e) == -1) {
		fprintf(stderr, "%s\n", e.text);
		return -1;
	}
	db_close(db);
	return db_open(&db, &t, ROLE_INIT, &e);
}

static int
teardown(void **state)
{
	db_close(db);
	return sandbox_drop(state);
}

static int
begin(void **state)
{
	(void)state;
	err_clear(&e);
	return db_begin(db, &e);
}

static int
rollback(void **state)
{
	(void)state;
	db_rollback(db);
	return 0;
}

static void
done(struct stmt *st)
{
	if (st == NULL || stmt_done(st, &e) == -1)
		fail_msg("%s", e.text);
	stmt_close(st);
}

static void
contractor(int64_t id)
{
	struct stmt *st = stmt_open(db, "INSERT INTO contractor (id, upn,"
	    " upn_key, origin, status, created_at, changed_at) VALUES (:id,"
	    " 'c' || :id || '@x.test', 'c' || :id || '@x.test', 'operator',"
	    " 'active', 0, 0)", &e);

	stmt_int(st, ":id", id);
	done(st);
}

/* A person's word about contractor: his decision's id. */
static int64_t
decide(int64_t about, const char *answer, const char *who, int64_t undoes)
{
	struct stmt *st;
	char subject[32];
	int64_t seq;

	snprintf(subject, sizeof(subject), "contractor/%d", (int)about);
	if (evidence_add(db, NOW, "operator/alice", "decision", subject, "{}",
	    &seq, &e) == -1)
		fail_msg("%s", e.text);
	st = stmt_open(db, "INSERT INTO decision (contractor, answer,"
	    " actor_kind, known_by, day_on, undoes, decided_at, evidence)"
	    " VALUES (:contractor, :answer, :who, 'login', '2026-12-20',"
	    " nullif(:undoes, 0), :at, :seq)", &e);
	stmt_int(st, ":contractor", about);
	stmt_text(st, ":answer", answer);
	stmt_text(st, ":who", who);
	stmt_int(st, ":undoes", undoes);
	stmt_int(st, ":at", NOW);
	stmt_int(st, ":seq", seq);
	done(st);
	return db_last_id(db);
}

/* A departure of a new contractor of this number; its id. */
static int64_t
departure(int64_t who, int second, int64_t due_at)
{
	int64_t id = 0;

	contractor(who);
	if (job_insert(db, who, "offboard", decide(who, "offboard_now",
	    "operator", 0), second, due_at, NOW, &id, &e) == -1)
		fail_msg("%s", e.text);
	return id;
}

static const char *
state_of(int64_t id)
{
	static struct job j;

	if (job_get(db, id, &j, &e) != 1)
		fail_msg("no job: %s", e.text);
	return j.begun && strcmp(j.state, "due") == 0 ? "started" : j.state;
}

static void
laid(void **state)
{
	struct job j;
	int64_t id, decision;

	(void)state;
	contractor(1);
	decision = decide(1, "offboard_end", "operator", 0);
	assert_int_equal(job_insert(db, 1, "offboard", decision, 0, NOW + 9,
	    NOW, &id, &e), 0);
	assert_int_equal(job_get(db, id, &j, &e), 1);
	assert_int_equal(j.id, id);
	assert_int_equal(j.contractor, 1);
	assert_string_equal(j.kind, "offboard");
	assert_int_equal(j.decision, decision);
	assert_string_equal(j.rule, "");
	assert_int_equal(j.second, 0);
	assert_int_equal(j.approval, 0);
	assert_string_equal(j.state, "due");
	assert_int_equal(j.due_at, NOW + 9);
	assert_int_equal(j.made_at, NOW);
	assert_int_equal(j.started_at, 0);
	assert_int_equal(j.done_at, 0);
	assert_int_equal(j.begun, 0);
	assert_int_equal(job_of(db, decision, &j, &e), 1);
	assert_int_equal(j.id, id);
	assert_int_equal(job_pending(db, 1, "offboard", &j, &e), 1);
	assert_int_equal(j.id, id);
	assert_int_equal(job_pending(db, 1, "extend", &j, &e), 0);
	assert_int_equal(j.id, 0);
	assert_int_equal(job_get(db, id + 1, &j, &e), 0);
	assert_int_equal(job_of(db, decision + 1, &j, &e), 0);
	assert_int_equal(job_undone(db, id, &e), 1);
	assert_int_equal(job_pending(db, 1, "offboard", &j, &e), 0);
}

/* P1: no departure, nor any job, without a person's word that permits it. */
static void
decided(void **state)
{
	static const struct {
		const char *answer, *kind;
		int64_t	about;
		int	undone, want;
		const char *why;
	} row[] = {
		{ "offboard_now", "offboard", 1, 0, 0, "what was decided" },
		{ "offboard_now", "offboard", 2, 0, -1, "about another" },
		{ "offboard_now", "suspend", 1, 0, -1, "another thing" },
		{ "attest", "offboard", 1, 0, -1, "the very opposite" },
		{ "offboard_now", "offboard", 1, 1, -1, "taken back" },
		{ "extend", "extend", 1, 0, 0, "a later end" },
		{ "extend", "offboard", 1, 0, -1, "no departure by it" },
	};
	int64_t decision, id;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		contractor(1);
		contractor(2);
		decision = decide(row[i].about, row[i].answer, "operator", 0);
		if (row[i].undone)
			(void)decide(row[i].about, "undo", "operator",
			    decision);
		if (job_insert(db, 1, row[i].kind, decision, 0, NOW, NOW, &id,
		    &e) != row[i].want)
			fail_msg("%s: %s", row[i].why, e.text);
		db_rollback(db);
		assert_int_equal(db_begin(db, &e), 0);
	}
	contractor(1);
	assert_int_equal(job_insert(db, 1, "offboard", 0, 0, NOW, NOW, &id,
	    &e), -1);
	decision = decide(1, "offboard_now", "operator", 0);
	assert_int_equal(job_insert(db, 1, "offboard", decision, 0, NOW, NOW,
	    &id, &e), 0);
	assert_int_equal(job_insert(db, 1, "offboard", decide(1,
	    "offboard_now", "operator", 0), 0, NOW, NOW, &id, &e), -1);
}

enum verb { UNDONE, APPROVED, STARTED, HELD, SECOND, DONE, VERBS };

static int
call(enum verb verb, int64_t id, int64_t approval)
{
	switch (verb) {
	case UNDONE:	return job_undone(db, id, &e);
	case APPROVED:	return job_approved(db, id, approval, NOW + 5, &e);
	case STARTED:	return job_started(db, id, NOW + 1, &e);
	case HELD:	return job_held(db, id, &e);
	case SECOND:	return job_needs_second(db, id, &e);
	case DONE:	return job_done(db, id, NOW + 2, &e);
	default:	return -2;
	}
}

/* Every verb in every state: 1 and the state after it, or 0 and nothing. */
static void
verbs(void **state)
{
	static const char *const name[VERBS] = {
		"undone", "approved", "started", "held", "needs_second",
		"done",
	};
	static const struct {
		const char *from;
		int	second;
		enum verb way[3];	/* from where it was laid down */
		int	n;
		const char *to[VERBS];	/* NULL: 0, it stays */
	} row[] = {
		{ "waiting", 1, { 0 }, 0, { "undone", "due" } },
		{ "due", 0, { 0 }, 0, { "undone", NULL, "started", "held",
		    "waiting", NULL } },
		{ "due", 1, { APPROVED }, 1, { "undone", NULL, "started",
		    "held", NULL, NULL } },
		{ "held", 0, { HELD }, 1, { "undone", NULL, "started", NULL,
		    "waiting", NULL } },
		{ "started", 0, { STARTED }, 1, { "undone", NULL, NULL, NULL,
		    NULL, "done" } },
		{ "started", 0, { HELD, STARTED }, 2, { "undone", NULL, NULL,
		    NULL, NULL, "done" } },
		{ "done", 0, { STARTED, DONE }, 2, { NULL } },
		{ "undone", 0, { UNDONE }, 1, { NULL } },
		{ "undone", 1, { UNDONE }, 1, { NULL } },
	};
	int64_t id, approval;
	size_t i;
	int v, k, rc;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		for (v = 0; v < VERBS; v++) {
			id = departure(1, row[i].second, NOW);
			approval = decide(1, "approve", "approver", 0);
			for (k = 0; k < row[i].n; k++)
				assert_int_equal(call(row[i].way[k], id,
				    approval), 1);
			assert_string_equal(state_of(id), row[i].from);
			rc = call((enum verb)v, id, approval);
			if (rc != (row[i].to[v] != NULL))
				fail_msg("%s, %s: %d %s", row[i].from,
				    name[v], rc, e.text);
			assert_string_equal(state_of(id), rc ? row[i].to[v] :
			    row[i].from);
			db_rollback(db);
			assert_int_equal(db_begin(db, &e), 0);
		}
}

static void
approval(void **state)
{
	struct job j;
	int64_t id = departure(1, 1, NOW + 60), yes;

	(void)state;
	contractor(2);
	assert_int_equal(job_approved(db, id, decide(1, "approve", "operator",
	    0), NOW, &e), -1);		/* an operator is no approver */
	assert_int_equal(job_approved(db, id, decide(2, "approve", "approver",
	    0), NOW, &e), -1);		/* about another */
	assert_int_equal(job_approved(db, id, decide(1, "deny", "approver",
	    0), NOW, &e), -1);
	assert_string_equal(state_of(id), "waiting");
	yes = decide(1, "approve", "approver", 0);
	assert_int_equal(job_approved(db, id, yes, NOW, &e), 1);
	assert_int_equal(job_get(db, id, &j, &e), 1);
	assert_int_equal(j.approval, yes);
	assert_int_equal(j.due_at, NOW + 60);	/* not sooner by it */
	id = departure(3, 1, NOW);
	assert_int_equal(job_approved(db, id, decide(3, "approve", "approver",
	    0), NOW + 60, &e), 1);
	assert_int_equal(job_get(db, id, &j, &e), 1);
	assert_int_equal(j.due_at, NOW + 60);	/* but later */
	/* What was taken back becomes due by nobody's yes. */
	id = departure(4, 1, NOW);
	assert_int_equal(job_get(db, id, &j, &e), 1);
	(void)decide(4, "undo", "operator", j.decision);
	assert_int_equal(job_approved(db, id, decide(4, "approve", "approver",
	    0), NOW, &e), -1);
	assert_string_equal(state_of(id), "waiting");
}

static void
step(int64_t job, int64_t account, int required, const char *state)
{
	struct stmt *st = stmt_open(db, "INSERT OR IGNORE INTO account (id,"
	    " connector, remote_id, login, state, changed_at) VALUES"
	    " (:account, 'ad', :account, 'x', 'enabled', 0)", &e);

	stmt_int(st, ":account", account);
	done(st);
	st = stmt_open(db, "INSERT INTO step (job, account, nth, op, required,"
	    " state, before, after) VALUES (:job, :account, 1, 'disable',"
	    " :required, :state, '{}', '{}')", &e);
	stmt_int(st, ":job", job);
	stmt_int(st, ":account", account);
	stmt_int(st, ":required", required);
	stmt_text(st, ":state", state);
	done(st);
}

static void
steps(void **state)
{
	static const struct {
		const char *state;
		int	required, want;
		const char *why;
	} row[] = {
		{ "todo", 1, -1, "not begun" },
		{ "doing", 1, -1, "asked, not known" },
		{ "refused", 1, -1, "refused and not waived" },
		{ "pending_sync", 1, -1, "not read back" },
		{ "done", 1, 1, "done" },
		{ "waived", 1, 1, "waived" },
		{ "refused", 0, 1, "nobody needs it" },
	};
	struct job j;
	int64_t id;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		id = departure((int64_t)i + 1, 0, NOW);
		assert_int_equal(job_started(db, id, NOW + 1, &e), 1);
		step(id, (int64_t)i * 2 + 1, 1, "done");
		step(id, (int64_t)i * 2 + 2, row[i].required, row[i].state);
		if (job_done(db, id, NOW + 2, &e) != row[i].want)
			fail_msg("%s: %s", row[i].why, e.text);
		assert_int_equal(job_get(db, id, &j, &e), 1);
		assert_int_equal(j.started_at, NOW + 1);
		assert_int_equal(j.done_at, row[i].want == 1 ? NOW + 2 : 0);
	}
	/* What a step has begun is begun, also where the job says nothing. */
	id = departure(90, 0, NOW);
	step(id, 90, 1, "todo");
	assert_int_equal(job_get(db, id, &j, &e), 1);
	assert_int_equal(j.begun, 0);
	step(id, 91, 1, "doing");
	assert_int_equal(job_get(db, id, &j, &e), 1);
	assert_int_equal(j.begun, 1);
}

/* Contractors' numbers as they come; writes, and stops at the one told. */
struct seen {
	char	order[64];
	int64_t	stop;
};

static int
note(const struct job *j, void *arg)
{
	struct seen *s = arg;
	size_t n = strlen(s->order);

	snprintf(s->order + n, sizeof(s->order) - n, "%d ",
	    (int)j->contractor);
	if (j->contractor == s->stop)
		return 7;
	return job_held(db, j->id, &e) == -1 ? -1 : 0;
}

static void
lists(void **state)
{
	struct seen s = { "", 0 };
	int64_t id, decision;

	(void)state;
	(void)departure(1, 0, NOW + 1);		/* not yet */
	(void)departure(2, 0, NOW);
	id = departure(3, 0, NOW - 5);
	assert_int_equal(job_held(db, id, &e), 1);
	(void)departure(4, 1, NOW - 9);		/* waits */
	id = departure(5, 0, NOW - 9);
	assert_int_equal(job_started(db, id, NOW - 8, &e), 1);
	id = departure(6, 0, NOW - 9);
	assert_int_equal(job_started(db, id, NOW - 9, &e), 1);
	id = departure(7, 0, NOW - 9);
	assert_int_equal(job_undone(db, id, &e), 1);
	decision = decide(2, "extend", "operator", 0);
	assert_int_equal(job_insert(db, 2, "extend", decision, 0, NOW - 99,
	    NOW, &id, &e), 0);

	assert_int_equal(job_each_due(db, "offboard", NOW, note, &s, &e), 0);
	assert_string_equal(s.order, "3 2 ");
	s = (struct seen){ "", 3 };
	assert_int_equal(job_each_due(db, "offboard", NOW, note, &s, &e), 7);
	assert_string_equal(s.order, "3 ");
	s = (struct seen){ "", 0 };
	assert_int_equal(job_each_due(db, "extend", NOW, note, &s, &e), 0);
	assert_string_equal(s.order, "2 ");
	s = (struct seen){ "", 0 };
	assert_int_equal(job_each_started(db, "offboard", note, &s, &e), 0);
	assert_string_equal(s.order, "6 5 ");
	s = (struct seen){ "", 0 };
	assert_int_equal(job_each_started(db, "suspend", note, &s, &e), 0);
	assert_string_equal(s.order, "");
	s = (struct seen){ "", 0 };
	assert_int_equal(job_each_waiting(db, note, &s, &e), 0);
	assert_string_equal(s.order, "4 ");
	s = (struct seen){ "", 0 };
	assert_int_equal(job_each_of(db, 2, note, &s, &e), 0);
	assert_string_equal(s.order, "2 2 ");
}

/* The limit: departures alone, and each border counted once. */
static void
counts(void **state)
{
	int64_t id, decision;

	(void)state;
	assert_int_equal(job_count_started(db, 0, &e), 0);
	id = departure(1, 0, NOW);
	assert_int_equal(job_started(db, id, NOW, &e), 1);
	id = departure(2, 0, NOW);
	assert_int_equal(job_started(db, id, NOW + 10, &e), 1);
	assert_int_equal(job_done(db, id, NOW + 11, &e), 1);
	decision = decide(1, "suspend", "operator", 0);
	assert_int_equal(job_insert(db, 1, "suspend", decision, 0, NOW, NOW,
	    &id, &e), 0);
	assert_int_equal(job_started(db, id, NOW + 10, &e), 1);
	assert_int_equal(job_count_started(db, NOW - 1, &e), 2);
	assert_int_equal(job_count_started(db, NOW, &e), 1);
	assert_int_equal(job_count_started(db, NOW + 10, &e), 0);

	(void)departure(3, 0, NOW + 100);
	(void)departure(4, 0, NOW + 200);
	(void)departure(5, 1, NOW + 200);	/* nobody has said yes */
	assert_int_equal(job_count_ahead(db, NOW, NOW + 300, &e), 2);
	assert_int_equal(job_count_ahead(db, NOW + 100, NOW + 200, &e), 1);
	assert_int_equal(job_count_ahead(db, NOW, NOW + 100, &e), 1);
}

static void
rules(void **state)
{
	struct job j;
	int64_t id;

	(void)state;
	contractor(1);
	contractor(2);
	assert_int_equal(job_ruled(db, 1, "at_end", NOW, &e), 0);
	assert_int_equal(job_insert_rule(db, 1, "at_end", NOW, NOW, &id, &e),
	    0);
	assert_int_equal(job_get(db, id, &j, &e), 1);
	assert_string_equal(j.kind, "suspend");
	assert_string_equal(j.rule, "at_end");
	assert_string_equal(j.state, "due");
	assert_int_equal(j.decision, 0);
	assert_int_equal(job_ruled(db, 1, "at_end", NOW + 9, &e), 1);
	assert_int_equal(job_ruled(db, 1, "waiting", NOW, &e), 1);
	assert_int_equal(job_ruled(db, 2, "at_end", NOW, &e), 0);
	assert_int_equal(job_insert_rule(db, 1, "waiting", NOW, NOW, &id, &e),
	    -1);			/* one at a time */
	assert_int_equal(job_started(db, j.id, NOW, &e), 1);
	assert_int_equal(job_done(db, j.id, NOW, &e), 1);
	assert_int_equal(job_ruled(db, 1, "at_end", NOW, &e), 1);
	assert_int_equal(job_ruled(db, 1, "at_end", NOW + 1, &e), 0);
	assert_int_equal(job_ruled(db, 1, "waiting", NOW, &e), 0);
	assert_int_equal(job_insert_rule(db, 2, "whim", NOW, NOW, &id, &e),
	    -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(laid, begin, rollback),
		cmocka_unit_test_setup_teardown(decided, begin, rollback),
		cmocka_unit_test_setup_teardown(verbs, begin, rollback),
		cmocka_unit_test_setup_teardown(approval, begin, rollback),
		cmocka_unit_test_setup_teardown(steps, begin, rollback),
		cmocka_unit_test_setup_teardown(lists, begin, rollback),
		cmocka_unit_test_setup_teardown(counts, begin, rollback),
		cmocka_unit_test_setup_teardown(rules, begin, rollback),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
