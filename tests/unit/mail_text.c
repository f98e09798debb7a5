/* Templates into mails: the parser, hostile values, the octets that leave. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "connect/mail_conf.h"
#include "connect/mail_html.h"
#include "connect/mail_plain.h"
#include "connect/mail_qp.h"
#include "connect/mail_text.h"
#include "connect/mail_value.h"
#include "domain/vocab.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static const char body[] =
	"Subject: Is {{contractor_name}} here?\n"
	"Preheader: By {{answer_by}}\n"
	"\n"
	"# {{contractor_name}}\n"
	"\n"
	"Hello {{manager_name}},\n"
	"two lines.\n"
	"\n"
	"R&D <b> here.\n\n"
	"- Vendor: {{vendor}}\n"
	"- Login: {{contractor_upn}}\n"
	"\n"
	"[Still here] {{attest_url}}\n"
	"[Gone] {{offboard_url}}\n"
	"[Ticket] https://help.example.test/new?who={{contractor_name}}"
	"&a=1\n"
	"\n"
	"{{#rows}}\n"
	"- Row: {{contractor_name}}\n"
	"[Here] {{attest_url}}\n"
	"{{/rows}}\n"
	"\n"
	"Left out: {{more}}.\n"
	"\n"
	"--\n"
	"Small print.\n";

/* ------------------------------------------------------------- the parser */

static int
no_name(const char *name, void *arg)
{
	(void)arg;
	return vocab_find(name) != NULL;
}

static void
parse_errors(void **state)
{
	static const struct {
		const char *text, *words, *why;
	} t[] = {
		{ "\nhello\n", "no Subject", "no subject" },
		{ "Subject: a\nSubject: b\n\nx\n", "line 2", "two subjects" },
		{ "Subject: a\nBcc: b@c\n\nx\n", "line 2", "another header" },
		{ "Subject: a\n\n", "no body", "no body" },
		{ "Subject: a\n\nx {{nobody}}\n", "line 3: unknown name "
		    "{{nobody}}", "unknown name" },
		{ "Subject: {{nobody}}\n\nx\n", "line 1: unknown name",
		    "unknown name in the subject" },
		{ "Subject: a\n\nx\n\ny {{vendor\n", "line 5", "unclosed" },
		{ "Subject: a\n\n{{Bad Name}}\n", "line 3", "malformed" },
		{ "Subject: a\n\n[x] {{vendor}}\n", "line 3",
		    "a button of what is no link" },
		{ "Subject: a\n\n[x] {{attest_url}} more\n", "line 3",
		    "words behind a button" },
		{ "Subject: a\n\n[x] https://{{vendor}}/\n", "host",
		    "a host out of a value" },
		{ "Subject: a\n\n[x] https://a{{vendor}}/\n", "host",
		    "a host that goes on in a value" },
		{ "Subject: a\n\n[x] httpx://a/\n", "https://", "a scheme" },
		{ "Subject: a\n\n{{#rows}}\nx\n", "not closed", "open rows" },
		{ "Subject: a\n\n{{/rows}}\n", "without", "closed rows" },
		{ "Subject: a\n\n{{#rows}}\nx\n{{/rows}}\n{{#rows}}\nx\n",
		    "line 6", "rows twice" },
		{ "Subject: a\n\n--\n{{#rows}}\n", "small print",
		    "rows in the small print" },
		{ "Subject: a\nLanguage: \"><b\n\nx\n", "line 2",
		    "a language that is HTML" }
	};
	struct mail_doc *d;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		struct err e = ERR_INIT;

		d = mail_parse(t[i].text, no_name, NULL, &e);
		if (d != NULL || strstr(e.text, t[i].words) == NULL)
			fail_msg("%s: %s", t[i].why, d ? "parsed" : e.text);
		assert_int_equal(e.kind, ERR_DATA);
	}
}

static void
brackets_that_are_text(void **state)
{
	static const char *const t[] = {
		"Subject: a\n\n[x] javascript:alert(1)\n",
		"Subject: a\n\n[x]\n",
		"Subject: a\n\n[] {{vendor}}\n",
		"Subject: a\n\n[sic] and so on\n"
	};
	struct err e = ERR_INIT;
	struct mail_doc *d;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		d = mail_parse(t[i], NULL, NULL, &e);
		assert_non_null(d);
		assert_int_equal(d->n, 1);
		assert_int_equal(d->block[0].kind, MAIL_PARA);
		mail_doc_free(d);
	}
}

/* ------------------------------------------------------------------ values */

