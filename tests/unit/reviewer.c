/* The ladder of managers, and the chain above them, over a small company. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "domain/reviewer.h"

static const struct reviewer people[] = {
	{ 1, "boss@x", "Boss", "boss@x", 0, 1, 0, 0, NULL },
	{ 2, "head@x", "Head", "head@x", 1, 1, 0, 0, NULL },
	{ 3, "mia@x", "Mia", "mia@x", 2, 1, 0, 0, NULL },
	{ 4, "off@x", "Off", "off@x", 2, 0, 0, 0, NULL },
	{ 5, "nomail@x", "No Mail", NULL, 2, 1, 0, 0, NULL },
	{ 6, "ext@x", "Extern", "ext@x", 3, 1, 1, 0, NULL },
	{ 7, "going@x", "Going", "going@x", 4, 1, 0, 1, NULL },
	{ 8, "away@x", "Away", "away@x", 2, 1, 0, 0, "mia@x" },
	{ 9, "loop1@x", "Loop", "loop1@x", 10, 0, 0, 0, NULL },
	{ 10, "loop2@x", "Loop", "loop2@x", 9, 0, 0, 0, NULL },
	{ 11, "orphan@x", "Orphan", "orphan@x", 99, 0, 0, 0, NULL },
	{ 13, "self@x", "Self", "self@x", 2, 1, 0, 0, NULL },
	{ 12, "away2@x", "Away", "away2@x", 2, 1, 0, 0, "off@x" },
	{ 14, "vice@x", "Vice", "vice@x", 15, 1, 0, 0, NULL },
	{ 15, "chief@x", "Chief", "chief@x", 1, 1, 0, 0, "vice@x" },
};
static const struct reviewer fallback = { 0, "it@x", "it@x", "it@x", 0, 1, 0,
	0, NULL };
static const char *top = "";

static int
by_key(const char *key, const struct reviewer **out, void *arg, struct err *e)
{
	size_t i;

	(void)arg;
	(void)e;
	for (i = 0; i < sizeof people / sizeof people[0]; i++)
		if (strcmp(people[i].key, key) == 0) {
			*out = &people[i];
			return 1;
		}
	return 0;
}

static int
by_id(int64_t id, const struct reviewer **out, void *arg, struct err *e)
{
	size_t i;

	(void)arg;
	(void)e;
	for (i = 0; i < sizeof people / sizeof people[0]; i++)
		if (people[i].id == id) {
			*out = &people[i];
			return 1;
		}
	return 0;
}

static int
is_top(const char *key, void *arg)
{
	(void)arg;
	return strcmp(key, top) == 0;
}

/* arg: keys that were asked, spaces around each. */
static int
asked(const char *key, void *arg)
{
	const char *p = strstr(arg, key);

	return p != NULL && p[strlen(key)] == ' ';
}

static const struct {
	const char *why;
	const char *stated[REVIEWER_STATED];
	int	may_contract, no_fallback;
	const char *who, *deputy, *passed;
} firsts[] = {
	{ "the roster's manager", { NULL, NULL, "mia@x", "head@x" }, 0, 0,
	    "mia@x", "", "" },
	{ "the operator's comes first", { "head@x", NULL, "mia@x", NULL }, 0,
	    0, "head@x", "", "" },
	{ "disabled: the next source", { NULL, NULL, "off@x", "mia@x" }, 0, 0,
	    "mia@x", "", "off@x disabled" },
	{ "the only one disabled: the chain above him",
	    { NULL, NULL, "off@x", NULL }, 0, 0, "head@x", "",
	    "off@x disabled" },
	{ "no mail", { NULL, NULL, "nomail@x", NULL }, 0, 0, "head@x", "",
	    "nomail@x no mail" },
	{ "unknown to the directory: the fallback",
	    { NULL, NULL, "ghost@x", NULL }, 0, 0, "it@x", "",
	    "ghost@x unknown" },
	{ "no manager at all", { NULL, NULL, NULL, NULL }, 0, 0, "it@x", "",
	    "manager unknown" },
	{ "no manager, no fallback", { NULL, NULL, NULL, NULL }, 0, 1, NULL,
	    "", "manager unknown" },
	{ "himself: the chain above", { NULL, NULL, "self@x", NULL }, 0, 0,
	    "head@x", "", "self@x is the contractor" },
	{ "a contractor", { NULL, NULL, "ext@x", NULL }, 0, 0, "mia@x", "",
	    "ext@x a contractor" },
	{ "a contractor who may", { NULL, NULL, "ext@x", NULL }, 1, 0,
	    "ext@x", "", "" },
	{ "leaving; the one above is disabled too",
	    { NULL, NULL, "going@x", NULL }, 0, 0, "head@x", "",
	    "going@x leaving" },
	{ "a loop of disabled ones", { NULL, NULL, "loop1@x", NULL }, 0, 0,
	    "it@x", "", "loop1@x disabled" },
	{ "a manager who is not there", { NULL, NULL, "orphan@x", NULL }, 0,
	    0, "it@x", "", "orphan@x disabled" },
	{ "a deputy stands in", { NULL, NULL, "away@x", NULL }, 0, 0,
	    "away@x", "mia@x", "" },
	{ "a deputy who cannot", { NULL, NULL, "away2@x", NULL }, 0, 0,
	    "away2@x", "", "" },
};

