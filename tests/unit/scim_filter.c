/* Filters of SCIM that we judge ourselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include "connect/scim_filter.h"

#define ENTERPRISE \
	"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

static const char resource[] = "{\"userName\": \"J.Smith@x.test\","
    "\"userType\": \"Contractor\", \"active\": true, \"level\": 3,"
    "\"empty\": \"\", \"name\": {\"familyName\": \"Smith\"},"
    "\"old\": \"True\", \"none\": [],"
    "\"roles\": [{\"value\": \"a\"}, {\"value\": \"Vendor\"}],"
    "\"" ENTERPRISE "\": {\"costCenter\": \"EXT-7\"}}";

static const struct {
	const char *why, *filter;
	int	passes;
} cases[] = {
	{ "a text", "userType eq \"Contractor\"", 1 },
	{ "case is not minded", "USERTYPE EQ \"contractor\"", 1 },
	{ "another text", "userType eq \"Employee\"", 0 },
	{ "not that", "userType ne \"Employee\"", 1 },
	{ "what is not there", "title eq \"x\"", 0 },
	{ "what is not there is another", "title ne \"x\"", 1 },
	{ "begins", "userName sw \"j.s\"", 1 },
	{ "ends", "userName ew \"@X.TEST\"", 1 },
	{ "ends, longer than it is", "userType ew \"xxContractor\"", 0 },
	{ "holds", "userName co \"smith\"", 1 },
	{ "does not hold", "userName co \"smiths\"", 0 },
	{ "there", "userType pr", 1 },
	{ "not there", "title pr", 0 },
	{ "empty is not there", "empty pr", 0 },
	{ "a boolean", "active eq true", 1 },
	{ "the other boolean", "active eq false", 0 },
	{ "a boolean that is a text", "old eq true", 1 },
	{ "a number", "level eq 3", 1 },
	{ "another number", "level eq 4", 0 },
	{ "and", "active eq true and userType eq \"contractor\"", 1 },
	{ "and, one not", "active eq true and userType eq \"x\"", 0 },
	{ "and in a text", "userType ne \"a and b\"", 1 },
	{ "a part", "name.familyName eq \"smith\"", 1 },
	{ "any of several", "roles.value eq \"vendor\"", 1 },
	{ "any of several, by themselves", "roles eq \"vendor\"", 1 },
	{ "none of several", "roles.value eq \"b\"", 0 },
	{ "an extension's", ENTERPRISE ":costCenter sw \"ext-\"", 1 },
	{ "an extension that is not there", "urn:x:2.0:User:a eq \"b\"", 0 },
	{ "the core's full name",
	    "urn:ietf:params:scim:schemas:core:2.0:User:active eq true", 1 },
	{ "a quote in a text", "userType ne \"a\\\"b\"", 1 },
};

static const char *const refused[] = {
	"", "userType", "userType eq", "userType eq Contractor",
	"userType eq \"open", "userType is \"x\"",
	"userType eq \"a\" or userType eq \"b\"", "(userType eq \"a\")",
	"not (active eq true)", "roles[value eq \"a\"]", "userType eq null",
	"userType eq \"a\" and", "userType eq \"a\" \"b\"",
	"userType eq {\"a\":1}",
};

static void
judges(void **state)
{
	json_t *o = json_loads(resource, 0, NULL);
	size_t i;

	(void)state;
	assert_non_null(o);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err e = ERR_INIT;
		struct scim_filter *f = scim_filter_new(cases[i].filter, &e);

		if (f == NULL)
			fail_msg("%s: %s", cases[i].why, e.text);
		if (scim_filter_match(f, o) != cases[i].passes)
			fail_msg("%s: %s", cases[i].why, cases[i].filter);
		scim_filter_free(f);
	}
	assert_int_equal(scim_filter_match(NULL, o), 1);
	json_decref(o);
}

static void
refuses(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct err e = ERR_INIT;

		if (scim_filter_new(refused[i], &e) != NULL)
			fail_msg("taken: %s", refused[i]);
		assert_int_equal(e.kind, ERR_CONFIG);
	}
}

static void
values(void **state)
{
	json_t *o = json_loads(resource, 0, NULL);

	(void)state;
	assert_string_equal(json_string_value(scim_filter_value(o,
	    "name.familyname")), "Smith");
	assert_string_equal(json_string_value(scim_filter_value(o,
	    ENTERPRISE ":costcenter")), "EXT-7");
	assert_string_equal(json_string_value(scim_filter_value(o,
	    "roles.value")), "a");
	assert_null(scim_filter_value(o, "name.x"));
	assert_null(scim_filter_value(o, "none.value"));
	assert_null(scim_filter_value(o, ":"));
	json_decref(o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(judges),
		cmocka_unit_test(refuses),
		cmocka_unit_test(values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
