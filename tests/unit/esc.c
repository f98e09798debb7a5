#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ldap.h>
#include <stdlib.h>
#include <string.h>

#include "base/esc.h"
#include "base/mem.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

static void
csv(struct buf *b, const char *s)
{
	esc_csv(b, s, 1);
}

static void
csv_raw(struct buf *b, const char *s)
{
	esc_csv(b, s, 0);
}

static const struct {
	const char *why;
	void	(*esc)(struct buf *, const char *);
	const char *in;
	const char *out;
} rows[] = {
	{ "html: an attribute cannot be left", esc_html,
	    "\"><svg onload='x'>&",
	    "&quot;&gt;&lt;svg onload=&#39;x&#39;&gt;&amp;" },
	{ "html: an entity is text", esc_html, "&lt;", "&amp;lt;" },
	{ "html: right-to-left override and isolates go", esc_html,
	    "a\xe2\x80\xae" "b\xe2\x81\xa6" "c", "abc" },
	{ "html: C0, DEL and C1 go, lines stay", esc_html,
	    "a\x01\x1b\x7f\xc2\x85" "b\n\tc\r", "ab\n\tc" },
	{ "html: overlong <", esc_html, "\xc0\xbcx",
	    "\xef\xbf\xbd\xef\xbf\xbdx" },
	{ "html: a cut character eats no quote", esc_html, "\xe2\x80\"",
	    "\xef\xbf\xbd\xef\xbf\xbd&quot;" },
	{ "html: letters stay", esc_html, "Zo\xc3\xab \xf0\x9f\x98\x80",
	    "Zo\xc3\xab \xf0\x9f\x98\x80" },
	{ "html: NULL", esc_html, NULL, "" },
	{ "url: unreserved stay", esc_url, "aZ09-._~", "aZ09-._~" },
	{ "url: all else does not", esc_url, "a b/?&=%+#\xc3\xa9\xff\n",
	    "a%20b%2F%3F%26%3D%25%2B%23%C3%A9%FF%0A" },
	{ "url: NULL", esc_url, NULL, "" },
	{ "filter: matches everybody", esc_filter, "*)(uid=*",
	    "\\2a\\29\\28uid=\\2a" },
	{ "filter: a backslash", esc_filter, "\\", "\\5c" },
	{ "filter: an escaped NUL is text", esc_filter, "a\\00b", "a\\5c00b" },
	{ "filter: UTF-8 and controls", esc_filter, "\xc3\xa9\x01\x7f~",
	    "\\c3\\a9\\01\\7f~" },
	{ "filter: bad bytes", esc_filter, "\xff\xc3", "\\ff\\c3" },
	{ "filter: NULL", esc_filter, NULL, "" },
	{ "dn: a comma", esc_dn, "Doe, John", "Doe\\, John" },
	{ "dn: a second RDN", esc_dn, "x+CN=y", "x\\+CN\\=y" },
	{ "dn: # first", esc_dn, "#x#", "\\#x#" },
	{ "dn: outer spaces", esc_dn, "  x  ", "\\20 x \\20" },
	{ "dn: one space", esc_dn, " ", "\\20" },
	{ "dn: the rest", esc_dn, "\"\\;<>\n", "\\\"\\\\\\;\\<\\>\\0a" },
	{ "dn: bad bytes", esc_dn, "a\xff", "a\\ff" },
	{ "dn: letters stay", esc_dn, "Zo\xc3\xab", "Zo\xc3\xab" },
	{ "dn: NULL", esc_dn, NULL, "" },
	{ "csv: plain", csv, "Jones", "Jones" },
	{ "csv: empty", csv, "", "" },
	{ "csv: NULL", csv, NULL, "" },
	{ "csv: quotes and a comma", csv, "a \"b\", c", "\"a \"\"b\"\", c\"" },
	{ "csv: lines", csv, "a\r\nb", "\"a\r\nb\"" },
	{ "csv: the other separators", csv, "a;b", "\"a;b\"" },
	{ "csv: outer spaces would be trimmed", csv, " a", "\" a\"" },
	{ "csv: a formula", csv, "=HYPERLINK(\"http://x\")",
	    "\"'=HYPERLINK(\"\"http://x\"\")\"" },
	{ "csv: a sum", csv, "-2+3", "'-2+3" },
	{ "csv: plus", csv, "+1", "'+1" },
	{ "csv: an old macro", csv, "@SUM(A1)", "'@SUM(A1)" },
	{ "csv: a tab first", csv, "\t=1", "\"'\t=1\"" },
	{ "csv: CR first", csv, "\r=1", "\"'\r=1\"" },
	{ "csv: full-width =", csv, "\xef\xbc\x9d" "1", "'\xef\xbc\x9d" "1" },
	{ "csv: full-width @", csv, "\xef\xbc\xa0" "1", "'\xef\xbc\xa0" "1" },
	{ "csv: another full-width letter", csv, "\xef\xbc\xa1",
	    "\xef\xbc\xa1" },
	{ "csv: not first", csv, "a=1", "a=1" },
	{ "csv, raw: nothing put before", csv_raw, "=1+1", "=1+1" },
	{ "csv, raw: quoted all the same", csv_raw, "-\"a\"",
	    "\"-\"\"a\"\"\"" },
	{ "tsv: all four", esc_tsv, "a\tb\nc\rd\\e", "a\\tb\\nc\\rd\\\\e" },
	{ "tsv: what looks escaped", esc_tsv, "\\n", "\\\\n" },
	{ "tsv: NULL", esc_tsv, NULL, "" },
	{ "term: a new title", esc_term, "\x1b]0;x\a", "\\x1b]0;x\\x07" },
	{ "term: a forged line in the log", esc_term, "x\n<0>forged",
	    "x\\x0a<0>forged" },
	{ "term: C1 as UTF-8", esc_term, "\xc2\x9b" "31m", "\\xc2\\x9b31m" },
	{ "term: C1 as a byte", esc_term, "\x9b" "31m", "\\x9b31m" },
	{ "term: bidi", esc_term, "\xe2\x80\xae", "\\xe2\\x80\\xae" },
	{ "term: DEL and backspace", esc_term, "a\b\x7f", "a\\x08\\x7f" },
	{ "term: letters stay", esc_term, "Zo\xc3\xab \\ %n",
	    "Zo\xc3\xab \\ %n" },
	{ "json: quotes and backslash", esc_json, "a\"\\b", "\"a\\\"\\\\b\"" },
	{ "json: controls", esc_json, "\n\r\t\x01\x1f",
	    "\"\\n\\r\\t\\u0001\\u001f\"" },
	{ "json: line separators of scripts", esc_json,
	    "\xe2\x80\xa8\xe2\x80\xa9", "\"\\u2028\\u2029\"" },
	{ "json: a lone surrogate", esc_json, "\xed\xa0\x80" "x",
	    "\"\\ufffd\\ufffd\\ufffdx\"" },
	{ "json: a cut character", esc_json, "x\xf0\x9f\x98",
	    "\"x\\ufffd\\ufffd\\ufffd\"" },
	{ "json: letters stay", esc_json, "Zo\xc3\xab \xf0\x9f\x98\x80",
	    "\"Zo\xc3\xab \xf0\x9f\x98\x80\"" },
	{ "json: nothing", esc_json, "", "\"\"" },
	{ "json: all plain", esc_json, "a z~ \x7f", "\"a z~ \x7f\"" },
	{ "json: special last", esc_json, "ab\"", "\"ab\\\"\"" },
	{ "json: NULL", esc_json, NULL, "\"\"" },
	{ "header: plain", esc_header, "Is J. Smith still here?",
	    "Is J. Smith still here?" },
	{ "header: another header", esc_header, "x\r\nBcc: a@b",
	    "x  Bcc: a@b" },
	{ "header: a bare CR", esc_header, "x\rBcc: a@b", "x Bcc: a@b" },
	{ "header: controls at both ends", esc_header, "\r\n x \x01", "x" },
	{ "header: what looks encoded is not", esc_header,
	    "=?UTF-8?Q?=0D=0ABcc:?=",
	    "=?UTF-8?Q?=3D=3FUTF=2D8=3FQ=3F=3D0D=3D0ABcc=3A=3F=3D?=" },
	{ "header: letters", esc_header, "Zo\xc3\xab B.",
	    "=?UTF-8?Q?Zo=C3=AB_B=2E?=" },
	{ "header: bad bytes", esc_header, "a\xff",
	    "=?UTF-8?Q?a=EF=BF=BD?=" },
	{ "header: bidi", esc_header, "a\xe2\x80\xae" "b", "a b" },
	{ "header: empty", esc_header, "", "" },
	{ "header: only spaces", esc_header, "  ", "" },
	{ "header: NULL", esc_header, NULL, "" },
};

