#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sodium.h>
#include <string.h>

#include "domain/link.h"

static unsigned char pub[LINK_PUBLIC_LEN], sec[LINK_SECRET_LEN];
static unsigned char other[LINK_PUBLIC_LEN];

static int
keys(void **state)
{
	unsigned char seed[crypto_sign_SEEDBYTES] = { 7 };
	unsigned char unused[LINK_SECRET_LEN];

	(void)state;
	if (sodium_init() == -1)
		return -1;
	crypto_sign_seed_keypair(pub, sec, seed);
	seed[0] = 8;
	return crypto_sign_seed_keypair(other, unused, seed);
}

static const struct link head = { LINK_ASK, 3, 551, 1800000000, { 0 } };
static const struct link_about about = {
	.tenant = "acme", .contractor = 17, .nonce = "0123456789abcdef",
	.nonce_len = 16, .reviewer_key = "m.jones@x.test"
};

static void
round_trip(void **state)
{
	char t[LINK_LEN + 1];
	struct link l;

	(void)state;
	assert_int_equal(link_make(&head, &about, sec, t), 0);
	assert_int_equal(strlen(t), LINK_LEN);
	assert_int_equal(strspn(t, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm"
	    "nopqrstuvwxyz0123456789-_"), LINK_LEN);
	assert_int_equal(link_parse(t, strlen(t), &l), 0);
	assert_int_equal(l.kind, LINK_ASK);
	assert_int_equal(l.key, 3);
	assert_int_equal(l.id, 551);
	assert_int_equal(l.expires_at, 1800000000);
	assert_int_equal(link_check(&l, &about, pub), 1);
	assert_int_equal(link_check(&l, &about, other), 0);
}

static void
made_the_same_again(void **state)
{
	char one[LINK_LEN + 1], two[LINK_LEN + 1];

	(void)state;
	assert_int_equal(link_make(&head, &about, sec, one), 0);
	assert_int_equal(link_make(&head, &about, sec, two), 0);
	assert_string_equal(one, two);	/* a retried mail is the same text */
}

/* Whatever it is about, changed: the signature no longer holds. */
static void
bound_to_its_rows(void **state)
{
	char t[LINK_LEN + 1];
	struct link l;
	static const struct {
		const char *why;
		struct link_about a;
	} c[] = {
		{ "tenant", { "acm", 17, "0123456789abcdef", 16,
		    "m.jones@x.test", NULL, 0, NULL, NULL, 0, NULL } },
		{ "contractor", { "acme", 18, "0123456789abcdef", 16,
		    "m.jones@x.test", NULL, 0, NULL, NULL, 0, NULL } },
		{ "nonce", { "acme", 17, "0123456789abcdeF", 16,
		    "m.jones@x.test", NULL, 0, NULL, NULL, 0, NULL } },
		{ "a byte moved from nonce to reviewer", { "acme", 17,
		    "0123456789abcde", 15, "fm.jones@x.test", NULL, 0, NULL, NULL, 0, NULL } },
		{ "reviewer", { "acme", 17, "0123456789abcdef", 16,
		    "m.jones@x.tes", NULL, 0, NULL, NULL, 0, NULL } },
		{ "no reviewer", { "acme", 17, "0123456789abcdef", 16,
		    NULL, NULL, 0, NULL, NULL, 0, NULL } },
	};
	size_t i;

	(void)state;
	assert_int_equal(link_make(&head, &about, sec, t), 0);
	assert_int_equal(link_parse(t, LINK_LEN, &l), 0);
	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++)
		if (link_check(&l, &c[i].a, pub))
			fail_msg("still good: %s", c[i].why);
}

/* Whatever the token itself says, changed. */
static void
bound_to_itself(void **state)
{
	char t[LINK_LEN + 1];
	struct link l, m;
	int i;

	(void)state;
	assert_int_equal(link_make(&head, &about, sec, t), 0);
	assert_int_equal(link_parse(t, LINK_LEN, &l), 0);
	for (i = 0; i < 5; i++) {
		m = l;
		if (i == 0)
			m.kind = LINK_LIST;
		else if (i == 1)
			m.key = 4;
		else if (i == 2)
			m.id = 552;
		else if (i == 3)
			m.expires_at++;
		else
			m.signature[63] ^= 1;
		assert_int_equal(link_check(&m, &about, pub), 0);
	}
}

