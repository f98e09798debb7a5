/* connector.h against connectors of a few lines of shell, good and broken. */
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/when.h"
#include "connect/connector.h"

#define HELLO "read -r l; echo '{\"id\":1,\"answer\":\"done\",\"version\":1," \
	"\"name\":\"t\",\"ops\":[\"list\",\"lookup\"],\"server\":\"s1\"}'\n"

static char dir[] = "/tmp/ctr-connector.XXXXXX";
static char said[4096];
static struct tenant tenant;

static void
put_file(const char *name, const char *text, mode_t mode)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	unlink(path);
	assert_non_null(f = fopen(path, "w"));
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static void
keep_words(const char *name, enum connector_says what, const char *line,
    void *arg)
{
	size_t len = strlen(said);

	(void)name;
	(void)arg;
	snprintf(said + len, sizeof(said) - len, "%d %s\n", (int)what, line);
}

/* A connector t whose script is body. */
static struct connector *
start(const char *body, const char *conf_text, struct err *e)
{
	char script[8192];
	struct conf *conf;
	struct connector *c;
	struct connector_start s = { .name = "t", .tenant = &tenant,
	    .log = keep_words, .now = 1763618400 };

	snprintf(script, sizeof(script), "#!/bin/sh\n%s", body);
	put_file("ctr-connect-t", script, 0755);
	put_file("default.conf", conf_text, 0644);
	assert_non_null(conf = conf_load(&tenant, CONF_SECRET, e));
	said[0] = '\0';
	s.conf = conf;
	s.trace = strstr(conf_text, "trace") != NULL;
	c = connector_open(&s, e);
	conf_free(conf);
	return c;
}

static int
set_up(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_non_null(mkdtemp(dir));
	setenv("CTR_CONNECT", dir, 1);
	setenv("CTR_ETC", dir, 1);
	setenv("CTR_VAR", dir, 1);
	return tenant_init(&tenant, "acme", &e);
}