static void
test_rows(void **state)
{
	struct buf b = BUF_INIT(1000);
	size_t i;

	(void)state;
	for (i = 0; i < N(rows); i++) {
		print_message("%s\n", rows[i].why);
		buf_empty(&b);
		rows[i].esc(&b, rows[i].in);
		assert_string_equal(buf_get(&b), rows[i].out);
		assert_true(buf_ok(&b));
	}
	buf_clear(&b);
}

static void
test_bytes(void **state)
{
	struct buf b = BUF_INIT(100);

	(void)state;
	esc_filter_bytes(&b, "\x00""A\xff", 3);
	assert_string_equal(buf_get(&b), "\\00\\41\\ff");
	buf_clear(&b);
}

static const struct {
	const char *why;
	const char *piece;
	size_t	times;
} longs[] = {
	{ "words", "contractor ", 200 },
	{ "one word of 2000 bytes", "x", 2000 },
	{ "letters of two bytes", "\xc3\xab", 500 },
	{ "letters of four bytes", "\xf0\x9f\x98\x80", 300 },
	{ "spaces that would make an endless line", "x                    "
	    "                                                               "
	    "                                                       ", 9 },
	{ "a header in each word", "a\r\nBcc: x@y ", 100 },
};

/* No line over 76, none without a space first, each word whole UTF-8. */
static void
check_lines(const char *s)
{
	const char *end;

	for (;; s = end + 2) {
		if ((end = strstr(s, "\r\n")) == NULL)
			end = s + strlen(s);
		assert_in_range(end - s, 2, 76);
		assert_null(memchr(s, '\n', (size_t)(end - s)));
		if (*end == '\0')
			return;
		assert_int_equal(end[2], ' ');
	}
}

