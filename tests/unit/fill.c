#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/esc.h"
#include "base/fill.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

static const char *const allowed[] = { "name", "offboard_url", "none", "a1",
	NULL };

static const char *
value(const char *name, void *arg)
{
	const char *hostile = arg;

	if (strcmp(name, "none") == 0)
		return NULL;
	return strcmp(name, "name") == 0 ? hostile : "https://ours/";
}

static const struct {
	const char *why;
	const char *text;
	const char *name;
	const char *plain;
	const char *html;
} runs[] = {
	{ "nothing to fill", "Hello.\n", "Jo", "Hello.\n", "Hello.\n" },
	{ "empty", "", "Jo", "", "" },
	{ "a name", "Dear {{name}},", "Jo", "Dear Jo,", "Dear Jo," },
	{ "at both ends", "{{name}}-{{name}}", "Jo", "Jo-Jo", "Jo-Jo" },
	{ "side by side", "{{name}}{{a1}}", "Jo", "Johttps://ours/",
	    "Johttps://ours/" },
	{ "a value is never looked at again", "{{name}} x",
	    "{{offboard_url}}", "{{offboard_url}} x", "{{offboard_url}} x" },
	{ "nor joined to what stands around", "{{{{name}}", NULL, NULL, NULL },
	{ "half a name in a value, half in the text", "{{name}}offboard_url}}",
	    "{{", "{{offboard_url}}", "{{offboard_url}}" },
	{ "markup in a value", "<b>{{name}}</b>", "<i>&", "<b><i>&</b>",
	    "<b>&lt;i&gt;&amp;</b>" },
	{ "no value", "[{{none}}]", "", "[]", "[]" },
	{ "a percent sign", "%s%n{{name}}", "%n", "%s%n%n", "%s%n%n" },
	{ "other braces are text", "{ {x} }} }{name}", "Jo",
	    "{ {x} }} }{name}", "{ {x} }} }{name}" },
};

static void
test_runs(void **state)
{
	struct buf b = BUF_INIT(1000);
	size_t i;

	(void)state;
	for (i = 0; i < N(runs); i++) {
		struct err e = ERR_INIT;
		struct fill *f = fill_parse(runs[i].text, allowed, &e);
		char name[100];

		print_message("%s\n", runs[i].why);
		if (runs[i].plain == NULL) {
			assert_null(f);
			continue;
		}
		assert_non_null(f);
		memcpy(name, runs[i].name, strlen(runs[i].name) + 1);
		buf_empty(&b);
		fill_run(f, value, name, fill_plain, &b);
		assert_string_equal(buf_get(&b), runs[i].plain);
		buf_empty(&b);
		fill_run(f, value, name, esc_html, &b);
		assert_string_equal(buf_get(&b), runs[i].html);
		fill_free(f);
	}
	buf_clear(&b);
}

static const struct {
	const char *why;
	const char *text;
	const char *line;	/* the error starts so */
} bads[] = {
	{ "unknown", "a\nb {{nmae}}", "line 2: unknown name nmae" },
	{ "unclosed", "a\n\n{{name", "line 3: \"{{\" without" },
	{ "unclosed at the end", "{{", "line 1: \"{{\" without" },
	{ "closed with one brace", "{{name}", "line 1: \"{{\" without" },
	{ "empty", "{{}}", "line 1: between" },
	{ "a space", "{{ name }}", "line 1: between" },
	{ "capitals", "{{Name}}", "line 1: between" },
	{ "a digit first", "{{1a}}", "line 1: between" },
	{ "a hyphen", "{{a-b}}", "line 1: between" },
	{ "three braces", "{{{name}}}", "line 1: between" },
	{ "over two lines", "{{na\nme}}", "line 1: between" },
	{ "the first is reported", "{{name}}\n{{x}}\n{{y}}",
	    "line 2: unknown name x" },
	{ "65 bytes",
	    "{{aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaa}}", "line 1: between" },
};

static void
test_bads(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N(bads); i++) {
		struct err e = ERR_INIT;

		print_message("%s\n", bads[i].why);
		assert_null(fill_parse(bads[i].text, allowed, &e));
		assert_int_equal(e.kind, ERR_DATA);
		assert_memory_equal(e.text, bads[i].line,
		    strlen(bads[i].line));
	}
}

static const struct {
	const char *why;
	const char *text;
	const char *line;	/* NULL: left out */
} lines[] = {
	{ "text alone", "a { b } {c}\n", "a { b } {c}\n" },
	{ "a name", "Dear {{name}},\n", "Dear Jo,\n" },
	{ "two, side by side", "{{a1}}{{name}}\n", "https://ours/Jo\n" },
	{ "one of them without a value", "{{name}}: {{none}}\n", NULL },
	{ "and again at the end", "{{none}}", NULL },
	{ "a brace at the end", "{{name}}{", "Jo{" },
	{ "a brace before a name", "{ {{name}}", "{ Jo" },
};

static void
test_lines(void **state)
{
	struct buf b = BUF_INIT(1000);
	struct err e = ERR_INIT;
	char name[] = "Jo";
	size_t i;

	(void)state;
	for (i = 0; i < N(lines); i++) {
		print_message("%s\n", lines[i].why);
		buf_empty(&b);
		buf_str(&b, "before ");
		assert_int_equal(fill_line(lines[i].text,
		    strlen(lines[i].text), value, name, &b, &e),
		    lines[i].line != NULL);
		assert_memory_equal(buf_get(&b), "before ", 7);
		assert_string_equal(buf_get(&b) + 7, lines[i].line != NULL ?
		    lines[i].line : "");
	}
	/* Also behind a name that has no value. */
	assert_int_equal(fill_line("{{none}}{{}}", 12, value, name, &b, &e),
	    -1);
	assert_int_equal(e.kind, ERR_DATA);
	for (i = 0; i < N(bads); i++)
		if (strstr(bads[i].text, "\n") == NULL)
			assert_int_equal(fill_line(bads[i].text,
			    strlen(bads[i].text), value, name, &b, &e), -1);
	buf_clear(&b);
}

static void
collect(const char *name, void *arg)
{
	buf_fmt(arg, "%s ", name);
}

static void
test_names(void **state)
{
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT(100);
	struct fill *f = fill_parse("{{z}}{{a}}{{z}} {{extra_1}}", NULL, &e);

	(void)state;
	assert_non_null(f);
	fill_names(f, collect, &b);
	assert_string_equal(buf_get(&b), "z a extra_1 ");
	fill_free(f);
	fill_free(NULL);
	buf_clear(&b);
}

/* The template may go away after it was parsed. */
static void
test_copied(void **state)
{
	char text[] = "a {{name}} b", name[] = "Jo";
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT(100);
	struct fill *f = fill_parse(text, allowed, &e);

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	fill_run(f, value, name, fill_plain, &b);
	assert_string_equal(buf_get(&b), "a Jo b");
	fill_free(f);
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_runs),
		cmocka_unit_test(test_bads),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_copied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
