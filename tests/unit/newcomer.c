/* Who may get an account, under which login, in which groups. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/when.h"
#include "domain/grant.h"
#include "domain/newcomer.h"
#include "domain/username.h"

static const struct newcomer_form form = { .own = {
	{ "badge", "Badge", NEWCOMER_TEXT, 0, "[A-Z]-[0-9]+", NULL },
	{ "type", "Type", NEWCOMER_CHOICE, 1, NULL, "intern, contractor" },
}, .n_own = 2 };

static const struct {
	const char *why, *set, *field, *words;	/* field NULL: fine */
} checks[] = {
	{ "everything is there", "", NULL, NULL },
	{ "the name from its parts", "display_name=;given_name=A;"
	    "family_name=B", NULL, NULL },
	{ "no name", "display_name=", "display_name", "missing" },
	{ "half a name", "display_name=;given_name=A", "display_name",
	    "missing" },
	{ "no manager", "manager=", "manager", "missing" },
	{ "a manager who is none", "manager=mia", "manager", "address" },
	{ "no start", "contract_start=", "contract_start", "missing" },
	{ "no end", "contract_end=", "contract_end", "missing" },
	{ "neither vendor, department nor project", "vendor=", "vendor",
	    "one of" },
	{ "a project will do", "vendor=;project=X", NULL, NULL },
	{ "a department will do", "vendor=;department=X", NULL, NULL },
	{ "a day that is none", "contract_end=2026-02-30", "contract_end",
	    "calendar" },
	{ "the end before the start", "contract_end=2026-11-30",
	    "contract_end", "before" },
	{ "one day", "contract_end=2026-12-01", NULL, NULL },
	{ "the longest term", "contract_end=2027-12-01", NULL, NULL },
	{ "a day longer", "contract_end=2027-12-02", "contract_end",
	    "more than 365" },
	{ "from today on", "contract_start=2026-11-20", NULL, NULL },
	{ "a start in the past", "contract_start=2026-11-19",
	    "contract_start", "past" },
	{ "all of it in the past", "contract_start=2026-11-01;"
	    "contract_end=2026-11-19", "contract_end", "past" },
	{ "the pattern holds for the whole", "badge=A-12x", "badge", "form" },
	{ "and holds", "badge=A-12", NULL, NULL },
	{ "no choice", "type=", "type", "missing" },
	{ "another choice", "type=boss", "type", "not one of" },
	{ "the second choice", "type=contractor", NULL, NULL },
	{ "part of a choice", "type=contract", "type", "not one of" },
	{ "a mail address that is none", "email=x", "email", "address" },
	{ "no Latin letter", "display_name=\xe7\x8e\x8b\xe4\xbc\x9f",
	    "family_name", "Latin" },
	{ "but told in Latin", "display_name=\xe7\x8e\x8b\xe4\xbc\x9f;"
	    "given_name=Wei;family_name=Wang", NULL, NULL },
};

static void
set_all(struct newcomer *n, const char *list)
{
	char copy[512], *s, *is, *rest = copy;
	struct err e = ERR_INIT;

	(void)snprintf(copy, sizeof(copy), "%s", list);
	while ((s = rest) != NULL && *s != '\0') {
		if ((rest = strchr(s, ';')) != NULL)
			*rest++ = '\0';
		is = strchr(s, '=');
		assert_non_null(is);
		*is = '\0';
		assert_int_equal(newcomer_set(&form, n, s, is + 1, &e), 0);
	}
}

static void
checking(void **state)
{
	struct newcomer_rules r = { 0, 365, 0, "{f}{family}" };
	struct newcomer_fault f[8];
	struct newcomer n;
	size_t i, k, found;

	(void)state;
	r.today = when_day("2026-11-20");
	for (i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		memset(&n, 0, sizeof(n));
		set_all(&n, "display_name=Doe, Ann;manager=M.Jones@x.test;"
		    "vendor=Acme;contract_start=2026-12-01;"
		    "contract_end=2027-03-31;type=intern");
		set_all(&n, checks[i].set);
		found = newcomer_check(&form, &r, &n, f, 8);
		if (checks[i].field == NULL && found > 0)
			fail_msg("%s: %s: %s", checks[i].why, f[0].field,
			    f[0].words);
		for (k = 0; k < found; k++)
			if (checks[i].field != NULL &&
			    strcmp(f[k].field, checks[i].field) == 0 &&
			    strstr(f[k].words, checks[i].words) != NULL)
				break;
		if (checks[i].field != NULL && k == found)
			fail_msg("%s: not found among %zu", checks[i].why,
			    found);
		newcomer_clear(&n);
	}
	memset(&n, 0, sizeof(n));
	r.past = 1;
	set_all(&n, "display_name=Doe, Ann;manager=M.Jones@x.test;"
	    "vendor=Acme;contract_start=2026-11-01;contract_end=2027-03-31;"
	    "type=intern");
	assert_int_equal(newcomer_check(&form, &r, &n, f, 8), 0);
	assert_string_equal(n.value[NEWCOMER_MANAGER], "m.jones@x.test");
	assert_string_equal(n.value[NEWCOMER_GIVEN], "Ann");
	assert_string_equal(n.value[NEWCOMER_FAMILY], "Doe");
	newcomer_clear(&n);
}

