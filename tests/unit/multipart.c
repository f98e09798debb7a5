#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "web/multipart.h"

static struct buf heard = BUF_INIT(1 << 20);

static int
begin(const struct multipart_part *part, void *arg, struct err *e)
{
	(void)arg;
	if (strcmp(part->name, "stop") == 0)
		return err_set(e, ERR_REFUSED, "stop");
	buf_fmt(&heard, "%s%s%s=", part->name, part->is_file ? "@" : "",
	    part->file);
	return 0;
}

static int
data(const char *p, size_t n, void *arg, struct err *e)
{
	(void)arg;
	(void)e;
	buf_add(&heard, p, n);
	return 0;
}

static int
end(void *arg, struct err *e)
{
	(void)arg;
	(void)e;
	buf_chr(&heard, ';');
	return 0;
}

/* feed: in pieces of size; 0, -1 refused, -2 no last boundary. */
static int
feed(const char *type, const char *p, size_t len, size_t size)
{
	struct err e = ERR_INIT;
	struct multipart m;
	size_t n;

	buf_empty(&heard);
	if (multipart_init(&m, type) == -1)
		return -1;
	m.begin = begin;
	m.data = data;
	m.end = end;
	for (; len > 0; p += n, len -= n) {
		n = len < size ? len : size;
		if (multipart_feed(&m, p, n, &e) == -1)
			return -1;
	}
	return multipart_whole(&m) ? 0 : -2;
}

#define FORM "multipart/form-data; boundary=XX"
#define PART(more) "--XX\r\nContent-Disposition: form-data; " more "\r\n\r\n"

static void
good(void **state)
{
	static const struct {
		const char *why, *type, *body, *want;
	} c[] = {
		{ "a field", FORM, PART("name=\"a\"") "x\r\n--XX--\r\n",
		    "a=x;" },
		{ "two", FORM, PART("name=a") "x\r\n" PART("name=\"b\"")
		    "y\r\n--XX--", "a=x;b=y;" },
		{ "an empty one", FORM, PART("name=a") "\r\n--XX--", "a=;" },
		{ "a file", FORM, PART("name=\"f\"; filename=\"v.csv\"")
		    "u,v\r\n1,2\r\n\r\n--XX--", "f@v.csv=u,v\r\n1,2\r\n;" },
		{ "no file chosen", FORM, PART("name=\"f\"; filename=\"\"")
		    "\r\n--XX--", "f@=;" },
		{ "other headers", FORM, "--XX\r\nX-A: b\r\n"
		    "CONTENT-disposition: FORM-data; NAME=a\r\n"
		    "Content-Type: text/csv; charset=\"x\"\r\n\r\nx\r\n--XX--",
		    "a=x;" },
		{ "a preamble and an epilogue", FORM, "hello\r\n"
		    PART("name=a") "x\r\n--XX--\r\nbye\r\n--XX\r\n", "a=x;" },
		{ "nearly a boundary", FORM, PART("name=a")
		    "\r\n--X\r\n-\r\r\n--XY\r\n--XX--", "a=\r\n--X\r\n-\r"
		    "\r\n--XY;" },
		{ "space behind it", FORM, "--XX \t\r\n"
		    "Content-Disposition: form-data; name=a\r\n\r\nx"
		    "\r\n--XX--", "a=x;" },
		{ "a quoted boundary", "multipart/form-data; charset=x; "
		    "boundary=\"X X\"", "--X X\r\nContent-Disposition: "
		    "form-data; name=a\r\n\r\nx\r\n--X X--", "a=x;" },
		{ "a path is no name", FORM, PART("name=f; "
		    "filename=\"C:\\tmp\\..\\v.csv\"") "\r\n--XX--",
		    "f@v.csv=;" },
		{ "nor is one up", FORM, PART("name=f; filename=\"../..\"")
		    "\r\n--XX--", "f@=;" },
		{ "escaped quotes", FORM, PART("name=f; "
		    "filename=\"a%22b\\\"c.csv\"") "\r\n--XX--",
		    "f@a\"b\"c.csv=;" },
		{ "no control in a name", FORM, PART("name=f; "
		    "filename=\"a%0D%0Ab\033[1m.csv\"") "\r\n--XX--",
		    "f@ab[1m.csv=;" },
		{ "a name that is no UTF-8", FORM, PART("name=f; "
		    "filename=\"\377.csv\"") "\r\n--XX--", "f@=;" },
		{ "filename* counts for nothing", FORM, PART("name=f; "
		    "filename=\"a.csv\"; filename*=UTF-8''..%2fb")
		    "\r\n--XX--", "f@a.csv=;" },
	};
	size_t i, size;
	int rc;

	(void)state;
	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++)
		for (size = 1; size < 300; size += size < 20 ? 1 : 279) {
			rc = feed(c[i].type, c[i].body, strlen(c[i].body),
			    size);
			if (rc != 0 || strcmp(buf_get(&heard), c[i].want) !=
			    0)
				fail_msg("%s, by %zu: %d, %s", c[i].why, size,
				    rc, buf_get(&heard));
		}
}