static int
tear_down(void **state)
{
	char path[256];

	static const char *const names[] = { "ctr-connect-t", "default.conf",
	    "acme.secret" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	return rmdir(dir);
}

/* What it was started with: environment, arguments, directory, descriptors. */
static void
test_clean(void **state)
{
	struct err e = ERR_INIT;
	struct connector *c;

	(void)state;
	setenv("CTR_TEST_SECRET", "x", 1);
	c = start("read -r l; env | grep -v '^\\(_\\|PWD\\|OLDPWD\\|SHLVL\\)=' |"
	    " sort >&2; pwd >&2; echo \"args $#\" >&2; for f in 0 1 2 3 4 5 6"
	    " 7 8 9; do [ ! -e /proc/$$/fd/$f ] || printf '%s ' $f; done >&2;"
	    " echo >&2\n"
	    "echo '{\"id\":1,\"answer\":\"done\",\"version\":1,\"ops\":[]}'\n"
	    "cat >/dev/null\n", "", &e);
	assert_non_null(c);
	assert_int_equal(connector_hello(c, &e), 0);
	assert_non_null(strstr(said, "0 LANG=C.UTF-8\n"));
	assert_non_null(strstr(said, "0 TZ=UTC\n"));
	assert_null(strstr(said, "CTR_"));
	assert_null(strstr(said, "HOME"));
	assert_non_null(strstr(said, "0 /\n"));
	assert_non_null(strstr(said, "0 args 0\n"));
	/* The shell's own hold on its script is 10 and up. */
	assert_non_null(strstr(said, "0 0 1 2 \n"));
	connector_close(c);
}

/* hello carries the section, secrets too, but what is ours; the trace not. */
static void
test_config(void **state)
{
	struct err e = ERR_INIT;
	struct connector *c;

	(void)state;
	put_file("acme.secret", "[connector t]\npassword = p\"w\n"
	    "token_command = /bin/echo t0k\n", 0600);
	c = start("read -r l; echo \"$l\" >&2\n"
	    "echo '{\"id\":1,\"answer\":\"done\",\"version\":1,\"ops\":[]}'\n",
	    "[connector t]\ntimeout_s = 5\nuri = ldaps://x # y\n# trace\n",
	    &e);
	assert_non_null(c);
	assert_int_equal(connector_hello(c, &e), 0);
	assert_non_null(strstr(said, "1 {\"config\":\"*\",\"version\":1,"
	    "\"tenant\":\"acme\",\"now\":\"2025-11-20T06:00:00Z\",\"id\":1,"
	    "\"op\":\"hello\"}\n"));
	assert_non_null(strstr(said, "\"config\":{\"uri\":\"ldaps://x # y\","
	    "\"password\":\"p\\\"w\",\"token\":\"t0k\"}"));
	assert_null(strstr(said, "timeout_s"));
	connector_close(c);
	put_file("acme.secret", "", 0600);
}

struct tally { int accounts, persons, gone, fail_at; char last[64]; };

static int
on_account(const struct connector_account *a, void *arg, struct err *e)
{
	struct tally *t = arg;

	t->accounts++;
	snprintf(t->last, sizeof(t->last), "%s/%d/%lld/%s", a->remote_id,
	    a->enabled, (long long)a->expires_at,
	    connector_attribute(a, "employeeID") == NULL ? "-" :
	    connector_attribute(a, "employeeID"));
	if (t->accounts == t->fail_at)
		return err_set(e, ERR_IO, "spool");
	return 0;
}

static int
on_person(const struct connector_person *p, void *arg, struct err *e)
{
	struct tally *t = arg;

	(void)e;
	assert_string_equal(p->remote_id, "p1");
	t->persons++;
	return 0;
}

static int
on_gone(const struct connector_gone *g, void *arg, struct err *e)
{
	struct tally *t = arg;

	(void)e;
	(void)g;
	t->gone++;
	return 0;
}

#define A(id) "{\"id\":2,\"account\":{\"remote_id\":\"" id "\",\"login\":" \
	"\"l\",\"state\":\"enabled\",\"expires_at\":5," \
	"\"attributes\":{\"employeeID\":\"W1\"}}}\n"
#define P "{\"id\":2,\"person\":{\"remote_id\":\"p1\"}}\n"
#define G "{\"id\":2,\"gone\":{\"remote_id\":\"g1\"}}\n"
#define SAY(lines) HELLO "read -r l\ncat <<'X'\n" lines "X\ncat >/dev/null\n"

static const struct {
	const char *why, *script, *conf, *cookie;
	int	kind;		/* 0: a list that is whole */
	const char *words;	/* in the error */
} lists[] = {
	{ "whole", SAY(A("a1") P A("a2") "{\"id\":2,\"answer\":\"done\","
	    "\"accounts\":2,\"persons\":1,\"cookie\":\"c\"}\n"), "", NULL, 0,
	    NULL },
	{ "incremental", SAY(A("a1") G "{\"id\":2,\"answer\":\"done\","
	    "\"accounts\":1,\"gone\":1}\n"), "", "c0", 0, NULL },
	{ "gone in a full list", SAY(G "{\"id\":2,\"answer\":\"done\","
	    "\"accounts\":0,\"gone\":1}\n"), "", NULL, ERR_DATA, "full list" },
	{ "gone in one that turned full", SAY(G "{\"id\":2,\"answer\":\"done\","
	    "\"full\":true,\"accounts\":0,\"gone\":1}\n"), "", "c0", ERR_DATA,
	    "full list" },
	{ "a short one", SAY(A("a1") "{\"id\":2,\"answer\":\"done\","
	    "\"accounts\":2}\n"), "", NULL, ERR_DATA, "counts disagree" },
	{ "a long one", SAY(A("a1") A("a2") "{\"id\":2,\"answer\":\"done\","
	    "\"accounts\":1}\n"), "", NULL, ERR_DATA, "counts disagree" },
	{ "no count", SAY(A("a1") "{\"id\":2,\"answer\":\"done\"}\n"), "",
	    NULL, ERR_DATA, "without its count" },
	{ "ends in the middle", HELLO "read -r l; echo '{\"id\":2,\"account\":"
	    "{\"remote_id\":\"a\",\"state\":\"enabled\"}}'\n", "", NULL,
	    ERR_DOWN, "exit status 0" },
	{ "an id nobody asked for", SAY("{\"id\":3,\"answer\":\"done\"}\n"),
	    "", NULL, ERR_DATA, "not asked" },
	{ "answers twice", SAY("{\"id\":1,\"answer\":\"done\"}\n"), "", NULL,
	    ERR_DATA, "not asked" },
	{ "no JSON", SAY("hallo\n"), "", NULL, ERR_DATA, "no JSON object" },
	{ "a list for an object", SAY("[1]\n"), "", NULL, ERR_DATA,
	    "no JSON object" },
	{ "bad UTF-8", HELLO "read -r l; printf '{\"id\":2,\"answer\":\"done\","
	    "\"words\":\"\\377\"}\\n'; cat >/dev/null\n", "", NULL, ERR_DATA,
	    "no JSON object" },
	{ "an unknown answer", SAY("{\"id\":2,\"answer\":\"maybe\"}\n"), "",
	    NULL, ERR_DATA, "unknown answer" },
	{ "an account without id", SAY("{\"id\":2,\"account\":{}}\n"), "", NULL,
	    ERR_DATA, "remote_id" },
	{ "an unknown state", SAY("{\"id\":2,\"account\":{\"remote_id\":\"a\","
	    "\"state\":\"odd\"}}\n"), "", NULL, ERR_DATA, "state" },
	{ "a date in text", SAY("{\"id\":2,\"account\":{\"remote_id\":\"a\","
	    "\"state\":\"enabled\",\"expires_at\":\"soon\"}}\n"), "", NULL,
	    ERR_DATA, "expires_at" },
	{ "try later", HELLO "exit 75\n", "", NULL, ERR_TEMP, "75" },
	{ "refused", HELLO "exit 77\n", "", NULL, ERR_REFUSED, "77" },
	{ "misconfigured", HELLO "exit 78\n", "", NULL, ERR_CONFIG, "78" },
	{ "crashes", HELLO "kill -SEGV $$\n", "", NULL, ERR_DOWN, "signal 11" },
	{ "ends at once", "exit 1\n", "", NULL, ERR_DOWN, "exit status 1" },
	{ "says nothing", HELLO "read -r l; cat >/dev/null\n",
	    "[connector t]\ntimeout_s = 1\n", NULL, ERR_TEMP,
	    "no answer for 1 s" },
	{ "hello of another version", "read -r l; echo '{\"id\":1,\"answer\":"
	    "\"done\",\"version\":2}'; cat >/dev/null\n", "", NULL, ERR_CONFIG,
	    "version" },
	{ "hello refused", "read -r l; echo '{\"id\":1,\"answer\":\"refused\","
	    "\"words\":\"bad password\"}'; cat >/dev/null\n", "", NULL,
	    ERR_REFUSED, "bad password" },
	{ "a line without end", HELLO "read -r l; head -c 1100000 /dev/zero |"
	    " tr '\\0' x; cat >/dev/null\n", "", NULL, ERR_DATA,
	    "a line of more than" },
};

/* Runs one list to its end: 0 and the reply, or -1. */
static int
run_list(struct connector *c, const char *cookie, struct tally *t,
    struct connector_reply *r, struct err *e)
{
	struct connector_lister l = { on_account, on_person, on_gone, t };
	int64_t id;
	int rc;

	if (connector_hello(c, e) == -1)
		return -1;
	if ((id = connector_list(c, cookie, NULL, &l, e)) == -1)
		return -1;
	while ((rc = connector_read(c, r, e)) == 0)
		connector_wait(&c, 1, -1);
	if (rc == 1)
		assert_int_equal(r->id, id);
	return rc == 1 ? 0 : -1;
}

static void
test_lists(void **state)
{
	struct connector_reply r;
	struct connector *c;
	struct tally t;
	struct err e;
	size_t i;
	int rc;

	(void)state;
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		memset(&t, 0, sizeof(t));
		err_clear(&e);
		c = start(lists[i].script, lists[i].conf, &e);
		assert_non_null(c);
		rc = run_list(c, lists[i].cookie, &t, &r, &e);
		if (rc != (lists[i].kind == 0 ? 0 : -1) || (rc == -1 &&
		    (e.kind != lists[i].kind ||
		    strstr(e.text, lists[i].words) == NULL)))
			fail_msg("%s: %d %d %s", lists[i].why, rc, e.kind,
			    e.text);
		connector_reply_clear(&r);
		connector_close(c);
	}
}

