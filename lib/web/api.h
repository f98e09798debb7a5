/*
 * The HTTP API: one request through the Common Gateway Interface (RFC 3875),
 * one answer in JSON.  Environment and body are untrusted.
 *
 *	api_read	method, path, query, headers; the body is left in fd
 *	api_serve	who calls, what he may; the route's own work
 *	api_send	the answer; every error is application/problem+json
 *			(RFC 9457)
 *
 * No CORS header is ever sent: a browser's script on another site has no
 * business here.  Nothing is told to who has no bearer, not even whether a
 * tenant is there.
 */
#ifndef WEB_API_H
#define WEB_API_H

#include "act/caller.h"
#include "act/tool.h"
#include "base/buf.h"
#include "store/role.h"
#include "web/cgi.h"
#include "web/form.h"

enum {
	API_BODY_LEN = 16384,		/* of a JSON request */
	API_ANSWER_LEN = 16 << 20,	/* a page, and a record of 8 MB */
	API_LIST_LEN = 1 << 20,		/* of a list of newcomers */
	API_ROSTER_LEN = 1 << 30,	/* of a roster */
	API_PAGE = 100, API_PAGE_MAX = 1000,	/* rows of a page */
	API_SECONDS = 30, API_ROSTER_SECONDS = 1800
};

struct api;

/* What a path and a method stand for. */
struct api_route {
	const char *path;	/* below the tenant; '*' is one segment */
	int	post;		/* POST; else GET and HEAD */
	const char *scope;
	enum role role;
	/* 0 with the answer in a, -1 with e: it failed */
	int	(*run)(struct api *a, struct err *e);
	const char *query;	/* names that it takes, each between spaces */
};
extern const struct api_route api_routes[];	/* ends with a NULL path */

struct api {
	struct cgi cgi;		/* env, address, agent; its form is the query */
	int	method;		/* CGI_GET, CGI_HEAD, CGI_POST, API_OPTIONS */
	char	tenant[64];
	char	path[300];	/* of the route, below the tenant */
	char	part[256];	/* what stood for '*'; "" none */
	const struct api_route *route;	/* NULL: no such path and method */
	char	allow[40];	/* the methods of the path */
	char	request[129];	/* Idempotency-Key; "" none */
	int64_t	body_len;	/* -1: no body */
	int	fd;		/* the body */

	struct tool *tool;
	struct ctx *x;
	struct apikey key;
	const char *bearer;	/* borrowed from env */

	/* the answer */
	int	status;
	struct buf body;
	int	problem;	/* body is problem+json */
	int	wait_s;		/* Retry-After, 0 none */
	char	location[200];	/* below the tenant; "" none */
	char	next[64];	/* query of the next page; "" none */
};
enum { API_OPTIONS = 10 };

/* api_init: an empty one; api_clear frees. */
void api_init(struct api *, char **env, int fd);
void api_clear(struct api *);

/*
 * api_read: 0, or -1 and the refusal is in a: 400, 404, 405, 406, 411, 413,
 * 415, 501.  Nothing of fd is read.
 */
int api_read(struct api *);
/* api_path: PATH_INFO into tenant, path and part.  0 or -1. */
int api_path(struct api *, const char *path_info);
/* api_bearer: of the header Authorization, or NULL; borrowed. */
const char *api_bearer(const struct api *);

/* api_serve: t is opened, used and closed.  The answer is in a. */
void api_serve(struct api *, struct tool *);
/* api_reopen: the tool anew, with the clock of now, for the same caller.  0,
 * or -1 with e: a->x is gone. */
int api_reopen(struct api *, struct err *);
/* api_still: 1 if the key that entered is in force now; 0 with the problem
 * written; -1 with e.  For what took its time. */
int api_still(struct api *, struct err *);

/*
 * api_problem: the answer is this error.  code is for machines and stays as it
 * is; words for people.  Always 0.
 */
int api_problem(struct api *, int status, const char *code,
    const char *words, ...) __attribute__((format(printf, 4, 5)));
/* api_again: nothing was done; come again in that many seconds.  0 */
int api_again(struct api *, int status, const char *code, int wait_s);
/* api_json: 1 if the request says that its body is JSON in UTF-8. */
int api_json(const struct api *);
/* api_send: to fd.  0 or -1. */
int api_send(const struct api *, int fd);

/* api_text: the whole body, no more than b may hold; 0, or -1 and the refusal
 * is in a. */
int api_text(struct api *, struct buf *b);
/* api_print: SHA-256 of path, query and a body's own hash: what was asked. */
void api_print(const struct api *, const unsigned char body[32],
    unsigned char out[32]);
/* api_number: of the query, in [min, max]; otherwise if it is not there.  0,
 * or -1 and the refusal is in a. */
int api_number(struct api *, const char *name, int64_t min, int64_t max,
    int64_t otherwise, int64_t *out);
/* api_id: the part as a number, 0: it is none. */
int64_t api_id(const struct api *);

/* The routes' own work: api_people.c, api_leave.c, api_newcomer.c,
 * api_roster.c, api_sync.c */
int api_contractors(struct api *, struct err *);
int api_contractor(struct api *, struct err *);
int api_contractor_evidence(struct api *, struct err *);
int api_jobs(struct api *, struct err *);
int api_job(struct api *, struct err *);
int api_job_evidence(struct api *, struct err *);
int api_leave(struct api *, struct err *);
int api_left(struct api *, struct err *);
int api_left_evidence(struct api *, struct err *);
int api_newcomer(struct api *, struct err *);
int api_newcomers(struct api *, struct err *);
int api_roster(struct api *, struct err *);
int api_sync(struct api *, struct err *);
int api_synced(struct api *, struct err *);

/* api_story: a page of the evidence about a contractor, seq over after. */
int api_story(struct api *, int64_t contractor, int64_t after, struct err *);

#endif