static void
clean_values(void **state)
{
	static const struct {
		const char *in, *out, *why;
	} t[] = {
		{ "a\r\nBcc: x@y", "a Bcc: x@y", "a header" },
		{ "  a \t b  ", "a b", "white space" },
		{ "a\nb\vc\fd", "a b c d", "line ends" },
		{ "a\xe2\x80\xa8" "b\xc2\x85" "c", "a b c", "Unicode line ends" },
		{ "\xe2\x80\xaegnp.exe", "gnp.exe", "right-to-left override" },
		{ "a\xe2\x80\x8b" "b", "ab", "zero-width space" },
		{ "a\x1b[31mb", "a [31mb", "an escape" },
		{ "\xff\xc3", "\xef\xbf\xbd\xef\xbf\xbd", "no UTF-8" },
		{ "http://evil.test/", "http: //evil.test/", "an address" },
		{ "a ://b", "a : //b", "an address, torn" },
		{ "{{offboard_url}}", "{{offboard_url}}", "a name of ours" },
		{ "\xe6\x9d\x8e \xe5\xb0\x8f\xe9\xbe\x99", "\xe6\x9d\x8e "
		    "\xe5\xb0\x8f\xe9\xbe\x99", "a name in Han" },
		{ "", "", "nothing" },
		{ "\n\n", "", "nothing but line ends" }
	};
	struct buf b = BUF_INIT(4096);
	char big[2001];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		buf_empty(&b);
		mail_value_clean(&b, t[i].in, 100);
		if (strcmp(buf_get(&b), t[i].out) != 0)
			fail_msg("%s: %s", t[i].why, buf_get(&b));
	}
	memset(big, 'x', 2000);
	big[2000] = '\0';
	buf_empty(&b);
	mail_value_clean(&b, big, MAIL_VALUE_MAX);
	assert_int_equal(b.len, MAIL_VALUE_MAX + 3);
	buf_clear(&b);
}

static void
links(void **state)
{
	(void)state;
	assert_true(mail_value_link("https://a.test/ctr/x/Y-_9/attest"));
	assert_true(mail_value_link("http://127.0.0.1:8080/ctr/x/y"));
	assert_false(mail_value_link("javascript:alert(1)"));
	assert_false(mail_value_link("https://a\" onclick=\"x"));
	assert_false(mail_value_link("https://a\r\nBcc: x"));
	assert_false(mail_value_link("https://a b"));
	assert_false(mail_value_link(""));
}

/* --------------------------------------------------------- quoted-printable */

static void
quoted_printable(void **state)
{
	static const struct {
		const char *in, *out, *why;
	} t[] = {
		{ "abc\n", "abc\r\n", "plain" },
		{ "abc", "abc\r\n", "no line end" },
		{ "a=b\n", "a=3Db\r\n", "equals" },
		{ "a \nb\t\n", "a=20\r\nb=09\r\n", "white space at the end" },
		{ ".\n..\na.b\n", "=2E\r\n=2E.\r\na.b\r\n", "lone dots" },
		{ "From me\nfrom\n", "=46rom me\r\nfrom\r\n", "an mbox" },
		{ "\xc3\xa9\n", "=C3=A9\r\n", "UTF-8" },
		{ "a\rb\n", "a=0Db\r\n", "a bare CR" },
		{ "\n\n", "\r\n\r\n", "empty lines" }
	};
	struct buf b = BUF_INIT(8192);
	char big[301];
	const char *p, *end;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		buf_empty(&b);
		mail_qp(&b, t[i].in, strlen(t[i].in));
		if (strcmp(buf_get(&b), t[i].out) != 0)
			fail_msg("%s: %s", t[i].why, buf_get(&b));
	}
	memset(big, '.', 300);
	big[300] = '\0';
	buf_empty(&b);
	mail_qp(&b, big, 300);
	for (p = buf_get(&b); *p != '\0'; p = end + 2) {
		end = strstr(p, "\r\n");
		assert_non_null(end);
		assert_true(end - p <= 76);
		assert_true(*p != '.');
	}
	buf_clear(&b);
}

/* ------------------------------------------------------------ whole mails */

static const struct mail_head head = { "ctr@corp.example.test",
	"m.jones@corp.example.test", NULL, "ctr.7.00ff", "corp.example.test",
	1795000000, 0 };

static struct pairs *
sample(const char *name)
{
	struct pairs *p = pairs_new();

	pairs_set(p, PAIRS_ALL, "contractor_name", name);
	pairs_set(p, PAIRS_ALL, "contractor_upn", "j@corp.example.test");
	pairs_set(p, PAIRS_ALL, "manager_name", "Mia");
	pairs_set(p, PAIRS_ALL, "attest_url", "https://c.test/ctr/t/A/attest");
	pairs_set(p, PAIRS_ALL, "offboard_url", "https://c.test/ctr/t/A/off");
	return p;
}

static struct mail_doc *
parsed(const char *text)
{
	struct err e = ERR_INIT;
	struct mail_doc *d = mail_parse(text, no_name, NULL, &e);

	if (d == NULL)
		fail_msg("%s", e.text);
	return d;
}

