/*
 * Words for people: stderr and syslog.  Only mains and act/tool call it; the
 * library returns struct err.  Text is passed through esc_term.
 * The strings given to say_open and say_level are borrowed for good.
 */
#ifndef BASE_SAY_H
#define BASE_SAY_H

#include <stdint.h>

#include "base/err.h"

/* say_open: program name for the lines; tenant for -v lines; syslog
 * LOG_DAEMON. */
void say_open(const char *program);
void say_level(const char *tenant, int verbose, int quiet);
/* say: "program: words" on stderr and to syslog as a warning. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* say_words: the same, for who takes a function. */
void say_words(const char *words);
/* say_more(n): only with n times -v: "tenant: words". */
void say_more(int n, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* say_err: "program: e->text", status e->kind.  Returns e->kind. */
int say_err(const struct err *e);
/* say_report: the one line of report on stdout, not with -q; 0 or ERR_IO. */
int say_report(const char *line, int quiet);

/* A progress bar on stderr: nothing unless it is a terminal and a second has
 * passed; at most ten times a second. */
void say_progress(const char *what, int64_t done, int64_t total);
void say_progress_end(void);

#endif
