/* What went wrong: a kind, which is the exit status, and a short text. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/* sysexits(3); the meaning of each is in ctr(7), EXIT STATUS. */
enum err_kind {
	ERR_NONE = 0,
	ERR_USAGE = 64,
	ERR_DATA = 65,		/* bad input; the rest was done */
	ERR_DOWN = 69,		/* a service is down */
	ERR_BUG = 70,
	ERR_SYSTEM = 71,	/* out of memory, no process */
	ERR_CREATE = 73,
	ERR_IO = 74,
	ERR_TEMP = 75,		/* try again later: database busy, upgrade */
	ERR_REFUSED = 77,	/* guard, protected, not permitted */
	ERR_CONFIG = 78
};

struct err {
	int	kind;		/* enum err_kind */
	char	text[1024];	/* one line, no secret, cut if longer */
};

/* A local error starts as: struct err e = ERR_INIT; */
#define ERR_INIT { ERR_NONE, "" }

/* err_set: replaces what e holds.  Always -1, so that "return err_set(...)". */
int err_set(struct err *e, int kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* err_sys: as err_set, with ": strerror(errno)" appended. */
int err_sys(struct err *e, int kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* err_add: puts "fmt: " before the text: where, on the way up.  -1 */
int err_add(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* err_clear: forgets; e may be used again. */
void err_clear(struct err *e);

/*
 * err_worst(a, b): of two exit statuses the one to report, in the order
 * 70 71 74 78 77 69 75 65 0; any other non-zero status comes before 70.
 */
int err_worst(int a, int b);

#endif
