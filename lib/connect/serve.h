/*
 * A connector's loop: one JSON object a line on stdin, dispatched by its op,
 * answered on stdout.  ctr-connector(7) is the protocol.
 */
#ifndef CONNECT_SERVE_H
#define CONNECT_SERVE_H

#include <jansson.h>
#include <stdint.h>

#include "base/err.h"

struct serve;

/*
 * A handler borrows the request and fills in the answer, which has its id
 * already; "answer" is "done" unless it set another with serve_answer.
 * 0, or -1 with e, which answers by kind:
 *	ERR_TEMP, ERR_DOWN		temporary, with the text as words
 *	ERR_REFUSED, ERR_DATA, ERR_USAGE	refused, with the text as words
 *	any other			nothing; the connector ends with it
 */
typedef int serve_handler(struct serve *, json_t *request, json_t *answer,
    void *arg, struct err *);

struct serve_op {
	const char *name;
	serve_handler *run;
};

/*
 * serve_run: until end of file on in, which is 0.  ops ends with a NULL name
 * and has a "hello", without which everything is refused; what is not among
 * them is unsupported.  A line that is no JSON object with a whole number as
 * id, or too long, has nobody to answer to: -1 with ERR_DATA.  ERR_IO when out
 * cannot be written.
 */
int serve_run(int in, int out, const struct serve_op *ops, void *arg,
    struct err *);

/* serve_ops: the names but hello, for hello's answer. */
json_t *serve_ops(const struct serve_op *ops);

/* serve_answer: "already", "gone" ... and words, which may be NULL. */
void serve_answer(json_t *answer, const char *name, const char *words);

/*
 * serve_failed: now is what became of one of a list each of which is tried.
 * 1, and first is now: it is what the whole answers, as the first that failed
 * or as one that can be asked again where first cannot.  first starts as
 * ERR_INIT.
 */
int serve_failed(struct err *first, const struct err *now);

/*
 * serve_item: one item of a list: kind "account", "person", "gone"; o is
 * stolen.  0, or -1 with e (ERR_IO: nobody reads; ERR_DATA: too long).
 */
int serve_item(struct serve *, const char *kind, json_t *o, struct err *);

/* A text member of a request: NULL if absent or of another type. */
const char *serve_text(json_t *request, const char *name);
/* The remote_id of the request's account, or NULL. */
const char *serve_account(json_t *request);

#endif
