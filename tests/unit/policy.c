/* Settings: what is in range, what is not, and what the default is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/when.h"
#include "domain/policy.h"

static void
test_defaults(void **state)
{
	const struct policy_setting *s;
	struct err e = ERR_INIT;
	char name[64];

	(void)state;
	for (s = policy_table; s->name != NULL; s++) {
		const char *stem = strstr(s->name, ".KIND");

		if (stem != NULL)
			snprintf(name, sizeof(name), "%.*s.%s",
			    (int)(stem - s->name), s->name,
			    policy_kinds(s->name)[0]);
		else
			snprintf(name, sizeof(name), "%s", s->name);
		if (policy_check(name, s->otherwise, &e) == -1)
			fail_msg("default of %s: %s", s->name, e.text);
		assert_non_null(s->words);
	}
}

static void
test_ranges(void **state)
{
	static const struct {
		const char *why, *name, *value;
		int ok;
	} rows[] = {
		{ "in range", "heartbeat_day", "31", 1 },
		{ "above it", "heartbeat_day", "32", 0 },
		{ "below it", "heartbeat_day", "0", 0 },
		{ "no number", "heartbeat_day", "first", 0 },
		{ "a flag", "digest", "on", 1 },
		{ "no flag", "digest", "yes", 0 },
		{ "a choice", "at_end", "suspend", 1 },
		{ "no choice", "at_end", "offboard", 0 },
		{ "two choices are none", "at_end", "ask suspend", 0 },
		{ "a zone", "zone", "Europe/Berlin", 1 },
		{ "out of the directory", "zone", "../../../etc/passwd", 0 },
		{ "a range of days", "send_days", "mon-fri", 1 },
		{ "over the weekend", "send_days", "sat-mon wed", 1 },
		{ "no day at all", "send_days", "", 0 },
		{ "no weekday", "send_days", "foo", 0 },
		{ "dates", "holidays", "2026-12-25 2026-12-26", 1 },
		{ "an impossible date", "holidays", "2026-02-30", 0 },
		{ "falling offsets", "offsets", "60 30 7 0", 1 },
		{ "rising offsets", "offsets", "7 30", 0 },
		{ "seven offsets", "offsets", "60 50 40 30 20 10 0", 0 },
		{ "no offset", "offsets", "", 0 },
		{ "steps", "steps", "!disable revoke_groups", 1 },
		{ "an unknown step", "steps", "explode", 0 },
		{ "a kind", "mail.t-30", "off", 1 },
		{ "an unknown kind", "mail.t-31", "off", 0 },
		{ "a made-up setting", "colour", "red", 0 },
		{ "an address", "fallback_reviewer", "a@b.test", 1 },
		{ "none", "fallback_reviewer", "", 1 },
		{ "no address", "fallback_reviewer", "a b", 0 },
		{ "a control character", "username_rule", "a\nb", 0 },
	};
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if ((policy_check(rows[i].name, rows[i].value, &e) == 0) !=
		    rows[i].ok)
			fail_msg("%s", rows[i].why);
}

static void
test_values(void **state)
{
	struct policy *p = policy_new();
	struct err e = ERR_INIT;
	int off[6];

	(void)state;
	assert_int_equal(policy_int(p, "quiet_days"), 14);
	assert_int_equal(policy_set(p, "quiet_days", "0", &e), 0);
	assert_int_equal(policy_set(p, "quiet_days", "3", &e), 0);
	assert_int_equal(policy_int(p, "quiet_days"), 3);
	assert_int_equal(policy_set(p, "quiet_days", "99", &e), -1);
	assert_int_equal(e.kind, ERR_DATA);
	assert_int_equal(policy_int(p, "quiet_days"), 3);
	assert_int_equal(policy_offsets(p, off), 3);
	assert_int_equal(off[0], 30);
	assert_int_equal(off[2], 0);
	assert_int_equal(policy_set(p, "approvers", "A@x.test b@x.test", &e),
	    0);
	assert_true(policy_has(p, "approvers", "a@X.TEST"));
	assert_false(policy_has(p, "approvers", "a@x"));
	assert_false(policy_has(p, "approvers", NULL));
	assert_int_equal(policy_set(p, "send_days", "mon-fri", &e), 0);
	assert_int_equal(policy_set(p, "holidays", "2026-12-25", &e), 0);
	assert_true(policy_send_day(p, when_day("2026-12-24")));
	assert_false(policy_send_day(p, when_day("2026-12-25")));
	assert_false(policy_send_day(p, when_day("2026-12-26")));
	assert_true(policy_on(p, "auto_start"));
	assert_true(policy_on(p, "mail.full"));
	policy_free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
