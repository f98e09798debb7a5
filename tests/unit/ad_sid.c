/* ad_sid.h and ad_config_read: what a directory and a person may write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "connect/ad_sid.h"

#define B(s) (s), sizeof(s) - 1

static const struct {
	const char *why, *bytes;
	size_t	len;
	const char *sid;	/* NULL: no SID */
} sids[] = {
	{ "Administrators", B("\1\2\0\0\0\0\0\5\x20\0\0\0\x20\2\0\0"),
	    "S-1-5-32-544" },
	{ "Everyone", B("\1\1\0\0\0\0\0\1\0\0\0\0"), "S-1-1-0" },
	{ "the largest numbers", B("\1\1\xff\xff\xff\xff\xff\xff"
	    "\xff\xff\xff\xff"), "S-1-281474976710655-4294967295" },
	{ "no sub-authority", B("\1\0\0\0\0\0\0\5"), "S-1-5" },
	{ "another revision", B("\2\1\0\0\0\0\0\1\0\0\0\0"), NULL },
	{ "one byte short", B("\1\1\0\0\0\0\0\1\0\0\0"), NULL },
	{ "one byte long", B("\1\1\0\0\0\0\0\1\0\0\0\0\0"), NULL },
	{ "16 sub-authorities", B("\1\20\0\0\0\0\0\5"), NULL },
	{ "nothing", B(""), NULL },
};

static void
test_sids(void **state)
{
	char out[AD_SID];
	size_t i;
	int rc;

	(void)state;
	for (i = 0; i < sizeof(sids) / sizeof(sids[0]); i++) {
		rc = ad_sid(sids[i].bytes, sids[i].len, out);
		if (rc != (sids[i].sid == NULL ? -1 : 0) ||
		    (rc == 0 && strcmp(out, sids[i].sid) != 0))
			fail_msg("%s: %d %s", sids[i].why, rc, out);
	}
}

static void
test_privileged(void **state)
{
	(void)state;
	assert_true(ad_sid_privileged("S-1-5-32-544"));
	assert_true(ad_sid_privileged("S-1-5-21-1-2-3-512"));
	assert_true(ad_sid_privileged("S-1-5-21-9-9-9-519"));
	assert_false(ad_sid_privileged("S-1-5-32-545"));
	assert_false(ad_sid_privileged("S-1-5-21-1-2-3-513"));
	assert_false(ad_sid_privileged("S-1-5-21-1-2-3-5120"));
	assert_false(ad_sid_privileged("S-1-5-32-512"));
	assert_false(ad_sid_privileged("S-1-5-21-1-2-3-544"));
	assert_false(ad_sid_privileged(""));
	assert_int_equal(ad_sid_rid("S-1-5-21-1-2-3-500"), 500);
	assert_int_equal(ad_sid_rid("S-1-5-21-1-2-3-"), -1);
	assert_int_equal(ad_sid_rid("x"), -1);
}

#define GUID "5f30f953774950469ed3c74a451cd98f"
#define USER_SID "010100000000000100000000"

static void
test_split(void **state)
{
	char guid[AD_GUID], sid[AD_SID];

	(void)state;
	assert_string_equal(ad_sid_split("<GUID=" GUID ">;<SID=" USER_SID
	    ">;CN=a,DC=b", guid, sid), "CN=a,DC=b");
	assert_string_equal(guid, GUID);
	assert_string_equal(sid, "S-1-1-0");
	assert_string_equal(ad_sid_split("<GUID=5F30F953774950469ED3C74A451CD98F"
	    ">;CN=a", guid, sid), "CN=a");
	assert_string_equal(guid, GUID);
	assert_string_equal(sid, "");
	assert_string_equal(ad_sid_split("CN=plain", guid, sid), "CN=plain");
	assert_string_equal(guid, "");
	assert_string_equal(ad_sid_split("<GUID=5f30>;CN=short", guid, NULL),
	    "CN=short");
	assert_string_equal(guid, "");
	assert_string_equal(ad_sid_split("<GUID=" GUID, guid, sid),
	    "<GUID=" GUID);
	assert_string_equal(guid, "");
	assert_string_equal(ad_sid_split("<SID=0>;<GUID=zz>;x", guid, sid), "x");
	assert_string_equal(sid, "");
	assert_string_equal(guid, "");
}

