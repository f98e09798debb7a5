#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act/key.h"
#include "act/vault.h"

#define TOKEN "YQABAAAAAAAAAicAAAAAa0nSAA"

static char dir[64];

static int
setup(void **state)
{
	(void)state;
	(void)snprintf(dir, sizeof(dir), "/tmp/ctr-vault.XXXXXX");
	return mkdtemp(dir) == NULL || sodium_init() == -1 ? -1 : 0;
}

static void
empty(void)
{
	char path[512];
	struct dirent *d;
	DIR *dp = opendir(dir);

	while (dp != NULL && (d = readdir(dp)) != NULL) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, d->d_name);
		(void)unlink(path);
	}
	if (dp != NULL)
		(void)closedir(dp);
}

static int
teardown(void **state)
{
	(void)state;
	empty();
	return rmdir(dir);
}

static void
make_key(void)
{
	struct err e = ERR_INIT;
	int n;

	assert_int_equal(key_make(dir, "acme", "credential", &n, &e), 0);
}

static void
round_trip(void **state)
{
	char one[VAULT_MAX + 1], two[VAULT_MAX + 1], out[VAULT_MAX + 1];
	struct err e = ERR_INIT;

	(void)state;
	empty();
	make_key();
	assert_int_equal(vault_shut(dir, "acme", TOKEN, one, &e), 0);
	assert_int_equal(vault_shut(dir, "acme", TOKEN, two, &e), 0);
	assert_int_equal(strncmp(one, "sealed:1:", 9), 0);
	assert_null(strstr(one, TOKEN));
	assert_string_not_equal(one, two);	/* nor does it show it again */
	assert_int_equal(vault_open(dir, "acme", one, out, &e), 0);
	assert_string_equal(out, TOKEN);
}

static void
what_does_not_open(void **state)
{
	static const struct {
		const char *why, *kept;
	} c[] = {
		{ "nothing in it", "sealed:1:" },
		{ "no number", "sealed:" },
		{ "a number that is none", "sealed:1x:YWJj" },
		{ "key 0", "sealed:0:YWJj" },
		{ "a longer number", "sealed:00000001:YWJj" },
		{ "no base64", "sealed:1:!!!!" },
		{ "too short", "sealed:1:YWJj" },
	};
	char kept[VAULT_MAX + 1], out[VAULT_MAX + 1];
	struct err e = ERR_INIT;
	size_t i;

	(void)state;
	empty();
	make_key();
	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		err_clear(&e);
		if (vault_open(dir, "acme", c[i].kept, out, &e) != -1 ||
		    e.kind != ERR_DATA)
			fail_msg("%s", c[i].why);
	}
	assert_int_equal(vault_shut(dir, "acme", TOKEN, kept, &e), 0);
	kept[40] = kept[40] == 'A' ? 'B' : 'A';
	assert_int_equal(vault_open(dir, "acme", kept, out, &e), -1);
	assert_int_equal(vault_shut(dir, "acme", TOKEN, kept, &e), 0);
	empty();
	make_key();		/* another one of the same number */
	assert_int_equal(vault_open(dir, "acme", kept, out, &e), -1);
	empty();
	err_clear(&e);
	assert_int_equal(vault_open(dir, "acme", kept, out, &e), -1);
	assert_int_equal(e.kind, ERR_CONFIG);
}

/* What an earlier key sealed is opened by that one, and by no other. */
static void
by_its_number(void **state)
{
	char kept[VAULT_MAX + 1], other[VAULT_MAX + 1], out[VAULT_MAX + 1];
	struct err e = ERR_INIT;

	(void)state;
	empty();
	make_key();
	assert_int_equal(vault_shut(dir, "acme", TOKEN, kept, &e), 0);
	make_key();
	assert_int_equal(vault_open(dir, "acme", kept, out, &e), 0);
	assert_string_equal(out, TOKEN);
	assert_int_equal(vault_shut(dir, "acme", TOKEN, other, &e), 0);
	assert_int_equal(strncmp(other, "sealed:2:", 9), 0);
	other[7] = '1';
	assert_int_equal(vault_open(dir, "acme", other, out, &e), -1);
	assert_int_equal(e.kind, ERR_DATA);
	other[7] = '3';
	err_clear(&e);
	assert_int_equal(vault_open(dir, "acme", other, out, &e), -1);
	assert_int_equal(e.kind, ERR_DATA);
}

/* A tenant of before there was such a key. */
static void
no_key(void **state)
{
	char kept[VAULT_MAX + 1], out[VAULT_MAX + 1];
	struct err e = ERR_INIT;

	(void)state;
	empty();
	assert_int_equal(vault_shut(dir, "acme", TOKEN, kept, &e), 0);
	assert_string_equal(kept, TOKEN);
	assert_int_equal(vault_open(dir, "acme", kept, out, &e), 0);
	assert_string_equal(out, TOKEN);
}

/* Never in clear because a key could not be read. */
static void
key_not_read(void **state)
{
	char kept[VAULT_MAX + 1] = "", path[96];
	struct err e = ERR_INIT;

	(void)state;
	empty();
	make_key();
	(void)snprintf(path, sizeof(path), "%s/acme.credential.1.pub", dir);
	assert_int_equal(truncate(path, 7), 0);
	assert_int_equal(vault_shut(dir, "acme", TOKEN, kept, &e), -1);
	assert_string_equal(kept, "");
	assert_int_equal(vault_shut("/nowhere", "acme", TOKEN, kept, &e), -1);
	assert_int_equal(e.kind, ERR_CONFIG);
	assert_string_equal(kept, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(what_does_not_open),
		cmocka_unit_test(by_its_number),
		cmocka_unit_test(no_key),
		cmocka_unit_test(key_not_read),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