static void
make(struct buf *out, const struct pairs *p)
{
	struct mail_doc *d = parsed(body);
	struct err e = ERR_INIT;

	if (mail_text(out, d, p, &head, &e) == -1)
		fail_msg("%s", e.text);
	mail_doc_free(d);
}

/* No bare CR or LF, no NUL, no line over 998 octets (RFC 5322, 2.1.1). */
static void
check_octets(const struct buf *b)
{
	size_t i, col = 0;

	assert_true(b->len > 2 && memcmp(b->p + b->len - 2, "\r\n", 2) == 0);
	for (i = 0; i < b->len; i++) {
		assert_true(b->p[i] != '\0' && (b->p[i] & 0x80) == 0);
		if (b->p[i] == '\r') {
			assert_true(b->p[i + 1] == '\n');
			assert_true(col <= 998);
		}
		if (b->p[i] == '\n')
			assert_true(i > 0 && b->p[i - 1] == '\r');
		col = b->p[i] == '\n' ? 0 : col + 1;
	}
}

static int
count(const char *in, const char *what)
{
	int n = 0;

	while ((in = strstr(in, what)) != NULL) {
		in += strlen(what);
		n++;
	}
	return n;
}

static const char *const hostile[] = {
	"x\r\nBcc: a@b.test\r\n\r\nbody",
	"{{offboard_url}}",
	"[Approve] http://evil.test/",
	"[Approve]\nhttp://evil.test/",
	"\xe2\x80\xae" "evil",
	"\"><script>alert(1)</script>",
	"--=_ctr_part\r\nContent-Type: text/html",
	"=_ctr_part",
	".\r\n.\r\nQUIT",
	"{{#rows}}",
	"# heading",
	"\xff\xfe\xfd",
	"' onmouseover='x"
};

static void
hostile_names(void **state)
{
	struct buf b = BUF_INIT(1 << 20), h = BUF_INIT(1 << 20);
	struct mail_doc *d = parsed(body);
	struct pairs *p, *clean;
	const char *end;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(hostile); i++) {
		p = sample(hostile[i]);
		buf_empty(&b);
		make(&b, p);
		check_octets(&b);
		assert_int_equal(count(b.p, "\r\n--=_ctr_part\r\n"), 2);
		assert_int_equal(count(b.p, "\r\n--=_ctr_part--\r\n"), 1);
		end = strstr(b.p, "\r\n\r\n");
		assert_non_null(end);
		*(char *)(uintptr_t)end = '\0';
		assert_int_equal(count(b.p, "\r\nBcc"), 0);
		assert_int_equal(count(b.p, "\r\nSubject: "), 1);

		clean = mail_value_all(p);
		buf_empty(&h);
		mail_html(&h, d, clean);
		assert_int_equal(count(buf_get(&h), "<a href="), 3);
		assert_int_equal(count(buf_get(&h), "<script"), 0);
		assert_int_equal(count(buf_get(&h), "onmouseover='"), 0);
		assert_null(strstr(buf_get(&h), "://evil"));
		buf_empty(&h);
		mail_plain(&h, d, clean);
		assert_int_equal(count(buf_get(&h), "\nhttp"), 3);
		assert_int_equal(count(buf_get(&h), "\n.\n"), 0);
		pairs_free(clean);
		pairs_free(p);
	}
	mail_doc_free(d);
	buf_clear(&b);
	buf_clear(&h);
}

static void
long_name(void **state)
{
	struct buf b = BUF_INIT(1 << 20);
	char big[2001];
	struct pairs *p;

	(void)state;
	memset(big, 'y', 2000);
	big[2000] = '\0';
	p = sample(big);
	make(&b, p);
	check_octets(&b);
	pairs_free(p);
	buf_clear(&b);
}

static void
same_twice(void **state)
{
	struct buf a = BUF_INIT(1 << 20), b = BUF_INIT(1 << 20);
	struct pairs *p = sample("Zo\xc3\xab");

	(void)state;
	make(&a, p);
	make(&b, p);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.p, b.p, a.len);
	assert_non_null(strstr(a.p, "\r\nAuto-Submitted: auto-generated\r\n"));
	assert_non_null(strstr(a.p, "\r\nX-Auto-Response-Suppress: OOF, "
	    "AutoReply\r\n"));
	assert_non_null(strstr(a.p, "\r\nMessage-ID: "
	    "<ctr.7.00ff@corp.example.test>\r\n"));
	assert_non_null(strstr(a.p, "Date: Wed, 18 Nov 2026 11:06:40 +0000"));
	assert_true(strstr(a.p, "text/plain") < strstr(a.p, "text/html"));
	pairs_free(p);
	buf_clear(&a);
	buf_clear(&b);
}

