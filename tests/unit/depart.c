/* What a job does to accounts: the rules, as tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/when.h"
#include "domain/depart.h"

static void
ops(void **state)
{
	static const struct {
		const char *policy, *want, *why;
	} t[] = {
		{ "!disable end_sessions set_expiry !revoke_groups",
		    "!disable end_sessions set_expiry !revoke_groups ",
		    "the default" },
		{ "revoke_groups !disable", "revoke_groups !disable ",
		    "the policy's order, not ours" },
		{ "!disable disable", "!disable ", "the first of two" },
		{ "disabled !disable", "!disable ", "no such step" },
		{ "  disable\t!delete ", "disable !delete ", "white space" },
		{ "", "", "none" },
	};
	struct depart_op out[DEPART_STEPS];
	char got[256];
	size_t i, k, n;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		n = depart_ops(t[i].policy, out);
		for (got[0] = '\0', k = 0; k < n; k++)
			snprintf(got + strlen(got), sizeof(got) - strlen(got),
			    "%s%s ", out[k].required ? "!" : "", out[k].op);
		if (strcmp(got, t[i].want) != 0)
			fail_msg("%s: %s", t[i].why, got);
	}
}

/* a: admins direct, b: admins nested, c: plant, d: users, primary,
 * e: admins as primary */
static const struct depart_group groups[] = {
	{ "a", "Admins", "", 1, 1, 0 },
	{ "b", "Nested", "Help > Nested", 1, 0, 0 },
	{ "c", "Plant", "", 0, 1, 0 },
	{ "d", "Users", "", 0, 1, 1 },
	{ "e", "Backup", "", 1, 1, 1 },
	{ "f", "Far", "Plant > Far", 0, 0, 0 },
};

static struct depart_seen
seen(int enabled, int64_t expires_at, size_t from, size_t n)
{
	struct depart_seen s;

	memset(&s, 0, sizeof(s));
	s.there = 1;
	s.contractor = 1;
	s.enabled = enabled;
	s.expires_at = expires_at;
	s.groups = groups + from;
	s.n_groups = n;
	return s;
}

static void
take(void **state)
{
	static const struct {
		const char *op, *want, *why;
	} t[] = {
		{ "revoke_groups", "ae", "privileged ones of his own, and a "
		    "privileged primary group" },
		{ "all_groups", "c", "the rest, but the primary one stays" },
	};
	struct depart_seen s = seen(1, WHEN_NEVER, 0, 6);
	const struct depart_group *out[6];
	char got[8];
	size_t i, k, n;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		n = depart_take(t[i].op, &s, out);
		for (k = 0; k < n; k++)
			got[k] = out[k]->id[0];
		got[n] = '\0';
		if (strcmp(got, t[i].want) != 0)
			fail_msg("%s: %s", t[i].why, got);
	}
	assert_int_equal(depart_nested(&s, out), 1);
	assert_string_equal(out[0]->path, "Help > Nested");
}

