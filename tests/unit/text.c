#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *why;
	const char *s;
	size_t	len;
	int	ok;
} oks[] = {
	{ "empty", "", 0, 1 },
	{ "ASCII", "abc", 3, 1 },
	{ "two, three, four bytes", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 9,
	    1 },
	{ "NUL in ASCII", "a\0b", 3, 0 },
	{ "NUL behind others", "\xc3\xa9\0", 3, 0 },
	{ "a byte alone", "\xe9", 1, 0 },
	{ "cut", "\xe2\x82", 2, 0 },
	{ "overlong", "\xc0\xaf", 2, 0 },
	{ "a surrogate", "\xed\xa0\x80", 3, 0 },
	{ "over U+10FFFF", "\xf4\x90\x80\x80", 4, 0 },
};

static void
test_ok(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N(oks); i++) {
		print_message("%s\n", oks[i].why);
		assert_int_equal(text_ok(oks[i].s, oks[i].len), oks[i].ok);
	}
}

static const struct {
	const char *why;
	const char *s;
	const char *is;
} folds[] = {
	{ "empty", "", "" },
	{ "ASCII", "J.Smith@Corp.Example.TEST", "j.smith@corp.example.test" },
	{ "what lies beside the letters stays", "@[`{AZ", "@[`{az" },
	{ "sharp s", "STRA\xc3\x9f" "E", "strasse" },
	{ "composed and not are the same", "e\xcc\x81", "\xc3\xa9" },
	{ "capital, not composed", "E\xcc\x81", "\xc3\xa9" },
	{ "both Greek sigmas", "\xce\xa3\xcf\x82", "\xcf\x83\xcf\x83" },
	{ "the Turkish I is an i with a dot, in every locale", "\xc4\xb0",
	    "i\xcc\x87" },
	{ "the Kelvin sign", "\xe2\x84\xaa", "k" },
	{ "not UTF-8", "A\xff", NULL },
	{ "NULL", NULL, NULL },
};

static void
test_fold(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N(folds); i++) {
		char *s = text_fold(folds[i].s), *again;

		print_message("%s\n", folds[i].why);
		if (folds[i].is == NULL) {
			assert_null(s);
			continue;
		}
		assert_string_equal(s, folds[i].is);
		again = text_fold(s);
		assert_string_equal(again, s);
		free(again);
		free(s);
	}
}

static const struct {
	const char *why;
	const char *s;
	const char *is;
} squeezes[] = {
	{ "nothing to do", "Jones, Mia", "Jones, Mia" },
	{ "both ends", "  Mia \t", "Mia" },
	{ "within", "Mia \r\n\t Jones", "Mia Jones" },
	{ "only space", " \n ", "" },
	{ "empty", "", "" },
	{ "no-break and ideographic space",
	    "\xc2\xa0Mia\xe3\x80\x80Jones\xc2\xa0",
	    "Mia Jones" },
	{ "letters that begin alike", "\xc2\xa1\xe3\x80\x81",
	    "\xc2\xa1\xe3\x80\x81" },
	{ "bad bytes, cut characters", " \xff \xe3\x80", "\xff \xe3\x80" },
};

static void
test_squeeze(void **state)
{
	char s[100];
	size_t i;

	(void)state;
	for (i = 0; i < N(squeezes); i++) {
		print_message("%s\n", squeezes[i].why);
		memcpy(s, squeezes[i].s, strlen(squeezes[i].s) + 1);
		text_squeeze(s);
		assert_string_equal(s, squeezes[i].is);
	}
}

#define A10 "aaaaaaaaaa"
#define A60 A10 A10 A10 A10 A10 A10

static const struct {
	const char *why;
	const char *s;
	int	ok;
} upns[] = {
	{ "plain", "j.smith@corp.example.test", 1 },
	{ "an apostrophe", "m.o'brien@corp.example.test", 1 },
	{ "plus, hyphen, underscore", "a+b-c_d@x-y.test", 1 },
	{ "one label", "root@localhost", 1 },
	{ "letters beyond ASCII", "zo\xc3\xab@corp.test", 1 },
	{ "64 before the @", A60 "aaaa@x.test", 1 },
	{ "65 before the @", A60 "aaaaa@x.test", 0 },
	{ "254 in all", "a@" A60 "." A60 "." A60 "." A60 ".aaaaaaaa", 1 },
	{ "255 in all", "a@" A60 "." A60 "." A60 "." A60 ".aaaaaaaaa", 0 },
	{ "NULL", NULL, 0 },
	{ "empty", "", 0 },
	{ "no @", "jsmith", 0 },
	{ "two", "a@b@c", 0 },
	{ "nothing before", "@b", 0 },
	{ "nothing behind", "a@", 0 },
	{ "a header", "a@b\r\nBcc: x", 0 },
	{ "a space", "a b@c", 0 },
	{ "a space at the end", "a@c ", 0 },
	{ "two addresses", "a@b,c", 0 },
	{ "a group", "a:b@c;", 0 },
	{ "a display name", "<a@b>", 0 },
	{ "a comment", "a(x)@b", 0 },
	{ "a quote", "\"a\"@b", 0 },
	{ "a backslash", "CORP\\a@b", 0 },
	{ "an address literal", "a@[127.0.0.1]", 0 },
	{ "an option", "-oQ/tmp@b", 0 },
	{ "a dot first in the domain", "a@.b", 0 },
	{ "a hyphen first in the domain", "a@-b", 0 },
	{ "a dot at the end", "a@b.", 0 },
	{ "an empty label", "a@b..c", 0 },
	{ "a control", "a\x01@b", 0 },
	{ "DEL", "a\x7f@b", 0 },
	{ "right-to-left override", "a\xe2\x80\xae@b", 0 },
	{ "a zero-width space", "a\xe2\x80\x8b@b", 0 },
	{ "a no-break space", "a\xc2\xa0@b", 0 },
	{ "C1", "a\xc2\x85@b", 0 },
	{ "not UTF-8", "a\xff@b", 0 },
};

