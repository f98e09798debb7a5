/*
 * The web portal: one request through the Common Gateway Interface (RFC 3875),
 * one page.  Environment and body are untrusted, but for REMOTE_USER and the
 * variable that [web] groups names: those are the web server's word.
 *
 *	portal_read	method, path, query, body
 *	portal_serve	who reads, what he may; then the route's own work
 *	portal_send	the answer
 *
 * GET and HEAD only read: the database is opened so that SQLite refuses all
 * else.  A POST has the table rights of its route alone, must come from a page
 * of ours (Origin, Sec-Fetch-Site) and carry the mark that this very reader
 * was given for this very path, and ends in a redirect (303), so that
 * reloading sends nothing twice.
 */
#ifndef WEB_PORTAL_H
#define WEB_PORTAL_H

#include "act/ctx.h"
#include "act/tool.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/rows.h"
#include "store/role.h"
#include "web/cgi.h"
#include "web/form.h"
#include "web/words.h"

/* What a reader may do, out of [web] of the tenant's configuration. */
enum {
	PORTAL_VIEW = 1,	/* viewer, and everybody below */
	PORTAL_AUDIT = 2,	/* auditor, operator, admin: evidence */
	PORTAL_OPERATE = 4,	/* operator, admin */
	PORTAL_APPROVE = 8,	/* approver alone: no admin is by that */
	PORTAL_ADMIN = 16	/* admin: policy, templates */
};

enum {
	PORTAL_BODY_LEN = 16384,	/* of a form, unless the route says */
	PORTAL_COMMAND_LEN = 1 << 16,	/* of what does the same at a shell */
	PORTAL_PARTS = 2,		/* '*' of a path */
	PORTAL_SECONDS = 30,
	PORTAL_ROWS = 50		/* of a table's page */
};

struct portal;

struct portal_route {
	const char *path;	/* below the tenant; '*' is one segment */
	unsigned need;		/* PORTAL_ bits, all of them */
	/* GET and HEAD: fills p->out (portal_page, or text of its own type).
	 * 0, or -1 with e.  NULL: there is none. */
	int	(*show)(struct portal *, struct err *);
	/*
	 * POST: does it, and says where to go (portal_go) or fills p->out
	 * itself, as a form that comes back does.  NULL: there is none.  0, or
	 * -1 with e: ERR_DATA, ERR_REFUSED and ERR_USAGE are told to the
	 * reader on the page of show (or of back), with nothing changed.
	 */
	int	(*act)(struct portal *, struct err *);
	enum role role;		/* of the POST */
	size_t	body_max;	/* of the POST; 0: PORTAL_BODY_LEN */
	/* the page that shows a refused POST; NULL: show */
	int	(*back)(struct portal *, struct err *);
	int	file;		/* the body is multipart, left in p->fd */
};
/* Each area has a table, in the file named for it; each ends with a NULL
 * path. */
extern const struct portal_route *const portal_areas[];

struct portal {
	struct cgi cgi;		/* env, address, agent, user; form: the query */
	struct form body;	/* of a POST */
	int	method;		/* CGI_GET, CGI_HEAD, CGI_POST */
	int	fd;		/* the body of a route with file */
	int64_t	body_len;
	char	tenant[64];
	char	path[300];	/* below the tenant, no slash around it */
	char	part[PORTAL_PARTS][256];	/* what stood for "*" */
	char	base[300];	/* "/portal/acme": what links begin with */
	const struct portal_route *route;
	unsigned may;		/* PORTAL_ bits */
	char	key[65];	/* of the marks: portal_form_key; "" not read */

	struct tool *tool;
	struct ctx *x;
	const struct conf *conf;
	struct words *words;

	/* the answer */
	int	status;
	struct buf out;
	int	spool;		/* what is too long for out: an unlinked file,
				 * sent in its place and closed; -1 none */
	struct buf command;	/* portal_command's */
	struct rows *rows;	/* a file of rows, from its spool, not out */
	const char *type;	/* Content-Type; NULL: a page */
	char	file[100];	/* saved under this name; "" shown */
	int64_t	fresh_s;	/* may be kept by the browser; 0 not */
	int	framed;		/* may be shown in a frame of ours */
	char	location[400];	/* of a 303 */
};