/* Each character matters, and there is one spelling of a token. */
static void
one_spelling(void **state)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
	    "qrstuvwxyz0123456789-_+/=. \n";
	char t[LINK_LEN + 1], u[LINK_LEN + 1];
	struct link l;
	size_t i, j, good = 0;

	(void)state;
	assert_int_equal(link_make(&head, &about, sec, t), 0);
	for (i = 0; i < LINK_LEN; i++)
		for (j = 0; j < sizeof(set); j++) {
			memcpy(u, t, sizeof(u));
			u[i] = set[j];
			if (u[i] == t[i])
				continue;
			if (link_parse(u, LINK_LEN, &l) == 0)
				good += link_check(&l, &about, pub);
		}
	assert_int_equal(good, 0);
}

static void
hostile(void **state)
{
	char t[LINK_LEN + 1], longer[LINK_LEN + 8];
	struct link l;

	(void)state;
	assert_int_equal(link_make(&head, &about, sec, t), 0);
	assert_int_equal(link_parse(t, LINK_LEN - 1, &l), -1);
	memcpy(longer, t, LINK_LEN);
	memcpy(longer + LINK_LEN, "=", 2);
	assert_int_equal(link_parse(longer, LINK_LEN + 1, &l), -1);
	assert_int_equal(link_parse("", 0, &l), -1);
	memset(t, 'A', LINK_LEN);	/* kind 0 */
	assert_int_equal(link_parse(t, LINK_LEN, &l), -1);
	memset(t, '_', LINK_LEN);	/* a negative id */
	assert_int_equal(link_parse(t, LINK_LEN, &l), -1);
}

static void
out_of_range(void **state)
{
	char t[LINK_LEN + 1];
	struct link l = head;

	(void)state;
	l.kind = 'x';
	assert_int_equal(link_make(&l, &about, sec, t), -1);
	l = head;
	l.key = 0;
	assert_int_equal(link_make(&l, &about, sec, t), -1);
	l.key = 65536;
	assert_int_equal(link_make(&l, &about, sec, t), -1);
	l = head;
	l.id = 0;
	assert_int_equal(link_make(&l, &about, sec, t), -1);
	l = head;
	l.expires_at = -1;
	assert_int_equal(link_make(&l, &about, sec, t), -1);
}

/* An operator's decision is about its answer, its actor and its time. */
static void
shell(void **state)
{
	struct link h = { LINK_SHELL, 1, 17, 1700000000, { 0 } }, l;
	struct link_about a = about, b;
	char t[LINK_LEN + 1];

	(void)state;
	a.reviewer_key = NULL;
	a.answer = "suspend";
	a.actor = "operator/alice";
	a.decided_at = 1700000000;
	assert_int_equal(link_make(&h, &a, sec, t), 0);
	assert_int_equal(link_parse(t, LINK_LEN, &l), 0);
	assert_int_equal(link_check(&l, &a, pub), 1);
	b = a;
	b.answer = "offboard_now";
	assert_int_equal(link_check(&l, &b, pub), 0);
	b = a;
	b.actor = "operator/mallory";
	assert_int_equal(link_check(&l, &b, pub), 0);
	b = a;
	b.decided_at++;
	assert_int_equal(link_check(&l, &b, pub), 0);
}

/* A yes is to one thing: never to another, nor an attestation's link. */
static void
approval(void **state)
{
	static const struct {
		const char *why, *made, *asked;
		int	good;
	} c[] = {
		{ "the same", "approval offboard job/31 ", "approval offboard "
		    "job/31 ", 1 },
		{ "another job", "approval offboard job/31 ",
		    "approval offboard job/32 ", 0 },
		{ "another list", "approval provision approval/1/0 aa",
		    "approval provision approval/1/0 ab", 0 },
		{ "an attestation's", NULL, "approval provision "
		    "approval/1/0 aa", 0 },
		{ "taken for an attestation's", "approval offboard job/31 ",
		    NULL, 0 },
		{ "what is empty is something", "", NULL, 0 },
	};
	struct link_about a = about;
	char t[LINK_LEN + 1];
	struct link l;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		a.what = c[i].made;
		assert_int_equal(link_make(&head, &a, sec, t), 0);
		assert_int_equal(link_parse(t, LINK_LEN, &l), 0);
		a.what = c[i].asked;
		if (link_check(&l, &a, pub) != c[i].good)
			fail_msg("%s", c[i].why);
	}
}