static void
test_upn(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N(upns); i++) {
		print_message("%s\n", upns[i].why);
		assert_int_equal(text_upn(upns[i].s), upns[i].ok);
	}
}

static void
test_width(void **state)
{
	(void)state;
	assert_int_equal(text_width(""), 0);
	assert_int_equal(text_width("abc"), 3);
	assert_int_equal(text_width("Zo\xc3\xab"), 3);
	assert_int_equal(text_width("e\xcc\x81"), 1);	/* a combining accent */
	assert_int_equal(text_width("\xe6\x97\xa5\xe6\x9c\xac"), 4);
	assert_int_equal(text_width("\xff"), -1);
}

static const struct {
	const char *why;
	const char *charset;
	const char *in;
	size_t	len;
	const char *is;		/* NULL: refused */
} froms[] = {
	{ "as it is", "utf-8", "Zo\xc3\xab", 4, "Zo\xc3\xab" },
	{ "not UTF-8", "utf-8", "Zo\xeb", 3, NULL },
	{ "nothing", "windows-1252", "", 0, "" },
	{ "Excel's", "windows-1252", "Zo\xeb \x80 \x93x\x94", 9,
	    "Zo\xc3\xab \xe2\x82\xac \xe2\x80\x9cx\xe2\x80\x9d" },
	{ "a byte that it does not have", "windows-1252", "ab\x81", 3, NULL },
	{ "little-endian", "utf-16le", "Z\0\xeb\0", 4, "Z\xc3\xab" },
	{ "big-endian", "utf-16be", "\0Z\0\xeb", 4, "Z\xc3\xab" },
	{ "a pair", "utf-16le", "\x3d\xd8\x00\xde", 4, "\xf0\x9f\x98\x80" },
	{ "half a pair", "utf-16le", "a\0\x3d\xd8", 4, NULL },
	{ "the other half", "utf-16le", "\x00\xdeZ\0", 4, NULL },
	{ "half a unit", "utf-16le", "Z\0a", 3, NULL },
	{ "one that is not offered", "ebcdic-us", "a", 1, NULL },
	{ "iconv's own switches", "utf-16le//IGNORE", "a", 1, NULL },
	{ "after an error all is well", "utf-16le", "Z\0", 2, "Z" },
};

static void
test_from(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N(froms); i++) {
		struct buf b = BUF_INIT(100);
		int rc;

		print_message("%s\n", froms[i].why);
		buf_str(&b, "<");
		rc = text_from(froms[i].charset, froms[i].in, froms[i].len, &b);
		assert_int_equal(rc, froms[i].is == NULL ? -1 : 0);
		assert_int_equal(buf_get(&b)[0], '<');
		assert_string_equal(buf_get(&b) + 1, froms[i].is == NULL ? "" :
		    froms[i].is);
		buf_clear(&b);
	}
}

/* More than one of its pieces, each character twice as long as before. */
static void
test_from_long(void **state)
{
	struct buf in = BUF_INIT(20000), b = BUF_INIT(40000);
	size_t i;

	(void)state;
	for (i = 0; i < 10000; i++)
		buf_chr(&in, '\xeb');
	assert_int_equal(text_from("windows-1252", in.p, in.len, &b), 0);
	assert_int_equal(b.len, 20000);
	for (i = 0; i < 20000; i += 2)
		assert_memory_equal(b.p + i, "\xc3\xab", 2);
	/* A bad byte at the very end takes back all of it. */
	buf_empty(&b);
	buf_str(&b, "<");
	buf_chr(&in, '\x81');
	assert_int_equal(text_from("windows-1252", in.p, in.len, &b), -1);
	assert_string_equal(buf_get(&b), "<");
	buf_clear(&in);
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ok),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_squeeze),
		cmocka_unit_test(test_upn),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_from),
		cmocka_unit_test(test_from_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