static const struct { const char *dn, *name; } names[] = {
	{ "CN=Domain Admins,CN=Users,DC=x", "Domain Admins" },
	{ "CN=Smith\\, John,OU=a", "Smith, John" },
	{ "no dn at all", "no dn at all" },
};

static void
test_names(void **state)
{
	size_t i;
	char *s;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		s = ad_sid_name(names[i].dn);
		assert_string_equal(s, names[i].name);
		free(s);
	}
}

#define PW "\"bind\":\"b\",\"password\":\"p\""

static const struct {
	const char *why, *json, *words;	/* NULL: it is good */
} configs[] = {
	{ "StartTLS", "{\"uri\":\"ldap://a\"," PW "}", NULL },
	{ "LDAPS", "{\"uri\":\"LDAPS://a\"," PW "}", NULL },
	{ "Kerberos, sealed", "{\"uri\":\"ldap://a\",\"sasl\":\"gssapi\","
	    "\"keytab\":\"/k\"}", NULL },
	{ "Kerberos in TLS", "{\"uri\":\"ldap://a\",\"sasl\":\"gssapi\","
	    "\"keytab\":\"/k\",\"tls\":\"starttls\"}", NULL },
	{ "an employee type of another name", "{\"uri\":\"ldap://a\"," PW
	    ",\"employee_type\":\"*\",\"ou\":\"OU=x\"}", NULL },
	{ "no uri", "{" PW "}", "uri is missing" },
	{ "another scheme", "{\"uri\":\"ldapi://a\"," PW "}", "neither" },
	{ "clear text", "{\"uri\":\"ldap://a\",\"tls\":\"none\"," PW "}",
	    "clear text" },
	{ "clear text by a second uri",
	    "{\"uri\":\"ldaps://a ldap://b\"," PW "}", "among" },
	{ "TLS twice", "{\"uri\":\"ldaps://a\",\"tls\":\"starttls\"," PW "}",
	    "starttls with ldaps" },
	{ "no password", "{\"uri\":\"ldap://a\",\"bind\":\"b\"}", "missing" },
	{ "no keytab", "{\"uri\":\"ldap://a\",\"sasl\":\"gssapi\"}", "keytab" },
	{ "page_size", "{\"uri\":\"ldap://a\",\"page_size\":\"1001\"," PW "}",
	    "1 to 1000" },
	{ "all_dcs", "{\"uri\":\"ldap://a\",\"all_dcs\":\"maybe\"," PW "}",
	    "neither no nor yes" },
	{ "a filter without parentheses",
	    "{\"uri\":\"ldap://a\",\"filter\":\"a=b\"," PW "}", "parentheses" },
	{ "everybody", "{\"uri\":\"ldap://a\",\"employee_type\":\"*\"," PW "}",
	    "everybody" },
	{ "an unknown name", "{\"uri\":\"ldap://a\",\"pasword\":\"x\"," PW "}",
	    "unknown name \"pasword\"" },
	{ "a number", "{\"uri\":\"ldap://a\",\"page_size\":5," PW "}",
	    "no text" },
};

static void
test_configs(void **state)
{
	struct ad_config c;
	struct err e;
	json_t *o;
	size_t i;
	int rc;

	(void)state;
	for (i = 0; i < sizeof(configs) / sizeof(configs[0]); i++) {
		assert_non_null(o = json_loads(configs[i].json, 0, NULL));
		err_clear(&e);
		rc = ad_config_read(&c, o, &e);
		if (rc != (configs[i].words == NULL ? 0 : -1) || (rc == -1 &&
		    (e.kind != ERR_CONFIG ||
		    strstr(e.text, configs[i].words) == NULL)))
			fail_msg("%s: %d %s", configs[i].why, rc, e.text);
		ad_config_clear(&c);
		json_decref(o);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sids),
		cmocka_unit_test(test_privileged),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_configs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