/* A list's link covers what was listed when it was signed, in its order. */
static void
list(void **state)
{
	struct link h = { LINK_LIST, 1, 9, 1800000000, { 0 } }, l;
	struct link_about a = about, b;
	struct buf one = BUF_INIT(1000), two = BUF_INIT(1000);
	char t[LINK_LEN + 1], what[LINK_WHAT];

	(void)state;
	link_listed(&one, 551, 17, "0123456789abcdef", 16, "m.jones@x.test",
	    NULL);
	a.listed = one.p;
	a.listed_len = one.len;
	assert_int_equal(link_make(&h, &a, sec, t), 0);
	assert_int_equal(link_parse(t, LINK_LEN, &l), 0);
	assert_int_equal(link_check(&l, &a, pub), 1);
	b = a;
	b.listed_len = 0;
	assert_int_equal(link_check(&l, &b, pub), 0);
	link_listed(&two, 551, 17, "0123456789abcdef", 16, "m.jones@x.test",
	    NULL);
	link_listed(&two, 552, 18, "0123456789abcdef", 16, "m.jones@x.test",
	    NULL);
	b.listed = two.p;
	b.listed_len = two.len;
	assert_int_equal(link_check(&l, &b, pub), 0);
	buf_empty(&two);
	link_listed(&two, 551, 17, "0123456789abcdef", 16, "e.vil@x.test",
	    NULL);
	b.listed_len = two.len;
	assert_int_equal(link_check(&l, &b, pub), 0);
	/* the same ask as that of an approval, or of another one */
	link_what("offboard", "job/31", "", what);
	buf_empty(&two);
	link_listed(&two, 551, 17, "0123456789abcdef", 16, "m.jones@x.test",
	    what);
	b.listed_len = two.len;
	assert_int_equal(link_check(&l, &b, pub), 0);
	/* of other kinds it is no part */
	h.kind = l.kind = LINK_ASK;
	assert_int_equal(link_make(&h, &a, sec, t), 0);
	assert_int_equal(link_parse(t, LINK_LEN, &l), 0);
	assert_int_equal(link_check(&l, &b, pub), 1);
	buf_clear(&one);
	buf_clear(&two);
}

/* No kind passes for another; a button's is about its list, a decision by it
 * about its answer. */
static void
kinds(void **state)
{
	static const int all[] = { LINK_ASK, LINK_LIST, LINK_SHELL, LINK_PRESS,
		LINK_CHAT };
	struct link h = { 0, 1, 17, 1700000000, { 0 } }, l;
	struct link_about a = about, b;
	char t[LINK_LEN + 1];
	size_t i, k;

	(void)state;
	a.listed = "list";
	a.listed_len = 4;
	a.answer = "suspend";
	a.actor = "ask/17";
	a.decided_at = 1700000000;
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		h.kind = all[i];
		assert_int_equal(link_make(&h, &a, sec, t), 0);
		assert_int_equal(link_parse(t, LINK_LEN, &l), 0);
		for (k = 0; k < sizeof(all) / sizeof(all[0]); k++) {
			l.kind = all[k];
			assert_int_equal(link_check(&l, &a, pub), i == k);
		}
		l.kind = all[i];
		b = a;
		b.listed = "l1st";
		assert_int_equal(link_check(&l, &b, pub),
		    all[i] != LINK_LIST && all[i] != LINK_PRESS);
		b = a;
		b.answer = "keep";
		assert_int_equal(link_check(&l, &b, pub),
		    all[i] != LINK_SHELL && all[i] != LINK_CHAT);
	}
	h.kind = 'x';
	assert_int_equal(link_make(&h, &a, sec, t), -1);
	h.kind = 0;
	assert_int_equal(link_make(&h, &a, sec, t), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds),
		cmocka_unit_test(round_trip),
		cmocka_unit_test(made_the_same_again),
		cmocka_unit_test(bound_to_its_rows),
		cmocka_unit_test(bound_to_itself),
		cmocka_unit_test(one_spelling),
		cmocka_unit_test(hostile),
		cmocka_unit_test(out_of_range),
		cmocka_unit_test(shell),
		cmocka_unit_test(approval),
		cmocka_unit_test(list),
	};

	return cmocka_run_group_tests_name("link", tests, keys, NULL);
}
