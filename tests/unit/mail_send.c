/* The way out: what each answer of a server, a program or a disk means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "connect/mail_send.h"
#include "sandbox.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static const char text[] = "Subject: x\r\n\r\nhello\r\n.\r\n";

static struct mail_item
item(void)
{
	struct mail_item m = { 7, 1795000000, "00ff", "bounce+7@c.test",
	    "m@x.test", text, sizeof(text) - 1 };

	return m;
}

/* How often the point of no return was reached, and what it says. */
struct dots {
	int n, answer;
};

static int
dot(void *arg)
{
	struct dots *d = arg;

	d->n++;
	return d->answer;
}

/* ------------------------------------------------------------------- SMTP */

static void
play(int c, const char *script)
{
	char line[4096], words[1024], *w, *next;
	FILE *f = fdopen(c, "r");
	int data = 0;

	snprintf(words, sizeof(words), "%s", script);
	for (w = words; w != NULL && strcmp(w, "x") != 0; w = next) {
		if ((next = strchr(w, '|')) != NULL)
			*next++ = '\0';
		dprintf(c, "%s\r\n", w);
		data = strncmp(w, "354", 3) == 0;
		do {
			if (fgets(line, sizeof(line), f) == NULL)
				next = NULL;
		} while (data && next != NULL && strcmp(line, ".\r\n") != 0);
	}
	fclose(f);
}

/*
 * A server that plays a script: words separated by '|', one for the greeting
 * and one for each line of the client's, the data counting as one.  "x" hangs
 * up.  One connection after the other plays the same script.
 */
