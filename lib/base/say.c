#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "base/esc.h"
#include "base/say.h"

#define WORDS_MAX 8192	/* longer ones are cut */

enum { BAR = 24, FIRST_MS = 1000, EVERY_MS = 100 };

static const char *program = "ctr";
static const char *who;		/* the tenant, once it is known */
static int loud, hush;

static struct {
	int	on;		/* it has begun */
	int	shown;		/* a bar stands on the line */
	int64_t	began, last;	/* ms */
} bar;

void
say_open(const char *name)
{
	program = name;
	openlog(program, LOG_PID, LOG_DAEMON);
}

void
say_level(const char *tenant, int verbose, int quiet)
{
	who = tenant;
	loud = verbose;
	hush = quiet;
}

static void
wipe_bar(void)
{
	if (bar.shown)
		fputs("\r\033[K", stderr);
	bar.shown = 0;
}

static void words(const char *, const char *, va_list, int)
    __attribute__((format(printf, 2, 0)));

static void
words(const char *start, const char *fmt, va_list ap, int log)
{
	struct buf safe = BUF_INIT(4 * WORDS_MAX);
	char part[WORDS_MAX];

	vsnprintf(part, sizeof(part), fmt, ap);
	esc_term(&safe, part);
	wipe_bar();
	fprintf(stderr, "%s: %s\n", start, buf_get(&safe));
	fflush(stderr);
	if (log)
		syslog(LOG_WARNING, "%s%s%s", who != NULL ? who : "",
		    who != NULL ? ": " : "", buf_get(&safe));
	buf_clear(&safe);
}

void
say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	words(program, fmt, ap, 1);
	va_end(ap);
}

void
say_words(const char *words)
{
	say("%s", words);
}

void
say_more(int n, const char *fmt, ...)
{
	va_list ap;

	if (loud < n)
		return;
	va_start(ap, fmt);
	words(who != NULL ? who : program, fmt, ap, 0);
	va_end(ap);
}

int
say_err(const struct err *e)
{
	say("%s", e->text);
	return e->kind;
}

int
say_report(const char *line, int quiet)
{
	wipe_bar();
	if (!quiet)
		puts(line);
	return fflush(stdout) == EOF || ferror(stdout) ? ERR_IO : 0;
}

static int64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int
on_terminal(void)
{
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) && term != NULL && *term != '\0' &&
	    strcmp(term, "dumb") != 0;
}

static int
columns(void)
{
	struct winsize w;

	return ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0 ?
	    w.ws_col : 80;
}

static void
draw(const char *what, int64_t done, int64_t total)
{
	struct buf name = BUF_INIT(256), b = BUF_INIT(1024);
	int i, full;

	esc_term(&name, what);
	if (total > 0) {
		full = (int)(BAR * (done < total ? done : total) / total);
		buf_fmt(&b, "%s [", buf_get(&name));
		for (i = 0; i < BAR; i++)
			buf_chr(&b, i < full ? '#' : '.');
		buf_fmt(&b, "] %lld of %lld", (long long)done,
		    (long long)total);
	} else {
		buf_fmt(&b, "%s %lld", buf_get(&name), (long long)done);
	}
	/* A line that wraps could not be taken back with \r. */
	fprintf(stderr, "\r%.*s\033[K", columns() - 1, buf_get(&b));
	fflush(stderr);
	buf_clear(&name);
	buf_clear(&b);
}

void
say_progress(const char *what, int64_t done, int64_t total)
{
	int64_t now;

	if (hush || !on_terminal())
		return;
	now = now_ms();
	if (!bar.on) {
		bar.on = 1;
		bar.began = now;
	}
	if (now - bar.began < FIRST_MS ||
	    (bar.shown && now - bar.last < EVERY_MS))
		return;
	bar.last = now;
	bar.shown = 1;
	draw(what, done, total);
}

void
say_progress_end(void)
{
	wipe_bar();
	fflush(stderr);
	bar.on = 0;
}