static void
test_whole_list(void **state)
{
	struct tally t = { 0 };
	struct connector_reply r;
	struct err e = ERR_INIT;
	struct connector *c = start(lists[0].script, "", &e);

	(void)state;
	assert_int_equal(run_list(c, NULL, &t, &r, &e), 0);
	assert_int_equal(t.accounts, 2);
	assert_int_equal(t.persons, 1);
	assert_string_equal(t.last, "a2/1/5/W1");
	assert_string_equal(r.cookie, "c");
	assert_true(r.full);
	assert_true(connector_can(c, "lookup"));
	assert_false(connector_can(c, "disable"));
	assert_string_equal(connector_server(c), "s1");
	connector_reply_clear(&r);
	connector_close(c);
}

/* The lister's error ends it and comes back as it was. */
static void
test_lister_fails(void **state)
{
	struct tally t = { .fail_at = 1 };
	struct connector_reply r;
	struct err e = ERR_INIT;
	struct connector *c = start(lists[0].script, "", &e);

	(void)state;
	assert_int_equal(run_list(c, NULL, &t, &r, &e), -1);
	assert_int_equal(e.kind, ERR_IO);
	assert_int_equal(t.accounts, 1);
	assert_int_equal(connector_read(c, &r, &e), -1);
	assert_int_equal(connector_send(c, "lookup", NULL, &e), -1);
	connector_close(c);
}