static void
goals(void **state)
{
	static const char *const plant[] = { "c" }, *const far[] = { "f" };
	static const struct {
		const char *op;
		struct depart_args a;
		int	enabled;
		int64_t	expires_at;
		size_t	from, n;	/* of groups */
		enum depart_goal want;
		const char *why;
	} t[] = {
		{ "disable", { 0 }, 1, 0, 0, 0, DEPART_UNMET, "enabled" },
		{ "disable", { 0 }, 0, 0, 0, 0, DEPART_MET, "disabled" },
		{ "enable", { 0 }, 0, 0, 0, 0, DEPART_UNMET, "disabled" },
		{ "enable", { 0 }, 1, 0, 0, 0, DEPART_MET, "enabled" },
		{ "set_expiry", { .has_expiry = 1, .expires_at = 100,
		    .at_most = 1 }, 1, 50, 0, 0, DEPART_MET,
		    "a departure leaves an earlier end alone" },
		{ "set_expiry", { .has_expiry = 1, .expires_at = 100,
		    .at_most = 1 }, 1, WHEN_NEVER, 0, 0, DEPART_UNMET,
		    "a departure ends what never ended" },
		{ "set_expiry", { .has_expiry = 1, .expires_at = 100 }, 1, 50,
		    0, 0, DEPART_UNMET, "an extension moves an earlier end" },
		{ "set_expiry", { .has_expiry = 1, .expires_at = 100,
		    .has_was = 1, .was = 50 }, 1, 50, 0, 0, DEPART_UNMET,
		    "what we set is given back" },
		{ "set_expiry", { .has_expiry = 1, .expires_at = 100,
		    .has_was = 1, .was = 50 }, 1, 60, 0, 0, DEPART_LEFT,
		    "what others set since stays" },
		{ "set_expiry", { .has_expiry = 1, .expires_at = WHEN_NEVER,
		    .has_was = 1, .was = 50 }, 1, WHEN_NEVER, 0, 0,
		    DEPART_MET, "no end is what it was" },
		{ "revoke_groups", { 0 }, 1, 0, 0, 1, DEPART_UNMET,
		    "a privileged group" },
		{ "revoke_groups", { 0 }, 1, 0, 1, 3, DEPART_MET,
		    "nested and ordinary ones do not keep it open" },
		{ "revoke_groups", { 0 }, 1, 0, 4, 1, DEPART_UNMET,
		    "a privileged primary group does" },
		{ "all_groups", { 0 }, 1, 0, 2, 1, DEPART_UNMET,
		    "an ordinary group" },
		{ "all_groups", { 0 }, 1, 0, 3, 1, DEPART_MET,
		    "only the primary one is left" },
		{ "restore_groups", { .groups = plant, .n_groups = 1 }, 1, 0,
		    2, 1, DEPART_MET, "he has it" },
		{ "restore_groups", { .groups = plant, .n_groups = 1 }, 1, 0,
		    3, 1, DEPART_UNMET, "he has it not" },
		{ "restore_groups", { .groups = far, .n_groups = 1 }, 1, 0, 5,
		    1, DEPART_UNMET, "by way of another is not his own" },
		{ "end_sessions", { 0 }, 1, 0, 0, 0, DEPART_BLIND, "unseen" },
		{ "random_password", { 0 }, 1, 0, 0, 0, DEPART_BLIND,
		    "unseen" },
		{ "delete", { 0 }, 1, 0, 0, 0, DEPART_UNMET, "it is there" },
	};
	struct depart_seen s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		s = seen(t[i].enabled, t[i].expires_at, t[i].from, t[i].n);
		if (depart_goal(t[i].op, &t[i].a, &s) != t[i].want)
			fail_msg("%s: %s", t[i].op, t[i].why);
	}
}