static void
lookup(struct reviewer_lookup *l, int may, int no_fallback)
{
	memset(l, 0, sizeof *l);
	l->by_key = by_key;
	l->by_id = by_id;
	l->is_top = is_top;
	l->may_contract = may;
	l->fallback = no_fallback ? NULL : &fallback;
}

static void
first(void **state)
{
	struct reviewer_lookup l;
	struct reviewer_of of;
	struct reviewer_found f;
	struct buf b = BUF_INIT(1024);
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof firsts / sizeof firsts[0]; i++) {
		print_message("%s\n", firsts[i].why);
		lookup(&l, firsts[i].may_contract, firsts[i].no_fallback);
		of.self = "self@x";
		memcpy(of.stated, firsts[i].stated, sizeof of.stated);
		assert_int_equal(reviewer_first(&l, &of, &f, &b, &e), 0);
		if (firsts[i].who == NULL)
			assert_null(f.who);
		else {
			assert_non_null(f.who);
			assert_string_equal(f.who->key, firsts[i].who);
		}
		assert_string_equal(f.deputy != NULL ? f.deputy->key : "",
		    firsts[i].deputy);
		assert_string_equal(buf_get(&b), firsts[i].passed);
		buf_empty(&b);
	}
	buf_clear(&b);
}

static const struct {
	const char *why, *last, *asked, *top;
	int	chain;
	const char *who;
} ups[] = {
	{ "one up", "mia@x", " mia@x ", "", 1, "head@x" },
	{ "two up", "head@x", " mia@x head@x ", "", 1, "boss@x" },
	{ "asked before is passed over", "mia@x", " mia@x head@x ", "", 1,
	    "boss@x" },
	{ "the chain is over: the fallback", "boss@x", " boss@x ", "", 1,
	    "it@x" },
	{ "the levels are over: the fallback", "mia@x", " mia@x ", "", 0,
	    "it@x" },
	{ "everybody was asked", "boss@x", " boss@x it@x ", "", 1, NULL },
	{ "nobody above the top", "head@x", " head@x ", "head@x", 1, "it@x" },
	{ "the top himself", "mia@x", " mia@x ", "head@x", 1, "head@x" },
	{ "disabled ones are passed over", "going@x", " going@x ", "", 1,
	    "head@x" },
	{ "a loop ends", "loop1@x", " ", "", 1, "it@x" },
	{ "he stands in for the one above him: he was asked", "vice@x",
	    " vice@x ", "", 1, "boss@x" },
	{ "one who stands in was not asked", "vice@x", " ", "", 1, "chief@x" },
};

static void
above(void **state)
{
	struct reviewer_lookup l;
	struct reviewer_of of = { "self@x", { NULL, NULL, NULL, NULL } };
	struct reviewer_found f;
	const struct reviewer *last = NULL;
	struct err e = ERR_INIT;
	char keys[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof ups / sizeof ups[0]; i++) {
		print_message("%s\n", ups[i].why);
		lookup(&l, 0, 0);
		top = ups[i].top;
		memcpy(keys, ups[i].asked, strlen(ups[i].asked) + 1);
		assert_int_equal(by_key(ups[i].last, &last, NULL, &e), 1);
		assert_int_equal(reviewer_above(&l, &of, last, ups[i].chain,
		    asked, keys, &f, &e), 0);
		if (ups[i].who == NULL)
			assert_null(f.who);
		else {
			assert_non_null(f.who);
			assert_string_equal(f.who->key, ups[i].who);
		}
	}
	top = "";
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first),
		cmocka_unit_test(above),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
