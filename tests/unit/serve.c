/* serve.h and lines.h: the loop of our own connectors, over pipes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/safe.h"
#include "connect/lines.h"
#include "connect/serve.h"

static int
hello(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	(void)s;
	(void)answer;
	(void)arg;
	if (serve_text(request, "bad") != NULL)
		return err_set(e, ERR_CONFIG, "unknown name");
	if (serve_text(request, "down") != NULL)
		return err_set(e, ERR_DOWN, "no server");
	return 0;
}

static int
count(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	json_int_t i, n = json_integer_value(json_object_get(request, "n"));

	(void)answer;
	(void)arg;
	for (i = 0; i < n; i++)
		if (serve_item(s, "account", json_pack("{s:I}", "nr", i),
		    e) == -1)
			return -1;
	return 0;
}

static int
fails(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	json_t *kind = json_object_get(request, "kind");

	(void)s;
	(void)answer;
	(void)arg;
	if (serve_account(request) == NULL)
		return err_set(e, ERR_DATA, "which account?");
	return err_set(e, (int)json_integer_value(kind), "words");
}

static int
huge(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	char *big = malloc(1100000);

	(void)s;
	(void)request;
	(void)arg;
	(void)e;
	memset(big, 'x', 1099999);
	big[1099999] = '\0';
	json_object_set_new(answer, "big", json_string(big));
	free(big);
	return 0;
}

static const struct serve_op ops[] = {
	{ "hello", hello }, { "count", count }, { "fails", fails },
	{ "huge", huge }, { NULL, NULL }
};

/* What it says to text, by a process of its own that writes it; *kind is how
 * it ended. */
static char *
talk(const char *text, int *kind)
{
	struct buf b = BUF_INIT(16 << 20);
	char part[65536];
	int in[2], out[2], status;
	ssize_t n;
	pid_t writer, server;

	assert_int_equal(pipe(in), 0);
	assert_int_equal(pipe(out), 0);
	if ((writer = fork()) == 0)
		_exit(safe_all(in[1], text, strlen(text)) == 0 ? 0 : 1);
	if ((server = fork()) == 0) {
		struct err e = ERR_INIT;

		close(in[1]);
		_exit(serve_run(in[0], out[1], ops, NULL, &e) == 0 ? 0 :
		    e.kind);
	}
	close(in[0]);
	close(in[1]);
	close(out[1]);
	while ((n = read(out[0], part, sizeof(part))) > 0)
		buf_add(&b, part, (size_t)n);
	close(out[0]);
	waitpid(writer, &status, 0);
	waitpid(server, &status, 0);
	assert_true(WIFEXITED(status));
	*kind = WEXITSTATUS(status);
	return buf_take(&b);
}

#define HELLO "{\"id\":1,\"op\":\"hello\"}\n"
#define HELLO_SAID "{\"id\":1,\"answer\":\"done\"}\n"

static const struct {
	const char *why, *in, *out;
	int	kind;
} talks[] = {
	{ "nothing", "", NULL, 0 },
	{ "hello", HELLO, HELLO_SAID, 0 },
	{ "two in one write, the second unfinished", HELLO "{\"id\":2",
	    HELLO_SAID, 0 },
	{ "something before hello", "{\"id\":5,\"op\":\"count\"}\n",
	    "{\"id\":5,\"answer\":\"refused\",\"words\":\"hello comes first\"}"
	    "\n", 0 },
	{ "hello twice", HELLO "{\"id\":2,\"op\":\"hello\"}\n", HELLO_SAID
	    "{\"id\":2,\"answer\":\"refused\",\"words\":\"hello came already\"}"
	    "\n", 0 },
	{ "hello after one that failed",
	    "{\"id\":1,\"op\":\"hello\",\"down\":\"x\"}\n"
	    "{\"id\":2,\"op\":\"hello\"}\n",
	    "{\"id\":1,\"answer\":\"temporary\",\"words\":\"no server\"}\n"
	    "{\"id\":2,\"answer\":\"done\"}\n", 0 },
	{ "a wrong configuration ends it",
	    "{\"id\":1,\"op\":\"hello\",\"bad\":\"x\"}\n" HELLO, NULL,
	    ERR_CONFIG },
	{ "an unknown op", HELLO "{\"id\":2,\"op\":\"fly\"}\n", HELLO_SAID
	    "{\"id\":2,\"answer\":\"unsupported\"}\n", 0 },
	{ "no op", HELLO "{\"id\":2}\n", HELLO_SAID
	    "{\"id\":2,\"answer\":\"unsupported\"}\n", 0 },
	{ "items", HELLO "{\"id\":2,\"op\":\"count\",\"n\":2}\n", HELLO_SAID
	    "{\"id\":2,\"account\":{\"nr\":0}}\n"
	    "{\"id\":2,\"account\":{\"nr\":1}}\n"
	    "{\"id\":2,\"answer\":\"done\"}\n", 0 },
	{ "temporary", HELLO "{\"id\":2,\"op\":\"fails\",\"kind\":75,"
	    "\"account\":{\"remote_id\":\"a\"}}\n", HELLO_SAID
	    "{\"id\":2,\"answer\":\"temporary\",\"words\":\"words\"}\n", 0 },
	{ "refused", HELLO "{\"id\":2,\"op\":\"fails\",\"kind\":77,"
	    "\"account\":{\"remote_id\":\"a\"}}\n", HELLO_SAID
	    "{\"id\":2,\"answer\":\"refused\",\"words\":\"words\"}\n", 0 },
	{ "no account", HELLO "{\"id\":2,\"op\":\"fails\",\"account\":3}\n",
	    HELLO_SAID "{\"id\":2,\"answer\":\"refused\",\"words\":"
	    "\"which account?\"}\n", 0 },
	{ "what cannot be answered ends it", HELLO "{\"id\":2,\"op\":\"fails\","
	    "\"kind\":71,\"account\":{\"remote_id\":\"a\"}}\n", HELLO_SAID,
	    ERR_SYSTEM },
	{ "an answer that is too long", HELLO "{\"id\":2,\"op\":\"huge\"}\n",
	    HELLO_SAID, ERR_DATA },
	{ "no JSON", HELLO "hallo\n" HELLO, HELLO_SAID, ERR_DATA },
	{ "no id", HELLO "{\"op\":\"count\"}\n", HELLO_SAID, ERR_DATA },
	{ "an id in text", "{\"id\":\"1\",\"op\":\"hello\"}\n", NULL,
	    ERR_DATA },
	{ "a name twice", "{\"id\":1,\"id\":2,\"op\":\"hello\"}\n", NULL,
	    ERR_DATA },
	{ "an array", "[1]\n", NULL, ERR_DATA },
};

