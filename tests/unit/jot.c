#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/jot.h"
#include "base/mem.h"

static void
test_object(void **state)
{
	struct jot j;

	(void)state;
	jot_init(&j);
	jot_str(&j, "s", "a\"b\n");
	jot_str(&j, "none", NULL);
	jot_int(&j, "min", INT64_MIN);
	jot_bool(&j, "yes", 7);
	jot_bool(&j, "no", 0);
	jot_null(&j, "null");
	jot_hex(&j, "hex", "\x00\xff", 2);
	jot_raw(&j, "raw", "{\"x\":1}");
	jot_raw(&j, "raw_none", NULL);
	jot_change(&j, "change", NULL, "2026-03-01");
	jot_list(&j, "list");
	jot_item(&j, "a");
	jot_item(&j, NULL);
	jot_item_raw(&j, "[1]");
	jot_end(&j);
	jot_list(&j, "empty");
	jot_end(&j);
	jot_int(&j, "last", 1);
	assert_string_equal(jot_get(&j), "{\"s\":\"a\\\"b\\n\",\"none\":null,"
	    "\"min\":-9223372036854775808,\"yes\":true,\"no\":false,"
	    "\"null\":null,\"hex\":\"00ff\",\"raw\":{\"x\":1},"
	    "\"raw_none\":null,\"change\":[null,\"2026-03-01\"],"
	    "\"list\":[\"a\",null,[1]],\"empty\":[],\"last\":1}");
	jot_clear(&j);
}

static void
test_empty_and_again(void **state)
{
	struct jot j;

	(void)state;
	jot_init(&j);
	assert_string_equal(jot_get(&j), "{}");
	assert_string_equal(jot_get(&j), "{}");
	jot_clear(&j);
}

/* What is too long is still an object, and says so. */
static void
test_too_long(void **state)
{
	struct jot j;
	char *s = mem_alloc(JOT_MAX + 1);

	(void)state;
	memset(s, 'x', JOT_MAX);
	s[JOT_MAX] = '\0';
	jot_init(&j);
	jot_str(&j, "before", "1");
	jot_str(&j, "s", s);
	assert_string_equal(jot_get(&j), "{\"too_long\":true}");
	assert_false(buf_ok(&j.b));
	jot_clear(&j);
	free(s);
}

/* Each byte pair: jansson reads an object, with well-formed UTF-8 or U+FFFD. */
static void
test_by_jansson(void **state)
{
	int a, b;

	(void)state;
	for (a = 1; a < 256; a++)
		for (b = 1; b < 256; b += 3) {
			const char in[] = { (char)a, (char)b, '\0' };
			struct jot j;
			json_t *v;
			const char *s;

			jot_init(&j);
			jot_str(&j, "v", in);
			v = json_loads(jot_get(&j), 0, NULL);
			if (v == NULL)
				fail_msg("%02x %02x: no JSON", a, b);
			s = json_string_value(json_object_get(v, "v"));
			assert_non_null(s);
			if (strcmp(s, in) != 0)
				assert_non_null(strstr(s, "\xef\xbf\xbd"));
			json_decref(v);
			jot_clear(&j);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_object),
		cmocka_unit_test(test_empty_and_again),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_by_jansson),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