static void
empty_is_left_out(void **state)
{
	struct mail_doc *d = parsed(body);
	struct buf b = BUF_INIT(1 << 20);
	struct pairs *p = sample("Ana"), *clean;

	(void)state;
	clean = mail_value_all(p);
	mail_plain(&b, d, clean);
	assert_string_equal(buf_get(&b),
	    "Ana\n"
	    "\nHello Mia, two lines.\n"
	    "\nR&D <b> here.\n"
	    "\n- Login: j@corp.example.test\n"
	    "\nStill here:\nhttps://c.test/ctr/t/A/attest\n"
	    "\nGone:\nhttps://c.test/ctr/t/A/off\n"
	    "\nTicket:\nhttps://help.example.test/new?who=Ana&a=1\n"
	    "\n-- \nSmall print.\n");
	buf_empty(&b);
	mail_html(&b, d, clean);
	assert_non_null(strstr(buf_get(&b), ">R&amp;D &lt;b&gt; here.<"));
	assert_non_null(strstr(buf_get(&b), "who=Ana&amp;a=1\""));
	pairs_free(clean);
	pairs_free(p);
	mail_doc_free(d);
	buf_clear(&b);
}

static void
rows(void **state)
{
	struct mail_doc *d = parsed(body);
	struct buf b = BUF_INIT(1 << 20), m = BUF_INIT(4 << 20);
	struct pairs *p = sample("Ana");
	char name[16];
	int i;

	(void)state;
	for (i = 0; i < VOCAB_ROWS + 5; i++) {
		snprintf(name, sizeof(name), "row%d", i);
		pairs_set(p, i, "contractor_name", name);
	}
	mail_plain(&b, d, p);
	assert_int_equal(count(buf_get(&b), "- Row: row"), VOCAB_ROWS);
	assert_non_null(strstr(buf_get(&b), "- Row: row0\n"));
	assert_null(strstr(buf_get(&b), "row30"));
	make(&m, p);
	assert_non_null(strstr(m.p, "\r\nLeft out: 5.\r\n"));
	assert_true(m.len < 102 * 1024);
	pairs_free(p);
	mail_doc_free(d);
	buf_clear(&b);
	buf_clear(&m);
}

static void
addresses(void **state)
{
	static const char *const bad[] = { "x", "a@b\r\nBcc: c@d", "a b@c.test",
	    "\"a\"@c.test", "a@b,c@d", "<a@b.test>", "\xc3\xa9@b.test", "" };
	struct mail_doc *d = parsed(body);
	struct pairs *p = sample("Ana");
	struct mail_head h = head;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(bad); i++) {
		struct buf b = BUF_INIT(1 << 20);
		struct err e = ERR_INIT;

		h.to = bad[i];
		assert_int_equal(mail_text(&b, d, p, &h, &e), -1);
		assert_int_equal(e.kind, ERR_DATA);
		buf_clear(&b);
	}
	pairs_free(p);
	mail_doc_free(d);
}

static void
bounce_addresses(void **state)
{
	struct mail_conf m = { .bounce = (char []){ "bounce+%@c.test" },
	    .from = (char []){ "ctr@c.test" } };
	struct buf b = BUF_INIT(100);

	(void)state;
	mail_conf_bounce(&m, 42, &b);
	assert_string_equal(buf_get(&b), "bounce+42@c.test");
	assert_int_equal(mail_conf_bounced(&m, "bounce+42@c.test"), 42);
	assert_int_equal(mail_conf_bounced(&m, "Bounce+42@C.test"), 42);
	assert_int_equal(mail_conf_bounced(&m, "bounce+@c.test"), 0);
	assert_int_equal(mail_conf_bounced(&m, "bounce+4x@c.test"), 0);
	assert_int_equal(mail_conf_bounced(&m, "bounce+-4@c.test"), 0);
	assert_int_equal(mail_conf_bounced(&m, "ctr@c.test"), 0);
	buf_empty(&b);
	m.bounce = NULL;
	mail_conf_bounce(&m, 42, &b);
	assert_string_equal(buf_get(&b), "ctr@c.test");
	assert_int_equal(mail_conf_bounced(&m, "bounce+42@c.test"), 0);
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parse_errors),
		cmocka_unit_test(brackets_that_are_text),
		cmocka_unit_test(clean_values),
		cmocka_unit_test(links),
		cmocka_unit_test(quoted_printable),
		cmocka_unit_test(hostile_names),
		cmocka_unit_test(long_name),
		cmocka_unit_test(same_twice),
		cmocka_unit_test(empty_is_left_out),
		cmocka_unit_test(rows),
		cmocka_unit_test(addresses),
		cmocka_unit_test(bounce_addresses)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