static void
values(void **state)
{
	struct err e = ERR_INIT;
	char one[65], two[65];
	struct newcomer n;

	(void)state;
	memset(&n, 0, sizeof(n));
	assert_int_equal(newcomer_set(&form, &n, "none", "x", &e), -1);
	assert_int_equal(newcomer_set(&form, &n, "vendor", "a\nb", &e), -1);
	assert_int_equal(newcomer_set(&form, &n, "vendor", "\xff", &e), -1);
	assert_int_equal(newcomer_set(&form, &n, "VENDOR", "  a  b ", &e), 0);
	assert_string_equal(n.value[NEWCOMER_VENDOR], "a b");
	newcomer_print(&form, &n, one);
	assert_int_equal(newcomer_set(&form, &n, "vendor", "a c", &e), 0);
	newcomer_print(&form, &n, two);
	assert_string_not_equal(one, two);
	/* A value that moves to another field is another newcomer. */
	assert_int_equal(newcomer_set(&form, &n, "project", "a b", &e), 0);
	assert_int_equal(newcomer_set(&form, &n, "vendor", "", &e), 0);
	newcomer_print(&form, &n, two);
	assert_string_not_equal(one, two);
	newcomer_clear(&n);
}

static const struct {
	const char *given, *family, *rule, *want;
} logins[] = {
	{ "Ann", "Doe", "{f}{family}", "adoe" },
	{ "Ann", "Doe", "{given}.{family}", "ann.doe" },
	{ "Ann", "Doe", "x-{family}{l}", "x-doed" },
	{ "J\xc3\xbcrgen", "M\xc3\xbcller-L\xc3\xbc" "denscheidt",
	    "{f}{family}", "jmullerludenscheidt" },
	{ "\xc3\x86gir", "\xc3\x9e\xc3\xb3r\xc3\xb0ur", "{f}{family}",
	    "athordur" },
	{ "\xc5\x81ukasz", "G\xc5\x82\xc3\xb3wka", "{f}{family}", "lglowka" },
	{ "S\xc3\xb8ren", "Stra\xc3\x9f" "er", "{given}{family}",
	    "sorenstrasser" },
	{ "Nguy\xe1\xbb\x85n", "\xc4\x90\xe1\xbb\xa9" "c", "{f}{family}",
	    "nduc" },
	{ "O", "O'Brien", "{f}{family}", "oobrien" },
	{ "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd",
	    "\xd0\xa9\xd1\x83\xd0\xba\xd0\xb8\xd0\xbd", "{f}{family}",
	    "ishchukin" },
	{ "", "Madonna", "{given}.{family}", "madonna" },
	{ "Bartholomew", "Featherstonehaugh", "{given}.{family}",
	    "bartholomew.feathers" },
	{ "\xe7\x8e\x8b", "\xe4\xbc\x9f", "{f}{family}", NULL },
	{ "Ann", "Doe", "{f}{none}", NULL },
	{ "Ann", "Doe", "{f", NULL },
};

static const char *
of(const char *name, void *arg)
{
	const char *const *v = arg;

	return strcmp(name, "given_name") == 0 ? v[0] :
	    strcmp(name, "family_name") == 0 ? v[1] : NULL;
}

static void
names(void **state)
{
	char out[USERNAME_MAX + 1], *given, *family;
	const char *v[2];
	size_t i;
	int rc;

	(void)state;
	for (i = 0; i < sizeof(logins) / sizeof(logins[0]); i++) {
		v[0] = logins[i].given;
		v[1] = logins[i].family;
		rc = username_make(logins[i].rule, of, v, out);
		if (logins[i].want == NULL)
			assert_int_equal(rc, -1);
		else
			assert_string_equal(out, logins[i].want);
	}
	username_nth("adoe", 1, out);
	assert_string_equal(out, "adoe");
	username_nth("adoe", 12, out);
	assert_string_equal(out, "adoe12");
	username_nth("bartholomew.feathers", 2, out);
	assert_string_equal(out, "bartholomew.feather2");
	newcomer_names("Doe, Ann Mary", &given, &family);
	assert_string_equal(given, "Ann Mary");
	assert_string_equal(family, "Doe");
	free(given);
	free(family);
	newcomer_names("Ann Mary Doe", &given, &family);
	assert_string_equal(given, "Ann Mary");
	assert_string_equal(family, "Doe");
	free(given);
	free(family);
}

static void
groups(void **state)
{
	struct err e = ERR_INIT;
	struct grant g;

	(void)state;
	assert_int_equal(grant_read("acme", "vendor = Acme Ltd -> ad:S-1-5-9",
	    &g, &e), 0);
	assert_string_equal(g.field, "vendor");
	assert_string_equal(g.connector, "ad");
	assert_string_equal(g.group, "S-1-5-9");
	assert_true(grant_meets(&g, "ACME LTD"));
	assert_false(grant_meets(&g, "Acme"));
	assert_false(grant_meets(&g, NULL));
	assert_true(grant_listed(&g, "S-1-5-8 s-1-5-9"));
	assert_true(grant_listed(&g, "ad:S-1-5-9"));
	assert_false(grant_listed(&g, "okta:S-1-5-9 S-1-5-90"));
	grant_clear(&g);
	assert_int_equal(grant_read("x", "vendor -> ad:1", &g, &e), -1);
	assert_int_equal(grant_read("x", "vendor = A -> ad", &g, &e), -1);
	assert_int_equal(grant_read("x", "vendor = -> ad:1", &g, &e), -1);
	assert_int_equal(grant_read("x", "= A -> ad:1", &g, &e), -1);
	assert_int_equal(grant_read("x", "vendor = A -> ad:", &g, &e), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(checking),
		cmocka_unit_test(values),
		cmocka_unit_test(names),
		cmocka_unit_test(groups),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
