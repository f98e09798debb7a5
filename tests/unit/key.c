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
#include <sys/stat.h>
#include <unistd.h>

#include "act/key.h"

static char dir[64];

static int
setup(void **state)
{
	(void)state;
	(void)snprintf(dir, sizeof(dir), "/tmp/ctr-key.XXXXXX");
	return mkdtemp(dir) == NULL || sodium_init() == -1 ? -1 : 0;
}

static int
teardown(void **state)
{
	char path[512];
	struct dirent *d;
	DIR *dp = opendir(dir);

	(void)state;
	while (dp != NULL && (d = readdir(dp)) != NULL) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, d->d_name);
		(void)unlink(path);
	}
	if (dp != NULL)
		(void)closedir(dp);
	return rmdir(dir);
}

static mode_t
mode_of(const char *name)
{
	char path[512];
	struct stat st;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	return stat(path, &st) == -1 ? 0 : st.st_mode & 07777;
}

static void
put(const char *name, const char *text, mode_t mode)
{
	char path[512];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	(void)unlink(path);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static void
none_yet(void **state)
{
	unsigned char sec[LINK_SECRET_LEN];
	struct err e = ERR_INIT;
	int n = -5;

	(void)state;
	assert_int_equal(key_secret_newest(dir, "acme", "token", &n, sec, &e),
	    -1);
	assert_int_equal(e.kind, ERR_CONFIG);
	assert_int_equal(n, -5);
}

static void
made_and_rotated(void **state)
{
	unsigned char sec[LINK_SECRET_LEN], pub[LINK_PUBLIC_LEN];
	struct err e = ERR_INIT;
	int n, m;

	(void)state;
	for (m = 1; m <= 11; m++) {	/* 10 and 11 sort after 9 */
		assert_int_equal(key_make(dir, "acme", "token", &n, &e), 0);
		assert_int_equal(n, m);
	}
	assert_int_equal(key_make(dir, "acme-b", "token", &n, &e), 0);
	assert_int_equal(n, 1);
	assert_int_equal(key_make(dir, "acme", "evidence", &n, &e), 0);
	assert_int_equal(n, 1);
	assert_int_equal(key_secret_newest(dir, "acme", "token", &n, sec, &e),
	    0);
	assert_int_equal(n, 11);
	assert_int_equal(key_public(dir, "acme", "token", 11, pub, &e), 0);
	assert_memory_equal(pub, sec + 32, 32);	/* a pair */
	assert_int_equal(key_public(dir, "acme", "token", 10, pub, &e), 0);
	assert_memory_not_equal(pub, sec + 32, 32);
	assert_int_equal(key_public(dir, "acme", "token", 12, pub, &e), -1);
	assert_int_equal(e.kind, ERR_DATA);	/* it is the number */
	assert_int_equal(key_secret(dir, "acme", "token", 12, sec, &e), -1);
	assert_int_equal(e.kind, ERR_DATA);
	assert_int_equal(key_public(dir, "other", "token", 1, pub, &e), -1);
	assert_int_equal(e.kind, ERR_CONFIG);	/* it is the place */
	assert_int_equal(key_public("/nowhere", "acme", "token", 1, pub, &e),
	    -1);
	assert_int_equal(e.kind, ERR_CONFIG);
	assert_int_equal(mode_of("acme.token.11"), 0400);
	assert_int_equal(mode_of("acme.token.11.pub"), 0644);
}

/* A making that died after the public half: its number is lost, no more. */
static void
half_a_pair(void **state)
{
	unsigned char sec[LINK_SECRET_LEN];
	struct err e = ERR_INIT;
	int n;

	(void)state;
	put("half.token.1.pub", "00\n", 0644);
	assert_int_equal(key_newest(dir, "half", "token", &e), 0);
	assert_int_equal(key_secret_newest(dir, "half", "token", &n, sec, &e),
	    -1);
	assert_int_equal(key_make(dir, "half", "token", &n, &e), 0);
	assert_int_equal(n, 2);
	assert_int_equal(key_secret_newest(dir, "half", "token", &n, sec, &e),
	    0);
	assert_int_equal(n, 2);
	put("half.token.3.pub", "00\n", 0644);
	assert_int_equal(key_newest(dir, "half", "token", &e), 2);
}

static void
malformed(void **state)
{
	unsigned char sec[LINK_SECRET_LEN], pub[LINK_PUBLIC_LEN];
	char hex[256];
	struct err e = ERR_INIT;
	int n;

	(void)state;
	memset(hex, 'a', 128);
	(void)snprintf(hex + 128, sizeof(hex) - 128, "\n");
	put("bad.token.1", hex, 0444);		/* others can read it */
	assert_int_equal(key_secret_newest(dir, "bad", "token", &n, sec, &e),
	    -1);
	assert_int_equal(e.kind, ERR_CONFIG);
	put("bad.token.2", hex, 0400);
	assert_int_equal(key_secret_newest(dir, "bad", "token", &n, sec, &e),
	    0);
	put("bad.token.3", hex + 2, 0400);	/* short */
	assert_int_equal(key_secret_newest(dir, "bad", "token", &n, sec, &e),
	    -1);
	hex[0] = 'x';
	put("bad.token.4", hex, 0400);
	assert_int_equal(key_secret_newest(dir, "bad", "token", &n, sec, &e),
	    -1);
	put("bad.token.1.pub", "", 0644);
	assert_int_equal(key_public(dir, "bad", "token", 1, pub, &e), -1);
	hex[64] = '\0';
	hex[0] = 'a';
	put("bad.token.1.pub", hex, 0644);	/* no newline: still a key */
	assert_int_equal(key_public(dir, "bad", "token", 1, pub, &e), 0);
	hex[63] = ' ';
	put("bad.token.1.pub", hex, 0644);
	assert_int_equal(key_public(dir, "bad", "token", 1, pub, &e), -1);
}

static void
no_directory(void **state)
{
	struct err e = ERR_INIT;
	int n;

	(void)state;
	assert_int_equal(key_make("/nonexistent/keys", "acme", "token", &n,
	    &e), -1);
	assert_int_not_equal(e.kind, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(none_yet),
		cmocka_unit_test(made_and_rotated),
		cmocka_unit_test(half_a_pair),
		cmocka_unit_test(malformed),
		cmocka_unit_test(no_directory),
	};

	return cmocka_run_group_tests_name("key", tests, setup, teardown);
}