static pid_t
serve(const char *script, int *port)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t len = sizeof(a);
	int s = socket(AF_INET, SOCK_STREAM, 0), c;
	pid_t pid;

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(s, (struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(listen(s, 5), 0);
	assert_int_equal(getsockname(s, (struct sockaddr *)&a, &len), 0);
	*port = ntohs(a.sin_port);
	if ((pid = fork()) != 0) {
		close(s);
		return pid;
	}
	alarm(20);
	while ((c = accept(s, NULL, NULL)) != -1)
		play(c, script);
	_exit(0);
}

static void
end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void
smtp_answers(void **state)
{
	static const struct {
		const char *script;
		enum mail_result result;
		int dots, stop, config;
		const char *words, *why;
	} t[] = {
		{ "220 hi|250 hello|250 ok|250 ok|354 go|250 2.0.0 as 1",
		    MAIL_SENT, 1, 0, 0, "250 2.0.0 as 1", "taken" },
		{ "220 hi|250-a\r\n250-SIZE\r\n250 b|250 ok|250 ok|354 go|"
		    "250-2.0.0\r\n250 as 2", MAIL_SENT, 1, 0, 0, "250 as 2",
		    "answers of several lines" },
		{ "220 hi|250 hello|250 ok|451 later", MAIL_LATER, 0, 0, 0,
		    "451 later", "recipient later" },
		{ "220 hi|250 hello|250 ok|550 nobody", MAIL_REFUSED, 0, 0, 0,
		    "550 nobody", "recipient unknown" },
		{ "220 hi|250 hello|250 ok|250 ok|452 full", MAIL_LATER, 0, 0,
		    0, "452 full", "DATA later" },
		{ "220 hi|250 hello|250 ok|250 ok|554 no", MAIL_REFUSED, 0, 0,
		    0, "554 no", "DATA refused" },
		{ "220 hi|250 hello|250 ok|250 ok|354 go|451 later",
		    MAIL_LATER, 1, 0, 0, "451 later", "text later" },
		{ "220 hi|250 hello|250 ok|250 ok|354 go|552 too big",
		    MAIL_REFUSED, 1, 0, 0, "552 too big", "text refused" },
		{ "220 hi|250 hello|250 ok|250 ok|354 go|x", MAIL_UNSURE, 1, 0,
		    0, NULL, "hangs up after the dot" },
		{ "220 hi|250 hello|250 ok|250 ok|354 go|421 bye", MAIL_LATER,
		    1, 1, 0, "421 bye", "goes away after the dot, and says so" },
		{ "220 hi|250 hello|250 ok|250 ok|x", MAIL_LATER, 0, 0, 0, NULL,
		    "hangs up at DATA" },
		{ "220 hi|250 hello|550 not you", MAIL_LATER, 0, 1, 1,
		    "550 not you", "our own address refused" },
		{ "220 hi|250 hello|451 not now", MAIL_LATER, 0, 1, 0,
		    "451 not now", "our own address later" },
		{ "554 go away", MAIL_LATER, 0, 1, 1, "554 go away",
		    "a greeting that refuses" },
		{ "421 busy", MAIL_LATER, 0, 1, 0, "421 busy",
		    "a greeting that is busy" },
		{ "x", MAIL_LATER, 0, 1, 0, NULL, "no greeting" },
		{ "hello there", MAIL_LATER, 0, 1, 0, NULL, "no SMTP" }
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		struct mail_conf c = { .transport = MAIL_SMTP,
		    .tls = MAIL_TLS_OFF, .timeout_s = 2,
		    .hello = (char []){ "me.test" } };
		struct err e = ERR_INIT;
		struct dots d = { 0, 0 };
		struct mail_item m = item();
		struct mail_answer a;
		struct mail_send *s;
		char url[64];
		int port;
		pid_t pid = serve(t[i].script, &port);

		snprintf(url, sizeof(url), "smtp://127.0.0.1:%d", port);
		c.where = url;
		s = mail_send_open(&c, &e);
		assert_non_null(s);
		mail_send_one(s, &m, dot, &d, &a);
		mail_send_close(s);
		end(pid);
		if (a.result != t[i].result || d.n != t[i].dots ||
		    a.stop != t[i].stop || a.config != t[i].config ||
		    (t[i].words != NULL && strcmp(a.words, t[i].words) != 0))
			fail_msg("%s: result %d, dots %d, stop %d, config %d, "
			    "%s", t[i].why, a.result, d.n, a.stop, a.config,
			    a.words);
		assert_true(a.words[0] != '\0');
	}
}

/* A dot that cannot be committed: the server must not get the mail. */
static void
smtp_given_up(void **state)
{
	struct mail_conf c = { .transport = MAIL_SMTP, .tls = MAIL_TLS_OFF,
	    .timeout_s = 2, .hello = (char []){ "me.test" } };
	struct dots d = { 0, -1 };
	struct mail_item m = item();
	struct err e = ERR_INIT;
	struct mail_answer a;
	struct mail_send *s;
	char url[64];
	int port;
	pid_t pid = serve("220 hi|250 a|250 b|250 c|354 go|250 taken", &port);

	(void)state;
	snprintf(url, sizeof(url), "smtp://127.0.0.1:%d", port);
	c.where = url;
	s = mail_send_open(&c, &e);
	assert_non_null(s);
	mail_send_one(s, &m, dot, &d, &a);
	assert_int_equal(a.result, MAIL_GIVEN_UP);
	assert_int_equal(d.n, 1);
	assert_null(strstr(a.words, "taken"));
	d.answer = 0;		/* the next one goes */
	mail_send_one(s, &m, dot, &d, &a);
	assert_int_equal(a.result, MAIL_SENT);
	mail_send_close(s);
	end(pid);
}

/* --------------------------------------------------------------- sendmail */

static void
sendmail_answers(void **state)
{
	static const struct {
		const char *script;
		enum mail_result result;
		int stop;
		const char *why;
	} t[] = {
		{ "exit 0", MAIL_SENT, 0, "taken" },
		{ "exit 75", MAIL_LATER, 0, "later" },
		{ "exit 67", MAIL_REFUSED, 0, "no such user" },
		{ "exit 65", MAIL_REFUSED, 0, "bad data" },
		{ "exit 78", MAIL_LATER, 1, "its configuration" },
		{ "exit 64", MAIL_LATER, 1, "our options" },
		{ "kill -9 $$", MAIL_UNSURE, 0, "killed" }
	};
	struct mail_item m = item();
	struct mail_answer a;
	struct mail_send *s;
	char script[512];
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		struct mail_conf c = { .transport = MAIL_SENDMAIL,
		    .timeout_s = 60 };
		struct err e = ERR_INIT;
		struct dots d = { 0, 0 };

		snprintf(script, sizeof(script), "#!/bin/sh\ncat >%s\n"
		    "echo \"$@\" >%s\n%s\n", sandbox_path("got"),
		    sandbox_path("args"), t[i].script);
		sandbox_put("sendmail", script, 0755);
		c.where = mem_str(sandbox_path("sendmail"));
		s = mail_send_open(&c, &e);
		assert_non_null(s);
		mail_send_one(s, &m, dot, &d, &a);
		if (a.result != t[i].result || a.stop != t[i].stop || d.n != 1)
			fail_msg("%s: %d %d: %s", t[i].why, a.result, a.stop,
			    a.words);
		mail_send_close(s);
		free(c.where);
	}
}