static void
refused(void **state)
{
	static const struct {
		const char *why, *type, *body;
		int want;
	} c[] = {
		{ "another type", "text/plain; boundary=XX", "", -1 },
		{ "no boundary", "multipart/form-data", "", -1 },
		{ "an empty one", "multipart/form-data; boundary=\"\"", "",
		    -1 },
		{ "two", FORM "; boundary=YY", "", -1 },
		{ "one of 71", "multipart/form-data; boundary=aaaaaaaaaabbbb"
		    "bbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggggggggh",
		    "", -1 },
		{ "a bad byte in it", "multipart/form-data; boundary=\"a<\"",
		    "", -1 },
		{ "nothing", FORM, "", -2 },
		{ "the wrong boundary", FORM, "--YY\r\nContent-Disposition: "
		    "form-data; name=a\r\n\r\nx\r\n--YY--", -2 },
		{ "cut in a part", FORM, PART("name=a") "x\r\n--X", -2 },
		{ "cut behind a boundary", FORM, PART("name=a") "x\r\n--XX",
		    -2 },
		{ "one dash", FORM, PART("name=a") "x\r\n--XX-", -2 },
		{ "one dash and more", FORM, PART("name=a") "x\r\n--XX-\r\n",
		    -1 },
		{ "text behind a boundary", FORM, "--XXY\r\n", -1 },
		{ "no headers", FORM, "--XX\r\n\r\nx\r\n--XX--", -1 },
		{ "no disposition", FORM, "--XX\r\nA: b\r\n\r\nx\r\n--XX--",
		    -1 },
		{ "two of them", FORM, "--XX\r\nContent-Disposition: form-data"
		    "; name=a\r\nContent-Disposition: form-data; name=b\r\n"
		    "\r\n\r\n--XX--", -1 },
		{ "attachment", FORM, "--XX\r\nContent-Disposition: "
		    "attachment; name=a\r\n\r\n\r\n--XX--", -1 },
		{ "no name", FORM, PART("filename=a") "\r\n--XX--", -1 },
		{ "a name twice", FORM, PART("name=a; name=b") "\r\n--XX--",
		    -1 },
		{ "a name that is not ours", FORM, PART("name=\"a b\"")
		    "\r\n--XX--", -1 },
		{ "an open quote", FORM, PART("name=\"a") "\r\n--XX--", -1 },
		{ "a folded header", FORM, "--XX\r\nContent-Disposition: "
		    "form-data;\r\n name=a\r\n\r\n\r\n--XX--", -1 },
		{ "bare line ends", FORM, "--XX\nContent-Disposition: "
		    "form-data; name=a\n\nx\n--XX--", -1 },
		{ "base64", FORM, "--XX\r\nContent-Disposition: form-data; "
		    "name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n"
		    "\r\n--XX--", -1 },
		{ "what the caller refuses", FORM, PART("name=stop")
		    "\r\n--XX--", -1 },
	};
	size_t i, size;
	int rc;

	(void)state;
	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++)
		for (size = 1; size < 300; size += size < 20 ? 1 : 279)
			if ((rc = feed(c[i].type, c[i].body,
			    strlen(c[i].body), size)) != c[i].want)
				fail_msg("%s, by %zu: %d", c[i].why, size, rc);
}

static void
limits(void **state)
{
	char body[16384], *p = body;
	int i;

	(void)state;
	p += snprintf(p, 100, "--XX\r\nX: ");
	memset(p, 'a', MULTIPART_HEAD_LEN);
	p += MULTIPART_HEAD_LEN;
	(void)snprintf(p, 100, "\r\nContent-Disposition: form-data; name=a"
	    "\r\n\r\n\r\n--XX--");
	assert_int_equal(feed(FORM, body, strlen(body), 500), -1);
	for (i = 0, p = body; i <= MULTIPART_PARTS; i++)
		p += snprintf(p, 100, PART("name=a%d") "\r\n", i);
	(void)snprintf(p, 10, "--XX--");
	assert_int_equal(feed(FORM, body, strlen(body), 500), -1);
	assert_int_equal(feed(FORM, "--XX\r\nA\0B: c\r\nContent-Disposition: "
	    "form-data; name=a\r\n\r\n\r\n--XX--", 69, 69), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good),
		cmocka_unit_test(refused),
		cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
