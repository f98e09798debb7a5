/* The roll: a pass that has no time left says so, and can be gone on with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/text_find.h"
#include "sandbox.h"
#include "store/contractor_roster.h"
#include "store/roll.h"
#include "store/tenant_row.h"
#include "store/upgrade.h"
#include "base/when.h"

#define ALL 300

static struct tenant t;
static struct db *db;
static struct err e = ERR_INIT;

static void
add(int i)
{
	char upn[40], name[40];
	struct contractor c;
	int64_t id;

	memset(&c, 0, sizeof(c));
	snprintf(upn, sizeof(upn), "u%03d@x.test", i * 7 % ALL);
	snprintf(name, sizeof(name), "Name %03d", i);
	c.upn = c.upn_key = upn;
	c.display_name = name;
	c.expiry_at = WHEN_NEVER;
	snprintf(c.origin, sizeof(c.origin), "operator");
	snprintf(c.status, sizeof(c.status), "active");
	assert_int_equal(contractor_roster_insert(db, &c, NULL, 0, 1, &id, &e),
	    1);
}

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
	    tenant_row_insert(db, "unit", 0, 1, &e) == -1)
		return -1;
	for (int i = 0; i < ALL; i++)
		add(i);
	return db_commit(db, &e);
}

static int
teardown(void **state)
{
	db_close(db);
	return sandbox_drop(state);
}

/* A pass by number, cut each time, goes on until all were looked at, and finds
 * each once. */
static void
by_number(void **state)
{
	struct roll_ask q = { .text = "name 299", .worker = "", .max = 10,
		.in = ROLL_NAME };
	struct roll_page p;
	int64_t looked = 0;
	int cuts = 0, found = 0;

	(void)state;
	do {
		assert_int_equal(roll_page(db, &q, &p, &e), 0);
		looked += p.looked;
		found += p.n;
		cuts += p.cut;
		q.from = p.cut ? p.cut_id : 0;
		roll_clear(&p);
	} while (q.from != 0);
	assert_true(cuts >= 3);
	assert_int_equal(looked, ALL);
	assert_int_equal(found, 1);
}

/* The same by UPN: it goes on behind a key. */
static void
by_upn(void **state)
{
	struct roll_ask q = { .connector = "ad", .max = 10 };
	struct roll_page p;
	char after[64];
	int cuts = 0;
	int64_t looked = 0;

	(void)state;
	for (q.desc = 0; q.desc < 2; q.desc++) {
		q.after = NULL;
		cuts = 0;
		looked = 0;
		for (;;) {
			assert_int_equal(roll_page(db, &q, &p, &e), 0);
			looked += p.looked;
			assert_int_equal(p.n, 0);
			if (!p.cut)
				break;
			cuts++;
			snprintf(after, sizeof(after), "%s", p.cut_key);
			q.after = after;
			q.after_id = p.cut_id;
			roll_clear(&p);
		}
		roll_clear(&p);
		/* A system without accounts is known by its index. */
		assert_int_equal(cuts, 0);
		assert_int_equal(looked, 0);
	}
}

static void
in_order_cut(void **state)
{
	struct roll_ask q = { .text = "u29", .worker = "u29", .in = ROLL_UPN,
		.max = 100 };
	struct roll_page p;

	(void)state;
	assert_int_equal(roll_page(db, &q, &p, &e), 0);
	assert_int_equal(p.n, 10);
	assert_false(p.more);
	assert_string_equal(p.row[0].key, "u290@x.test");
	roll_clear(&p);
	q.text = NULL;
	assert_int_equal(roll_page(db, &q, &p, &e), 0);
	assert_true(p.cut);
	assert_int_equal(p.n, 64);
	assert_string_equal(p.cut_key, "u063@x.test");
	q.after = "u063@x.test";
	q.after_id = p.cut_id;
	roll_clear(&p);
	assert_int_equal(roll_page(db, &q, &p, &e), 0);
	assert_string_equal(p.row[0].key, "u064@x.test");
	roll_clear(&p);
}

static void
find(void **state)
{
	static const struct {
		const char *s, *folded, *why;
		int anywhere, want;
	} rows[] = {
		{ "Smith, Jo", "smith", "begins", 0, 1 },
		{ "Jo Smith", "smith", "does not begin", 0, 0 },
		{ "Jo SMITH", "smith", "within", 1, 1 },
		{ "Jo Smit", "smith", "too short", 1, 0 },
		{ "Jo \303\226zg\303\274r", "\303\266zg", "folded", 1, 1 },
		{ "x@y", "`y", "the bit of case is not that of others", 1, 0 },
		{ NULL, "a", "nothing", 1, 0 },
		{ "", "a", "empty", 1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (text_find(rows[i].s, rows[i].folded, rows[i].anywhere) !=
		    rows[i].want)
			fail_msg("%s", rows[i].why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_number),
		cmocka_unit_test(by_upn),
		cmocka_unit_test(in_order_cut),
		cmocka_unit_test(find),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
