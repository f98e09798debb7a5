#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/when.h"
#include "connect/cert_until.h"

/* A certificate up to what is read of it, and the end of its validity. */
#define CERT(all, body, version, validity, until) \
	"\x30" all "\x30" body version "\x02\x01\x05" "\x30\x00" \
	"\x30\x81\x02\x05\x00" "\x30" validity \
	"\x17\x0d" "200101000000Z" until

static const struct {
	const char *why;
	const char *der;
	size_t	len;
	const char *until;
} rows[] = {
#define ROW(why, s, until) { why, s, sizeof(s) - 1, until }
	ROW("version 3, UTCTime", CERT("\x31", "\x2f",
	    "\xa0\x03\x02\x01\x02", "\x1e", "\x17\x0d" "271231235959Z"),
	    "2027-12-31T23:59:59Z"),
	ROW("version 1", CERT("\x2c", "\x2a", "", "\x1e",
	    "\x17\x0d" "271231235959Z"), "2027-12-31T23:59:59Z"),
	ROW("the other century", CERT("\x2c", "\x2a", "", "\x1e",
	    "\x17\x0d" "991231235959Z"), "1999-12-31T23:59:59Z"),
	ROW("GeneralizedTime", CERT("\x2e", "\x2c", "", "\x20",
	    "\x18\x0f" "20511231235959Z"), "2051-12-31T23:59:59Z"),
	ROW("no day", CERT("\x2c", "\x2a", "", "\x1e",
	    "\x17\x0d" "271331235959Z"), NULL),
	ROW("cut off", CERT("\x2c", "\x2a", "", "\x1e",
	    "\x17\x0d" "27123123595"), NULL),
	ROW("another element", "\x31\x03\x02\x01\x05", NULL),
	ROW("a length of four bytes", "\x30\x84\x00\x00\x00\x01\x05", NULL),
	ROW("no length", "\x30\x80\x00\x00", NULL),
	ROW("nothing", "", NULL),
};

static void
test_rows(void **state)
{
	char iso[21];
	int64_t at;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int rc = cert_until((const unsigned char *)rows[i].der,
		    rows[i].len, &at);

		print_message("%s\n", rows[i].why);
		assert_int_equal(rc, rows[i].until != NULL);
		if (rc) {
			when_iso(at, iso);
			assert_string_equal(iso, rows[i].until);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_rows) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