static int64_t
ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* One that hangs and ignores TERM holds up nobody: the others answer at once,
 * and its whole process group is gone in the end. */
static void
test_side_by_side(void **state)
{
	struct connector *list[2];
	struct connector_reply r;
	struct err e = ERR_INIT;
	int64_t from, answered = 0, ended = 0;
	long child = 0;
	char *p;
	int rc;

	(void)state;
	list[0] = start("trap '' TERM; sleep 300 & echo \"child $!\" >&2\n"
	    HELLO "while :; do sleep 1; done\n",
	    "[connector t]\ntimeout_s = 1\n", &e);
	assert_int_equal(connector_hello(list[0], &e), 0);
	while ((p = strstr(said, "child ")) == NULL) {
		connector_wait(list, 1, 50);
		assert_int_equal(connector_read(list[0], &r, &e), 0);
	}
	child = strtol(p + 6, NULL, 10);
	assert_true(child > 1);
	list[1] = start(HELLO "read -r l; sleep 0.2; echo '{\"id\":2,"
	    "\"answer\":\"temporary\",\"retry_after\":7,\"words\":\"429\"}'\n"
	    "cat >/dev/null\n", "", &e);
	assert_int_equal(connector_hello(list[1], &e), 0);
	from = ms();
	assert_int_equal(connector_send(list[0], "lookup", NULL, &e), 2);
	assert_int_equal(connector_send(list[1], "lookup", NULL, &e), 2);
	while (answered == 0 || ended == 0) {
		connector_wait(list, 2, -1);
		rc = connector_read(list[0], &r, &e);
		assert_int_not_equal(rc, 1);
		if (rc == -1 && ended == 0) {
			assert_int_equal(e.kind, ERR_TEMP);
			ended = ms() - from;
		}
		if (answered == 0 &&
		    (rc = connector_read(list[1], &r, &e)) != 0) {
			assert_int_equal(rc, 1);
			assert_int_equal(r.answer, CONNECTOR_TEMPORARY);
			assert_int_equal(r.retry_after, 7);
			connector_reply_clear(&r);
			answered = ms() - from;
		}
	}
	assert_true(answered < 3000);
	assert_true(ended >= 1000 && ended < 15000);
	assert_int_equal(connector_unanswered(list[0]), 1);
	connector_close(list[0]);
	connector_close(list[1]);
	for (from = ms(); kill((pid_t)child, 0) == 0 && ms() - from < 5000;)
		poll(NULL, 0, 10);
	assert_int_equal(kill((pid_t)child, 0), -1);
}

