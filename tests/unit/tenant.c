#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/tenant.h"
#include "sandbox.h"

static const struct {
	const char *why;
	const char *name;
	int	kind;
} names[] = {
	{ "plain", "acme", 0 },
	{ "a digit first", "7eleven", 0 },
	{ "hyphens inside and last", "a-b-", 0 },
	{ "63 bytes", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaa", 0 },
	{ "64 bytes", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaa", ERR_USAGE },
	{ "empty", "", ERR_USAGE },
	{ "a hyphen first would be an option", "-a", ERR_USAGE },
	{ "upper case", "Acme", ERR_USAGE },
	{ "a way out", "..", ERR_USAGE },
	{ "a slash", "a/b", ERR_USAGE },
	{ "a newline", "a\n", ERR_USAGE },
	{ "not ASCII", "\303\244", ERR_USAGE },
};

static void
test_names(void **state)
{
	struct tenant t;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct err e = ERR_INIT;
		int rc = tenant_init(&t, names[i].name, &e);

		print_message("%s\n", names[i].why);
		assert_int_equal(rc, names[i].kind == 0 ? 0 : -1);
		assert_int_equal(e.kind, names[i].kind);
	}
}

static void
test_paths(void **state)
{
	struct tenant t;
	struct err e = ERR_INIT;
	char longer[600];

	(void)state;
	setenv("CTR_VAR", "/x/y", 1);
	unsetenv("CTR_TENANT");
	assert_int_equal(tenant_init(&t, NULL, &e), 0);
	assert_string_equal(t.name, "default");
	assert_string_equal(t.dir, "/x/y/default");
	assert_string_equal(t.db, "/x/y/default/registry.db");
	setenv("CTR_TENANT", "acme", 1);
	assert_int_equal(tenant_init(&t, NULL, &e), 0);
	assert_string_equal(t.name, "acme");
	setenv("CTR_TENANT", "../acme", 1);
	assert_int_equal(tenant_init(&t, NULL, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	unsetenv("CTR_TENANT");
	memset(longer, 'x', sizeof(longer) - 1);
	longer[0] = '/';
	longer[sizeof(longer) - 1] = '\0';
	setenv("CTR_VAR", longer, 1);
	assert_int_equal(tenant_init(&t, "a", &e), -1);
	assert_int_equal(e.kind, ERR_CONFIG);
	setenv("CTR_ETC", "", 1);
	assert_true(*tenant_etc() == '/');	/* empty counts as unset */
	setenv("CTR_ETC", "/e", 1);
	assert_string_equal(tenant_etc(), "/e");
}

static char seen[256];

static int
collect(const char *name, void *stop_at)
{
	size_t n = strlen(seen);

	snprintf(seen + n, sizeof(seen) - n, "%s ", name);
	return stop_at != NULL && strcmp(name, stop_at) == 0 ? 7 : 0;
}

static void
test_each(void **state)
{
	struct err e = ERR_INIT;
	char stop[] = "a-b";

	(void)state;
	sandbox_dir("var");
	sandbox_dir("var/zeta");
	sandbox_put("var/zeta/registry.db", "", 0600);
	sandbox_dir("var/a-b");
	sandbox_put("var/a-b/registry.db", "", 0600);
	sandbox_dir("var/a1");
	sandbox_put("var/a1/registry.db", "", 0600);
	sandbox_dir("var/empty");		/* no registry: not a tenant */
	sandbox_dir("var/Upper");
	sandbox_put("var/Upper/registry.db", "", 0600);
	sandbox_put("var/file", "", 0600);
	assert_int_equal(symlink("zeta", sandbox_path("var/linked")), 0);
	setenv("CTR_VAR", sandbox_path("var"), 1);
	assert_int_equal(tenant_each(collect, NULL, &e), 0);
	assert_string_equal(seen, "a-b a1 zeta ");
	seen[0] = '\0';
	assert_int_equal(tenant_each(collect, stop, &e), 7);
	assert_string_equal(seen, "a-b ");
	setenv("CTR_VAR", "/nonexistent/ctr", 1);
	assert_int_equal(tenant_each(collect, NULL, &e), -1);
	assert_int_equal(e.kind, ERR_CONFIG);
}

static void
test_connector(void **state)
{
	struct err e = ERR_INIT;
	char path[512];

	(void)state;
	sandbox_dir("con");
	sandbox_put("con/ctr-connect-ad", "", 0755);
	sandbox_put("con/ctr-connect-notx", "", 0644);
	sandbox_put("con/ctr-connect-open", "", 0757);
	sandbox_dir("con/ctr-connect-dir");
	setenv("CTR_CONNECT", sandbox_path("con"), 1);
	assert_int_equal(tenant_connector("ad", path, sizeof(path), &e), 0);
	assert_string_equal(path, sandbox_path("con/ctr-connect-ad"));
	assert_int_equal(tenant_connector("none", path, sizeof(path), &e), -1);
	assert_int_equal(e.kind, ERR_CONFIG);
	assert_int_equal(tenant_connector("notx", path, sizeof(path), &e), -1);
	assert_int_equal(e.kind, ERR_CONFIG);
	assert_int_equal(tenant_connector("dir", path, sizeof(path), &e), -1);
	assert_int_equal(e.kind, ERR_CONFIG);
	assert_int_equal(tenant_connector("open", path, sizeof(path), &e), -1);
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_int_equal(tenant_connector("../ad", path, sizeof(path), &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_int_equal(tenant_connector("", path, sizeof(path), &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_int_equal(tenant_connector("ad", path, 10, &e), -1);
	assert_int_equal(e.kind, ERR_CONFIG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_each),
		cmocka_unit_test(test_connector),
	};

	return cmocka_run_group_tests(tests, sandbox_make, sandbox_drop);
}