static size_t
count(const char *s, const char *what)
{
	size_t n = 0;

	for (; (s = strstr(s, what)) != NULL; s += strlen(what))
		n++;
	return n;
}

static void
test_long_headers(void **state)
{
	size_t i, n;

	(void)state;
	for (i = 0; i < N(longs); i++) {
		struct buf in = BUF_INIT(9000), b = BUF_INIT(90000);

		print_message("%s\n", longs[i].why);
		for (n = 0; n < longs[i].times; n++)
			buf_str(&in, longs[i].piece);
		buf_str(&b, "Subject: ");
		esc_header(&b, buf_get(&in));
		assert_true(buf_ok(&b));
		check_lines(buf_get(&b));
		/* A character is never cut between two words. */
		assert_int_equal(count(buf_get(&b), "=F0=9F=98=80"),
		    count(buf_get(&in), "\xf0\x9f\x98\x80"));
		assert_int_equal(count(buf_get(&b), "=C3=AB"),
		    count(buf_get(&in), "\xc3\xab"));
		buf_clear(&in);
		buf_clear(&b);
	}
}

static const char *const dn_values[] = { "Doe, John", "#x", " x ", "  ", " ",
	"x+CN=y", "\"q\"", "a\\b", "<;>", "=", "Zo\xc3\xab", "a#", "\\2c" };

/* libldap reads one RDN, and in it what went in. */
static void
test_dn_by_libldap(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N(dn_values); i++) {
		struct buf b = BUF_INIT(200);
		LDAPDN dn = NULL;

		print_message("<%s>\n", dn_values[i]);
		buf_str(&b, "CN=");
		esc_dn(&b, dn_values[i]);
		buf_str(&b, ",DC=test");
		assert_int_equal(ldap_str2dn(buf_get(&b), &dn,
		    LDAP_DN_FORMAT_LDAPV3), LDAP_SUCCESS);
		assert_non_null(dn[0]);
		assert_non_null(dn[1]);
		assert_null(dn[2]);
		assert_null(dn[0][1]);
		assert_int_equal(dn[0][0]->la_value.bv_len,
		    strlen(dn_values[i]));
		assert_memory_equal(dn[0][0]->la_value.bv_val, dn_values[i],
		    strlen(dn_values[i]));
		ldap_dnfree(dn);
		buf_clear(&b);
	}
}

/* A value of 10 KB, and one that does not fit: no half of an escape is left. */
static void
test_limits(void **state)
{
	struct buf b = BUF_INIT(30000), small = BUF_INIT(7);
	char *s = mem_alloc(10001);

	(void)state;
	memset(s, '*', 10000);
	s[10000] = '\0';
	esc_filter(&b, s);
	assert_int_equal(b.len, 30000);
	assert_true(buf_ok(&b));
	esc_html(&small, "abc&\"<");
	assert_false(buf_ok(&small));
	assert_string_equal(buf_get(&small), "abc");
	buf_empty(&small);
	esc_url(&small, "abc  ");
	assert_string_equal(buf_get(&small), "abc%20");
	buf_empty(&small);
	esc_dn(&small, "abcdef,");
	assert_string_equal(buf_get(&small), "abcdef");
	free(s);
	buf_clear(&b);
	buf_clear(&small);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_long_headers),
		cmocka_unit_test(test_dn_by_libldap),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