/* A request that is larger than a pipe to one that reads late. */
static void
test_large(void **state)
{
	struct err e = ERR_INIT;
	struct connector_reply r;
	struct connector *c;
	char *big = malloc(900001);
	json_t *m;

	(void)state;
	memset(big, 'x', 900000);
	big[900000] = '\0';
	c = start(HELLO "sleep 0.3; head -n 1 | wc -c >&2; echo '{\"id\":2,"
	    "\"answer\":\"already\"}'; cat >/dev/null\n", "", &e);
	assert_int_equal(connector_hello(c, &e), 0);
	m = json_pack("{s:s}", "note", big);
	assert_int_equal(connector_ask(c, "lookup", m, &r, &e), 0);
	assert_int_equal(r.answer, CONNECTOR_ALREADY);
	assert_non_null(strstr(said, "0 900"));
	connector_reply_clear(&r);
	m = json_pack("{s:s,s:s}", "note", big, "more", big);
	assert_int_equal(connector_ask(c, "lookup", m, &r, &e), -1);
	assert_int_equal(e.kind, ERR_DATA);
	connector_close(c);
	free(big);
}

static int
count_group(const struct connector_group *g, void *arg)
{
	char *s = arg;
	size_t len = strlen(s);

	snprintf(s + len, 200 - len, "%s %s %d %d|", g->id, g->path,
	    g->privileged, g->direct);
	return 0;
}

static void
test_lookup(void **state)
{
	struct err e = ERR_INIT;
	struct connector_account a;
	struct connector_reply r;
	struct connector *c;
	char s[200] = "";

	(void)state;
	c = start(SAY("{\"id\":2,\"answer\":\"done\",\"account\":{\"remote_id\":"
	    "\"6f\",\"login\":\"j\",\"state\":\"disabled\",\"mark\":\"u 1\","
	    "\"contractor\":false,\"residual_until\":9,\"groups\":[{\"id\":"
	    "\"S-1\",\"privileged\":true,\"direct\":false,\"path\":\"A > B\"},"
	    "{\"id\":\"S-2\"}]}}\n"), "", &e);
	assert_int_equal(connector_hello(c, &e), 0);
	assert_int_equal(connector_ask(c, "lookup", NULL, &r, &e), 0);
	assert_int_equal(connector_account(&r, &a, &e), 0);
	assert_false(a.enabled);
	assert_false(a.contractor);
	assert_string_equal(a.mark, "u 1");
	assert_true(a.expires_at == WHEN_NEVER);
	assert_int_equal(a.residual_until, 9);
	assert_int_equal(connector_groups(&a, count_group, s, &e), 0);
	assert_string_equal(s, "S-1 A > B 1 0|S-2  0 1|");
	connector_reply_clear(&r);
	connector_close(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_config),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_whole_list),
		cmocka_unit_test(test_lister_fails),
		cmocka_unit_test(test_side_by_side),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_lookup),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
