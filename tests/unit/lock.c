#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <sys/wait.h>

#include "base/lock.h"
#include "sandbox.h"

static struct tenant
tenant(const char *name)
{
	struct tenant t;
	struct err e = ERR_INIT;

	assert_int_equal(tenant_init(&t, name, &e), 0);
	return t;
}

/* What another process is told: 0 held, 1 taken. */
static int
elsewhere(const struct tenant *t, const char *program)
{
	struct err e = ERR_INIT;
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(lock_take(t, program, &e) & 0xff);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
test_one_run(void **state)
{
	struct tenant a, b;
	struct err e = ERR_INIT;
	struct stat st;
	mode_t was;

	(void)state;
	setenv("CTR_RUN", sandbox_path("run"), 1);	/* is made */
	a = tenant("acme");
	b = tenant("bcme");
	was = umask(077);
	assert_int_equal(elsewhere(&a, "ctr-mail"), 1);	/* and let go */
	assert_int_equal(lock_take(&a, "ctr-mail", &e), 1);
	umask(was);
	assert_int_equal(elsewhere(&a, "ctr-mail"), 0);
	assert_int_equal(elsewhere(&a, "ctr-cadence"), 1);
	assert_int_equal(elsewhere(&b, "ctr-mail"), 1);
	assert_int_equal(lock_take(&a, "ctr-mail", &e), 0);
	assert_int_equal(e.kind, 0);
	assert_int_equal(stat(sandbox_path("run/acme.ctr-mail.lock"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
}

static void
test_refused(void **state)
{
	struct tenant a;
	struct err e = ERR_INIT;

	(void)state;
	sandbox_dir("run2");
	setenv("CTR_RUN", sandbox_path("run2"), 1);
	a = tenant("acme");
	assert_int_equal(symlink("/tmp/elsewhere",
	    sandbox_path("run2/acme.ctr-mail.lock")), 0);
	assert_int_equal(lock_take(&a, "ctr-mail", &e), -1);
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_int_equal(access("/tmp/elsewhere", F_OK), -1);
	assert_int_equal(mkfifo(sandbox_path("run2/acme.ctr-a.lock"), 0660), 0);
	assert_int_equal(lock_take(&a, "ctr-a", &e), -1);
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_int_equal(lock_take(&a, "../x", &e), -1);
	assert_int_equal(e.kind, ERR_BUG);
	setenv("CTR_RUN", sandbox_path("none/run"), 1);
	assert_int_equal(lock_take(&a, "ctr-mail", &e), -1);
	assert_int_equal(e.kind, ERR_CONFIG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_run),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, sandbox_make, sandbox_drop);
}