static void
test_talks(void **state)
{
	size_t i;
	char *out;
	int kind;

	(void)state;
	for (i = 0; i < sizeof(talks) / sizeof(talks[0]); i++) {
		out = talk(talks[i].in, &kind);
		if (kind != talks[i].kind || strcmp(out == NULL ? "" : out,
		    talks[i].out == NULL ? "" : talks[i].out) != 0)
			fail_msg("%s: %d, want %d: %s", talks[i].why, kind,
			    talks[i].kind, out);
		free(out);
	}
}

/* More than a pipe and a buffer hold, in one piece and in order. */
static void
test_many(void **state)
{
	char *out, *p, want[64];
	int kind, i;

	(void)state;
	out = talk(HELLO "{\"id\":2,\"op\":\"count\",\"n\":50000}\n", &kind);
	assert_int_equal(kind, 0);
	assert_non_null(p = strchr(out, '\n'));
	for (i = 0; i < 50000; i++) {
		snprintf(want, sizeof(want), "\n{\"id\":2,\"account\":{\"nr\":"
		    "%d}}\n", i);
		assert_memory_equal(p, want, strlen(want));
		p = strchr(p + 1, '\n');
	}
	assert_string_equal(p, "\n{\"id\":2,\"answer\":\"done\"}\n");
	free(out);
}

/* A line in pieces; one at the limit, one beyond it. */
static void
test_lines(void **state)
{
	struct lines l;
	char *line;
	size_t len;
	int fd[2];

	(void)state;
	assert_int_equal(pipe(fd), 0);
	lines_init(&l, 5);
	assert_int_equal(lines_next(&l, &line, &len), 0);
	assert_int_equal(write(fd[1], "abc", 3), 3);
	assert_int_equal(lines_fill(&l, fd[0]), 1);
	assert_int_equal(lines_next(&l, &line, &len), 0);
	assert_int_equal(write(fd[1], "de\n\nx\0y\nlast", 13), 13);
	assert_int_equal(lines_fill(&l, fd[0]), 1);
	assert_int_equal(lines_next(&l, &line, &len), 1);
	assert_string_equal(line, "abcde");
	assert_int_equal(lines_next(&l, &line, &len), 1);
	assert_int_equal(len, 0);
	assert_int_equal(lines_next(&l, &line, &len), 1);
	assert_int_equal(len, 3);
	assert_int_equal(lines_next(&l, &line, &len), 0);
	close(fd[1]);
	assert_int_equal(lines_rest(&l, &line, &len), 0);
	assert_int_equal(lines_fill(&l, fd[0]), -1);
	assert_int_equal(lines_rest(&l, &line, &len), 1);
	assert_int_equal(len, 5);
	assert_int_equal(lines_rest(&l, &line, &len), 0);
	close(fd[0]);
	lines_clear(&l);
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(write(fd[1], "abcdef", 6), 6);
	assert_int_equal(lines_fill(&l, fd[0]), 1);
	assert_int_equal(lines_next(&l, &line, &len), -1);
	close(fd[0]);
	close(fd[1]);
	lines_clear(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_talks),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