static char *
content(const char *name)
{
	FILE *f = fopen(sandbox_path(name), "r");
	static char room[4096];
	size_t n;

	assert_non_null(f);
	n = fread(room, 1, sizeof(room) - 1, f);
	room[n] = '\0';
	fclose(f);
	return room;
}

static void
sendmail_gets(void **state)
{
	(void)state;
	assert_string_equal(content("got"), "Subject: x\n\nhello\n.\n");
	assert_string_equal(content("args"),
	    "-i -f bounce+7@c.test -- m@x.test\n");
}

static void
sendmail_given_up(void **state)
{
	struct mail_conf c = { .transport = MAIL_SENDMAIL, .timeout_s = 60 };
	struct dots d = { 0, -1 };
	struct mail_item m = item();
	struct err e = ERR_INIT;
	struct mail_answer a;
	struct mail_send *s;

	(void)state;
	unlink(sandbox_path("got"));
	c.where = mem_str(sandbox_path("sendmail"));
	s = mail_send_open(&c, &e);
	assert_non_null(s);
	mail_send_one(s, &m, dot, &d, &a);
	assert_int_equal(a.result, MAIL_GIVEN_UP);
	assert_int_equal(access(sandbox_path("got"), F_OK), -1);
	mail_send_close(s);
	free(c.where);
	c.where = mem_str(sandbox_path("nosuch"));
	assert_null(mail_send_open(&c, &e));
	assert_int_equal(e.kind, ERR_CONFIG);
	free(c.where);
}

/* ---------------------------------------------------------------- Maildir */

static void
maildir(void **state)
{
	struct mail_conf c = { .transport = MAIL_MAILDIR };
	struct dots d = { 0, -1 };
	struct mail_item m = item();
	struct err e = ERR_INIT;
	struct mail_answer a;
	struct mail_send *s;

	(void)state;
	c.where = mem_str(sandbox_path("box"));
	s = mail_send_open(&c, &e);
	assert_non_null(s);
	mail_send_one(s, &m, dot, &d, &a);
	assert_int_equal(a.result, MAIL_GIVEN_UP);
	assert_int_equal(rmdir(sandbox_path("box/new")), 0);
	assert_int_equal(rmdir(sandbox_path("box/tmp")), 0);
	/* no directory to put it into: not sent, and it says so */
	d.answer = 0;
	mail_send_one(s, &m, dot, &d, &a);
	assert_int_equal(a.result, MAIL_LATER);
	assert_true(a.stop);
	mail_send_close(s);
	s = mail_send_open(&c, &e);
	assert_non_null(s);
	mail_send_one(s, &m, dot, &d, &a);
	assert_int_equal(a.result, MAIL_SENT);
	assert_string_equal(content("box/new/1795000000.00ff.ctr"), text);
	mail_send_one(s, &m, dot, &d, &a);	/* once more replaces it */
	assert_int_equal(a.result, MAIL_SENT);
	assert_int_equal(unlink(sandbox_path("box/new/1795000000.00ff.ctr")),
	    0);
	assert_int_equal(rmdir(sandbox_path("box/new")), 0);
	mail_send_close(s);
	free(c.where);
}

static int
set_up(void **state)
{
	signal(SIGPIPE, SIG_IGN);
	return sandbox_make(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(smtp_answers),
		cmocka_unit_test(smtp_given_up),
		cmocka_unit_test(sendmail_answers),
		cmocka_unit_test(sendmail_gets),
		cmocka_unit_test(sendmail_given_up),
		cmocka_unit_test(maildir)
	};

	return cmocka_run_group_tests(tests, set_up, sandbox_drop);
}
