/* Chat messages within what a channel takes, whatever is in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "connect/chat_fit.h"
#include "connect/chat_text.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static const char template[] = "{\"slack\":{\"text\":\"t\",\"blocks\":["
	"{\"type\":\"header\",\"text\":{\"type\":\"plain_text\","
	"\"text\":\"{{count}}\"}},"
	"{\"rows\":\"lines\",\"type\":\"section\",\"text\":{"
	"\"type\":\"plain_text\",\"text\":\"{{contractor_name}}: {{logins}}\"}"
	"},{\"type\":\"section\",\"text\":{\"type\":\"plain_text\","
	"\"text\":\"{{more}} more\"}},"
	"{\"type\":\"section\",\"text\":{\"type\":\"plain_text\","
	"\"text\":\"{{done}}\"}},"
	"{\"type\":\"actions\",\"elements\":[{\"type\":\"button\","
	"\"value\":\"{{press_all}}\"},{\"type\":\"button\",\"value\":"
	"\"{{press}}\"}]}]},"
	"\"teams\":{\"type\":\"message\",\"body\":[{\"rows\":true,"
	"\"text\":\"{{contractor_name}}: {{logins}}\"},"
	"{\"text\":\"{{more}} more\"}]}}";

static json_t *
message(const char *channel, const struct pairs *values)
{
	struct err e = ERR_INIT;
	json_t *t = chat_text_parse(template, channel, &e), *o;

	assert_non_null(t);
	o = chat_fit(t, channel, values, &e);
	assert_non_null(o);
	json_decref(t);
	return o;
}

static const char *
text(json_t *o, size_t nth)
{
	return json_string_value(json_object_get(json_object_get(
	    json_array_get(json_object_get(o, "blocks"), nth), "text"),
	    "text"));
}

/* So many rows, each with a name of that many characters. */
static struct pairs *
list(int rows, int chars, const char *one)
{
	struct pairs *p = pairs_new();
	struct buf b = BUF_INIT(1 << 16);
	int i;

	for (i = 0; i < chars; i++)
		buf_str(&b, one);
	for (i = 0; i < rows; i++) {
		pairs_set(p, i, "contractor_name", buf_get(&b));
		pairs_set(p, i, "logins", "ad: never");
	}
	pairs_set(p, PAIRS_ALL, "count", "9");
	pairs_set(p, PAIRS_ALL, "press", "t0ken");
	pairs_set(p, PAIRS_ALL, "press_all", "t0ken");
	buf_clear(&b);
	return p;
}

static size_t
rows_of(json_t *o)
{
	json_t *blocks = json_object_get(o, "blocks"), *b;
	size_t i, n = 0;
	const char *s;

	json_array_foreach(blocks, i, b)
		for (s = text(o, i); s != NULL &&
		    (s = strstr(s, "ad: never")) != NULL; s++)
			n++;
	return n;
}

static size_t
buttons(json_t *o)
{
	json_t *blocks = json_object_get(o, "blocks");
	json_t *last = json_array_get(blocks, json_array_size(blocks) - 1);

	return json_array_size(json_object_get(last, "elements"));
}

static void
lists(void **state)
{
	static const struct {
		int rows, chars;
		const char *one;
		int whole;
		const char *why;
	} t[] = {
		{ 1, 10, "x", 1, "one" },
		{ 3, 10, "x", 1, "three are lines of one section" },
		{ 100, 60, "x", 1, "a hundred short ones" },
		{ 100, 190, "x", 0, "a hundred long ones" },
		{ 100, 60, "\xc3\xa9", 1, "characters count, not bytes" },
		{ 100, 190, "\xf0\x9f\x99\x82", 0, "of four bytes each" },
	};
	size_t i, k, n, all;
	struct pairs *p;
	const char *s;
	json_t *o;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		p = list(t[i].rows, t[i].chars, t[i].one);
		o = message("slack", p);
		n = json_array_size(json_object_get(o, "blocks"));
		assert_true(n <= 50);
		for (k = all = 0; k < n; k++) {
			s = text(o, k);
			assert_true(s == NULL || chat_text_chars(s) <= 3000);
			all += s == NULL ? 0 : chat_text_chars(s);
		}
		assert_true(all < 12000);
		if ((rows_of(o) == (size_t)t[i].rows) != t[i].whole)
			fail_msg("%s: %zu rows", t[i].why, rows_of(o));
		/* who does not see all cannot approve all */
		assert_int_equal(buttons(o), t[i].whole ? 2 : 1);
		if (!t[i].whole) {
			s = text(o, n - 2);
			assert_int_equal(strtol(s, NULL, 10),
			    t[i].rows - (int)rows_of(o));
		}
		json_decref(o);
		pairs_free(p);
	}
}

/* What was left out before counts too. */
static void
more(void **state)
{
	struct pairs *p = list(2, 10, "x");
	json_t *o;

	(void)state;
	pairs_set(p, PAIRS_ALL, "more", "40");
	o = message("slack", p);
	assert_string_equal(text(o, 2), "40 more");
	assert_int_equal(buttons(o), 1);
	json_decref(o);
	pairs_free(p);
	p = list(100, 190, "x");
	pairs_set(p, PAIRS_ALL, "more", "40");
	o = message("slack", p);
	assert_int_equal(strtol(text(o, json_array_size(json_object_get(o,
	    "blocks")) - 2), NULL, 10), 140 - (int)rows_of(o));
	json_decref(o);
	pairs_free(p);
}

/* A list of names that is longer than a section. */
static void
parted(void **state)
{
	static const char *const names[] = { "Jordan Smith",
		"J\xc3\xbcrgen K\xc3\xb6nig", "\xf0\x9f\x99\x82" };
	struct buf b = BUF_INIT(8192), got = BUF_INIT(8192);
	struct pairs *p = pairs_new();
	size_t i, k, n;
	json_t *o;

	(void)state;
	for (i = 0; i < LEN(names); i++) {
		buf_empty(&b);
		buf_empty(&got);
		for (k = 0; b.len < 3800; k++)
			buf_fmt(&b, "%s%s", k > 0 && i < 2 ? ", " : "",
			    names[i]);
		pairs_set(p, PAIRS_ALL, "count", "9");
		pairs_set(p, PAIRS_ALL, "done", buf_get(&b));
		o = message("slack", p);
		n = json_array_size(json_object_get(o, "blocks"));
		for (k = 1; k < n; k++) {
			assert_true(chat_text_chars(text(o, k)) <= 3000);
			buf_str(&got, text(o, k));
		}
		assert_string_equal(buf_get(&got), buf_get(&b));
		assert_true(n >= (i < 2 ? 3 : 2));
		if (n > 2 && i < 2)
			assert_memory_equal(text(o, 1) + strlen(text(o, 1)) -
			    2, ", ", 2);
		json_decref(o);
	}
	pairs_free(p);
	buf_clear(&b);
	buf_clear(&got);
}

static void
card(void **state)
{
	struct pairs *p = list(100, 199, "\xf0\x9f\x99\x82");
	json_t *o = message("teams", p);
	char *line = json_dumps(o, JSON_COMPACT);

	(void)state;
	assert_true(strlen(line) <= CHAT_FIT_CARD);
	assert_true(json_array_size(json_object_get(o, "body")) > 10);
	assert_non_null(strstr(line, " more\""));
	free(line);
	json_decref(o);
	pairs_free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists),
		cmocka_unit_test(more),
		cmocka_unit_test(parted),
		cmocka_unit_test(card),
	};

	return cmocka_run_group_tests_name("chat_fit", tests, NULL, NULL);
}
