#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "web/form.h"

static void
good(void **state)
{
	static const struct {
		const char *why, *body, *name, *value;
	} c[] = {
		{ "plain", "answer=attest", "answer", "attest" },
		{ "two", "answer=attest&reason=x", "reason", "x" },
		{ "plus is a space", "reason=a+b", "reason", "a b" },
		{ "escaped plus", "reason=a%2Bb", "reason", "a+b" },
		{ "UTF-8", "reason=J%C3%BCrgen", "reason", "J\303\274rgen" },
		{ "empty value", "reason=&answer=x", "reason", "" },
		{ "CRLF of a textarea", "reason=a%0D%0Ab%0dc", "reason",
		    "a\nb\nc" },
		{ "an escaped ampersand", "reason=a%26b%3Dc", "reason",
		    "a&b=c" },
		{ "an escaped name", "%61nswer=x", "answer", "x" },
		{ "empty pieces", "&&answer=x&", "answer", "x" },
		{ "a second =", "reason=a=b", "reason", "a=b" },
		{ "absent", "reason=a", "answer", NULL },
		{ "nothing", "", "answer", NULL },
	};
	struct form f;
	const char *v;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		if (form_parse(&f, c[i].body, strlen(c[i].body)) == -1)
			fail_msg("refused: %s", c[i].why);
		v = form_get(&f, c[i].name);
		if ((v == NULL) != (c[i].value == NULL) ||
		    (v != NULL && strcmp(v, c[i].value) != 0))
			fail_msg("%s: %s", c[i].why, v == NULL ? "-" : v);
		form_clear(&f);
	}
}

static void
refused(void **state)
{
	static const struct {
		const char *why, *body;
		size_t len;	/* 0: strlen */
	} c[] = {
		{ "a name twice", "answer=a&answer=b", 0 },
		{ "twice by escapes", "answer=a&%61nswer=b", 0 },
		{ "%00", "answer=a%00b", 0 },
		{ "%00 in a name", "ans%00wer=a", 0 },
		{ "a NUL", "answer=a\0b", 10 },
		{ "cut escape", "answer=%", 0 },
		{ "cut escape of one digit", "answer=%4", 0 },
		{ "escape across &", "answer=%4&b=c", 0 },
		{ "not hex", "answer=%zz", 0 },
		{ "overlong UTF-8", "answer=%c0%af", 0 },
		{ "cut UTF-8", "answer=%c3", 0 },
		{ "surrogate", "answer=%ed%a0%80", 0 },
		{ "escape character", "answer=%1b[31m", 0 },
		{ "DEL", "answer=%7f", 0 },
		{ "no =", "answer", 0 },
		{ "no name", "=x", 0 },
		{ "upper case name", "Answer=x", 0 },
		{ "a name with a dash", "a-b=x", 0 },
		{ "a long name", "aaaaaaaaaabbbbbbbbbbccccccccccddd=x", 0 },
	};
	struct form f;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		if (form_parse(&f, c[i].body, c[i].len != 0 ? c[i].len :
		    strlen(c[i].body)) == 0)
			fail_msg("taken: %s", c[i].why);
		assert_int_equal(f.count, 0);
		assert_null(f.text);
	}
}

static void
limits(void **state)
{
	char body[16384], *p = body;
	struct form f;
	int i;

	(void)state;
	for (i = 0; i < FORM_FIELDS; i++)
		p += snprintf(p, 16, "f%d=x&", i);
	assert_int_equal(form_parse(&f, body, strlen(body)), 0);
	assert_int_equal(f.count, FORM_FIELDS);
	form_clear(&f);
	(void)snprintf(p, 16, "one_more=x");
	assert_int_equal(form_parse(&f, body, strlen(body)), -1);

	(void)snprintf(body, sizeof(body), "v=%*s", FORM_VALUE_LEN, "");
	memset(body + 2, 'a', FORM_VALUE_LEN);
	assert_int_equal(form_parse(&f, body, strlen(body)), 0);
	form_clear(&f);
	(void)snprintf(body + 2 + FORM_VALUE_LEN, 2, "a");
	assert_int_equal(form_parse(&f, body, strlen(body)), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good),
		cmocka_unit_test(refused),
		cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