static void
protects(void **state)
{
	static const struct {
		const char *list;
		int	want;
		const char *why;
	} t[] = {
		{ "", 0, "nobody" },
		{ "boss@x.test", 1, "by UPN" },
		{ "BOSS@X.TEST", 1, "whatever the case" },
		{ "boss", 1, "by login" },
		{ "bos bossy", 0, "not by a part" },
		{ "ad:6f0c", 1, "by id in its system" },
		{ "okta:6f0c", 0, "an id of another system" },
		{ "6f0c", 0, "an id needs its system" },
		{ "x ad:other ad:6F0C", 1, "among others" },
		{ "ad:", 0, "nothing after the system" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (depart_protected(t[i].list, "ad", "6f0c", "boss",
		    "boss@x.test") != t[i].want)
			fail_msg("%s", t[i].why);
	assert_false(depart_protected("x", "ad", "1", "y", NULL));
}

static void
hands(void **state)
{
	static const struct {
		int	contractor;
		const char *seen, *ours;
		int	want;
		const char *why;
	} t[] = {
		{ 1, "W-1", "W-1", 0, "his" },
		{ 1, "w-1", "W-1", 0, "numbers match without case" },
		{ 1, "W-2", "W-1", 1, "somebody else's" },
		{ 1, NULL, "W-1", 0, "the system does not tell" },
		{ 1, "W-2", NULL, 0, "we do not know his" },
		{ 1, "", "W-1", 0, "an empty one says nothing" },
		{ 0, "W-1", "W-1", 1, "no contractor's any more" },
	};
	struct depart_seen s = seen(1, 0, 0, 0);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		s.contractor = t[i].contractor;
		s.worker_id = t[i].seen;
		if ((depart_hands(&s, t[i].ours) != NULL) != t[i].want)
			fail_msg("%s", t[i].why);
	}
}

static void
limits(void **state)
{
	static const struct {
		int64_t	started, want, limit, active, accept;
		int	held;
		const char *why;
	} t[] = {
		{ 0, 25, 25, 100, -1, 0, "as many as may" },
		{ 0, 26, 25, 100, -1, 1, "one more" },
		{ 25, 1, 25, 100, -1, 1, "one more in 24 hours" },
		{ 20, 5, 25, 100, -1, 0, "the last five" },
		{ 0, 26, 25, 520, -1, 0, "5 % are more" },
		{ 0, 27, 25, 520, -1, 1, "more than 5 % too" },
		{ 0, 26, 25, 519, -1, 1, "5 % are rounded down" },
		{ 0, 26, 25, 100, 26, 0, "released" },
		{ 0, 26, 25, 100, 25, 1, "another number" },
		{ 0, 26, 25, 100, 27, 1, "another number" },
		{ 99, 0, 25, 100, -1, 0, "nothing wants to start" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (depart_held(t[i].started, t[i].want,
		    depart_limit(t[i].limit, t[i].active), t[i].accept) !=
		    t[i].held)
			fail_msg("%s", t[i].why);
}

static void
retries(void **state)
{
	static const struct {
		int	tries;
		int64_t	after, want;
	} t[] = {
		{ 1, -1, 300 }, { 2, -1, 600 }, { 3, -1, 1200 },
		{ 4, -1, 2400 }, { 5, -1, 4000 }, { 100, -1, 4000 },
		{ 1, 120, 300 }, { 1, 7200, 7200 }, { 0, -1, 300 },
		/* a service that says "in 68 years" is asked before */
		{ 1, INT32_MAX, 21600 }, { 1, INT64_MAX, 21600 },
		{ 1, INT64_MIN, 300 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_int_equal(depart_retry(t[i].tries, t[i].after),
		    t[i].want);
}

static void
gives_back(void **state)
{
	static const char *const high[] = { "a", "e" }, *const low[] = { "c" };
	struct depart_args none = { 0 }, revoked = { .groups = high,
	    .n_groups = 2 }, rest = { .groups = low, .n_groups = 1 },
	    cut = { .has_expiry = 1, .expires_at = 100, .at_most = 1 },
	    moved = { .has_expiry = 1, .expires_at = 900 };
	struct depart_seen on = seen(1, 500, 0, 6), off = seen(0, 50, 0, 0);
	struct depart_past p[] = {
		{ "disable", 1, &on, &none },
		{ "set_expiry", 1, &on, &cut },
		{ "revoke_groups", 1, &on, &revoked },
		{ "all_groups", 1, &on, &rest },
		{ "disable", 1, &off, &none },
		{ "enable", 1, &off, &none },
		{ "set_expiry", 1, &on, &moved },
		{ "restore_groups", 1, &off, &rest },
	};
	const char *out[8];
	int64_t was = 0, back = 0;

	(void)state;
	assert_true(depart_was_enabled(p, 4));
	assert_true(depart_was_enabled(p, 5));		/* found off, still ours */
	assert_false(depart_was_enabled(p + 4, 1));	/* others did it */
	assert_false(depart_was_enabled(p, 6));		/* given back already */
	p[0].done = 0;
	assert_false(depart_was_enabled(p, 4));		/* never done */

	assert_true(depart_expiry(p, 4, &was, &back));
	assert_int_equal(was, 100);
	assert_int_equal(back, 500);
	p[1].before = &off;
	assert_false(depart_expiry(p, 4, &was, &back));	/* it was earlier */
	p[1].before = &on;
	assert_false(depart_expiry(p, 7, &was, &back));	/* moved since by us */

	assert_int_equal(depart_back(p, 4, NULL, out, 8), 1);
	assert_string_equal(out[0], "c");
	assert_int_equal(depart_back(p, 4, "with e.", out, 8), 2);
	assert_string_equal(out[0], "e");
	assert_int_equal(depart_back(p, 8, "a e", out, 8), 0);
	assert_int_equal(depart_back(p, 4, "a e", out, 1), 1);
}

static void
names(void **state)
{
	static const struct {
		const char *words, *id;
		int	want;
	} t[] = {
		{ "with S-1-5-21-1-2-3-512 please", "S-1-5-21-1-2-3-512", 1 },
		{ "S-1-5-21-1-2-3-512", "S-1-5-21-1-2-3-512", 1 },
		{ "S-1-5-21-1-2-3-5120", "S-1-5-21-1-2-3-512", 0 },
		{ "XS-1-5-21-1-2-3-512", "S-1-5-21-1-2-3-512", 0 },
		{ "and S-1-5-21-1-2-3-512.", "S-1-5-21-1-2-3-512", 1 },
		{ "(S-1-5-21-1-2-3-512)", "S-1-5-21-1-2-3-512", 1 },
		{ "S-1-5-21-1-2-3-512.7", "S-1-5-21-1-2-3-512", 0 },
		{ "", "x", 0 }, { NULL, "x", 0 }, { "x", "", 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (depart_named(t[i].words, t[i].id) != t[i].want)
			fail_msg("%s", t[i].words);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ops),
		cmocka_unit_test(take),
		cmocka_unit_test(goals),
		cmocka_unit_test(protects),
		cmocka_unit_test(hands),
		cmocka_unit_test(limits),
		cmocka_unit_test(retries),
		cmocka_unit_test(gives_back),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