void portal_init(struct portal *, char **env, int fd);
void portal_clear(struct portal *);

/* portal_read: 0, or -1 and p->status is the refusal: 400, 404, 405, 411, 413,
 * 414, 415. */
int portal_read(struct portal *);
/* portal_path: "/TENANT[/PATH]" of PATH_INFO.  0 or -1. */
int portal_path(struct portal *, const char *path_info);

/* portal_serve: everything between reading and sending. */
void portal_serve(struct portal *, struct tool *);
/* portal_send: to fd.  0 or -1. */
int portal_send(const struct portal *, int fd);
/* portal_asset: the style sheet or the script, if the path is one: 1; else 0.
 * Neither asks who reads nor which tenant. */
int portal_asset(struct portal *);

/* portal_roles: PORTAL_ bits of who the web server says is there; 0: none. */
unsigned portal_roles(const struct portal *, const struct conf *);
/* portal_origin: 1 if the request comes from a page of this site; 0. */
int portal_origin(const struct portal *);

/* For the pages. */

/* portal_words: what every template may use: base, tenant, user, today,
 * may_operate ...; here as below.  Done before a page's own function. */
void portal_words(struct portal *, const char *here);
/* portal_page: template name filled with p->words and framed, as the answer.
 * here: the menu's word for where we are ("people"). */
int portal_page(struct portal *, const char *name, const char *here,
    struct err *);
/* portal_problem: a page that says "403", "404", "429", "500" or "503". */
void portal_problem(struct portal *, int status);
/*
 * portal_forbid: what was sent is not done: its sender is told status, and the
 * evidence why ("role", "origin", "mark"), as long as that is not too much by
 * itself.  0, or -1 with e.
 */
int portal_forbid(struct portal *, int status, const char *why, struct err *);
/* portal_missing: 404 with the words of template "none".  Always 0. */
int portal_missing(struct portal *, struct err *);
/* portal_command: what does the same at the shell, for the foot of the page; a
 * line for each call.  Each argument is quoted for a shell where it must be;
 * ends with NULL. */
void portal_command(struct portal *, const char *program, ...)
    __attribute__((sentinel));
/* portal_command_words: the same; the last of words is NULL. */
void portal_command_words(struct portal *, const char *program,
    const char *const *words);

/* portal_link: {{name}} leads to a path below the tenant with what is asked of
 * these names (the last is NULL), but for those in with: {name, value, ...,
 * NULL}; a value NULL: without it. */
void portal_link(struct portal *, const char *name, const char *path,
    const char *const *names, const char *const *with);

/* portal_options: {{options}} of a select: the words of a list with this
 * character between them, chosen (may be NULL) selected.  0 or -1. */
int portal_options(struct words *, const char *list, char between,
    const char *chosen, struct err *);

/* portal_form: {{NAME_action}} and {{NAME_mark}} of a form to this path. */
void portal_form(struct portal *, struct words *, const char *name,
    const char *path, ...) __attribute__((format(printf, 4, 5)));
/* portal_go: 303 to a path below the tenant.  done: a word of the template
 * "done-WORD" that the next page shows above; NULL none. */
void portal_go(struct portal *, const char *done, const char *path, ...)
    __attribute__((format(printf, 3, 4)));
/* portal_sent: a field of the POST; portal_asked: of the query.  NULL: not
 * sent, or empty. */
const char *portal_sent(const struct portal *, const char *name);
const char *portal_asked(const struct portal *, const char *name);
/* portal_number: a part or field as a number; 0: it is none. */
int64_t portal_number(const char *);
/* portal_sure: 0 if the box "sure" of the POST was ticked; -1 with e. */
int portal_sure(const struct portal *, struct err *);
/* portal_may: 1 if the reader may all of these. */
int portal_may(const struct portal *, unsigned bits);

#endif
