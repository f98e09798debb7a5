/* What was signed stays signed: the bytes of each field, and links, bearers
 * and seals as they were made before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "act/ctx.h"
#include "act/seal.h"
#include "base/frame.h"
#include "domain/bearer.h"
#include "domain/link.h"
#include "sandbox.h"
#include "store/step.h"
#include "store/tenant_row.h"
#include "store/upgrade.h"

#define NOW 1795161600

static unsigned char secret[LINK_SECRET_LEN], public[LINK_PUBLIC_LEN];

static int
setup(void **state)
{
	const unsigned char seed[crypto_sign_SEEDBYTES] = { 7 };

	return sodium_init() == -1 || sandbox_make(state) == -1 ? -1 :
	    crypto_sign_seed_keypair(public, secret, seed);
}

static void
fields(void **state)
{
	static const unsigned char want[] = { 0, 0, 0, 2, 'a', 'b',
		0, 0, 0, 0, 0, 0, 0, 0,
		0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 1, 2,
		0, 0, 0, 8, 255, 255, 255, 255, 255, 255, 255, 255,
		0, 0, 0, 1, 0 };
	struct buf b = BUF_INIT(100);

	(void)state;
	frame_text(&b, "ab");
	frame_text(&b, "");
	frame_text(&b, NULL);
	frame_number(&b, 258);
	frame_number(&b, -1);
	frame_bytes(&b, "", 1);
	assert_int_equal(b.len, sizeof(want));
	assert_memory_equal(b.p, want, sizeof(want));
	buf_clear(&b);
}

static void
numbers(void **state)
{
	static const struct {
		int64_t	value;
		int	bytes;
		const char *hex;
		int64_t	back;
	} c[] = {
		{ 0, 2, "0000", 0 },
		{ 65535, 2, "ffff", 65535 },
		{ 65536, 2, "0000", 0 },
		{ NOW, 8, "000000006afffe00", NOW },
		{ INT64_MAX, 8, "7fffffffffffffff", INT64_MAX },
		{ -2, 8, "fffffffffffffffe", -1 },
	};
	unsigned char p[8];
	char hex[17];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		frame_put(p, c[i].bytes, c[i].value);
		(void)sodium_bin2hex(hex, sizeof(hex), p, (size_t)c[i].bytes);
		assert_string_equal(hex, c[i].hex);
		assert_int_equal(frame_get(p, c[i].bytes), c[i].back);
	}
}

static void
links(void **state)
{
	static const char *const want[] = {
		"YQADAAAAAAAAAicAAAAAa0nSAOca6Hjp1YdkdSkutF2hyAIlmE31rHK-IjTAS"
		"bsoQdZjI2Z8tNyCwANDO1BkHMT9rpWToIWEag_GYDHeILCOsAk",
		"bAADAAAAAAAAAicAAAAAa0nSAGxMgDmY9Vht46rUNHL_y4ZR0fYiEf9RYedGG"
		"fZ7nIXHW9Ou9ljMezqJgJs4KuW5_gN1KL-110d3JO1ntezRygw",
		"cwADAAAAAAAAAicAAAAAa0nSAHSeNJ2YjcQaAQSrY2qIO-YdiLlZK2EDJeEgZ"
		"C6Wd-5Bkmp0M8gGYjTVJVuIAdiVj7MwOdl_TL13HTrWFljFwwI",
		"cAADAAAAAAAAAicAAAAAa0nSAPlh4CfIBgKSl_ZXVv8g59QtMdjtZSEhTPu-r"
		"Wclk-wcIQF8WaFv2BaVTarFIURtaGWlatcR8Kf0wDbe0328ew8",
		"YwADAAAAAAAAAicAAAAAa0nSALKfMMtcTXHWodLZqaiB_fuHwl2xbV8-rulcG"
		"es-MMDV1sGo0_Fn5Q4DQtquVGl3pvKBArpiU1cxtr1mKd__Wgk",
	};
	const struct link_about about = { .tenant = "acme", .contractor = 17,
		.nonce = "0123456789abcdef", .nonce_len = 16,
		.reviewer_key = "m.jones@x.test", .listed = "listed",
		.listed_len = 6, .answer = "offboard_now",
		.actor = "operator/alice", .decided_at = NOW,
		.what = "approval offboard job/9 " };
	struct link l = { 0, 3, 551, 1800000000, { 0 } };
	char token[LINK_LEN + 1];
	int i;

	(void)state;
	for (i = 0; i < 5; i++) {
		l.kind = "alspc"[i];
		assert_int_equal(link_make(&l, &about, secret, token), 0);
		assert_string_equal(token, want[i]);
		assert_int_equal(link_parse(token, LINK_LEN, &l), 0);
		assert_int_equal(link_check(&l, &about, public), 1);
	}
}

static void
bearers(void **state)
{
	const unsigned char master[BEARER_MASTER_LEN] = { 9 };
	const struct bearer_about about = { "acme", 5,
		(const unsigned char *)"0123456789abcdef", "approver",
		"decide", NOW, 1800000000 };
	const struct bearer_said said = { "acme", 5, 17, "offboard_now", NULL,
		"gone", NOW };
	char bearer[BEARER_MAX + 1], mark[BEARER_MARK_MAX + 1];

	(void)state;
	bearer_make(&about, master, bearer);
	assert_string_equal(bearer,
	    "ctr_5_qUOal4imekTvBc8Awyty5aroTZU6hMyF0odxr5pUymc");
	bearer_mark(bearer, &said, "r1", mark);
	assert_string_equal(mark,
	    "hr1.5.gvPpxpXca40bEYGNVwGRniht6NR_fD6zEAxIX3nleCg.kkaitoL1NAVi-"
	    "FRxkJTOZfUNNUngMuZab6JhyY76ub412UZ7n6BvBsUqZgczxO70zNzaE4QpKJ9Pa"
	    "Adiayktaw");
}

static void
run(struct stmt *st, struct err *e)
{
	if (st == NULL || stmt_done(st, e) == -1)
		fail_msg("%s", e->text);
	stmt_close(st);
}

static void
lay(struct db *db, struct err *e)
{
	run(stmt_open(db, "INSERT INTO contractor (id, upn, upn_key, origin,"
	    " status, created_at, changed_at) VALUES (17, 'c@x.test',"
	    " 'c@x.test', 'operator', 'active', 0, 0)", e), e);
	run(stmt_open(db, "INSERT INTO account (id, contractor, connector,"
	    " remote_id, login, state, changed_at) VALUES (5, 17, 'ad', 'r1',"
	    " 'c', 'enabled', 0)", e), e);
	run(stmt_open(db, "INSERT INTO job (id, contractor, kind, rule,"
	    " second, state, due_at, made_at) VALUES (9, 17, 'suspend',"
	    " 'at_end', 0, 'due', 1, 1)", e), e);
	run(stmt_open(db, "INSERT INTO step (id, job, account, nth, op, state,"
	    " args) VALUES (3, 9, 5, 1, 'disable', 'todo', '{\"a\":1}')", e),
	    e);
}

static void
seals(void **state)
{
	char hex[2 * LINK_SECRET_LEN + 1];
	struct err e = ERR_INIT;
	struct tenant t;
	struct ctx x;
	struct db *db;
	struct step s;

	(void)state;
	(void)sodium_bin2hex(hex, sizeof(hex), secret, sizeof(secret));
	sandbox_put("acme.token.3", hex, 0400);
	(void)sodium_bin2hex(hex, sizeof(hex), public, sizeof(public));
	sandbox_put("acme.token.3.pub", hex, 0444);
	memset(&t, 0, sizeof(t));
	(void)snprintf(t.name, sizeof(t.name), "acme");
	(void)snprintf(t.dir, sizeof(t.dir), "%s", sandbox);
	(void)snprintf(t.db, sizeof(t.db), "%s/registry.db", sandbox);
	if (db_create(&db, &t, &e) == -1 ||
	    upgrade_run(db, NULL, NULL, NULL, &e) != upgrade_newest() ||
	    db_begin(db, &e) == -1 ||
	    tenant_row_insert(db, "acme", 0, 1, &e) == -1)
		fail_msg("%s", e.text);
	lay(db, &e);
	memset(&x, 0, sizeof(x));
	x.db = db;
	x.tenant = &t;
	x.keys = sandbox;
	x.now = NOW;
	if (seal_step(&x, 3, &e) == -1 || step_get(db, 3, &s, &e) != 1)
		fail_msg("%s", e.text);
	assert_int_equal(s.seal_len, SEAL_LEN);
	(void)sodium_bin2hex(hex, sizeof(hex), s.seal + 10, 64);
	assert_string_equal(hex, "5ac0888856d3abea239b784a2443ba3e07741ba53a97"
	    "e38c55d955964abeca9d3f31ea3cb16c4b161d78187e7b1ff271289f5280e131"
	    "83bf3b95ab85a57a7d00");
	assert_int_equal(seal_holds(&x, &s, &e), 1);
	step_clear(&s);
	db_rollback(db);
	db_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields),
		cmocka_unit_test(numbers),
		cmocka_unit_test(links),
		cmocka_unit_test(bearers),
		cmocka_unit_test(seals),
	};

	return cmocka_run_group_tests(tests, setup, sandbox_drop);
}
