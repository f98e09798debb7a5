/*
 * A server on 127.0.0.1 that plays a script, one answer a request, for tests of
 * what speaks HTTP.
 */
#ifndef TESTS_PLAY_H
#define TESTS_PLAY_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define PLAY_OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

static struct {
	pid_t pid;
	int port, seen;		/* seen: a pipe with what was asked */
	char base[64];
} play_server;

/* One request to the pipe; 0 at the end of the connection. */
static inline int
play_hear(FILE *f, int to)
{
	char line[8192];
	long body = 0;

	do {
		if (fgets(line, sizeof(line), f) == NULL)
			return 0;
		if (strncasecmp(line, "Content-Length:", 15) == 0)
			body = strtol(line + 15, NULL, 10);
		(void)!write(to, line, strlen(line));
	} while (strcmp(line, "\r\n") != 0);
	for (; body > 0; body--)
		fgetc(f);
	return 1;
}

/*
 * Answers, one a request, the last again and again.  One that begins with '!'
 * is followed by a hang-up; "z" is none for a while.
 */
static inline void
play_script(int s, int to, const char *const *script)
{
	const char *a;
	FILE *f;
	int c;

	alarm(60);
	while ((c = accept(s, NULL, NULL)) != -1) {
		f = fdopen(c, "r");
		while (play_hear(f, to)) {
			a = *script;
			if (script[1] != NULL)
				script++;
			if (*a == 'z')
				sleep(30);
			(void)!write(c, a + (*a == '!'), strlen(a) - (*a == '!'));
			if (*a == '!')
				break;
		}
		fclose(f);
	}
	_exit(0);
}

static inline void
play_start(const char *const *script)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t len = sizeof(a);
	int s = socket(AF_INET, SOCK_STREAM, 0), p[2];

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(s, (struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(listen(s, 5), 0);
	assert_int_equal(getsockname(s, (struct sockaddr *)&a, &len), 0);
	assert_int_equal(pipe(p), 0);
	if ((play_server.pid = fork()) == 0) {
		close(p[0]);
		play_script(s, p[1], script);
	}
	close(s);
	close(p[1]);
	play_server.seen = p[0];
	play_server.port = ntohs(a.sin_port);
	snprintf(play_server.base, sizeof(play_server.base),
	    "http://127.0.0.1:%d", play_server.port);
}

/* Ends the server; what it was asked, in a static buffer. */
static inline const char *
play_stop(void)
{
	static char seen[65536];
	size_t len = 0;
	ssize_t n;

	kill(play_server.pid, SIGKILL);
	waitpid(play_server.pid, NULL, 0);
	while ((n = read(play_server.seen, seen + len,
	    sizeof(seen) - 1 - len)) > 0)
		len += (size_t)n;
	seen[len] = '\0';
	close(play_server.seen);
	return seen;
}

#endif
