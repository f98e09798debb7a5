/*
 * One request of a web server through the Common Gateway Interface (RFC 3875)
 * and the one page it gets.  Environment and body are untrusted.
 *
 * HTTP_* variables are the client's to choose: only the user agent is read
 * here, for the evidence.  PATH_TRANSLATED and QUERY_STRING are not looked at.
 */
#ifndef WEB_CGI_H
#define WEB_CGI_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "web/form.h"

enum { CGI_GET, CGI_HEAD, CGI_POST };
enum { CGI_BODY_LEN = 16384, CGI_REFUSE_LEN = 1 << 20, CGI_SECONDS = 10 };

struct cgi {
	char	**env;		/* the server's, borrowed */
	int	method;		/* CGI_GET ... */
	char	tenant[64];	/* [a-z0-9][a-z0-9-]{0,62} */
	char	token[256];	/* [A-Za-z0-9_-]+, "" if there was none */
	char	verb[16];	/* [a-z]+ after it, "" if there was none */
	int64_t	row;		/* N of TOKEN/ask/N, 0 if there was none */
	char	address[64];	/* of the client: cgi_address */
	char	agent[201];	/* User-Agent, printable ASCII, cut */
	char	user[255];	/* REMOTE_USER, "" if the server knows none */
	struct form form;
};

/*
 * cgi_start: once, before anything else: descriptors above 2 are closed, those
 * below are open, the environment is emptied but for CTR_*, the process ends
 * after CGI_SECONDS, new files are private.  Returns the server's environment.
 */
char **cgi_start(void);

/*
 * cgi_read: env and, for a POST, its body from fd.  0, or the HTTP status of
 * the refusal: 400, 404 (no such path), 405, 411, 413, 415.  cgi_clear after
 * either.
 */
int cgi_read(struct cgi *, char **env, int fd);
/* The two halves of it: without the body; and a body of the same type, as it
 * came, of at most b->max bytes. */
int cgi_head(struct cgi *, char **env);
int cgi_body(const struct cgi *, int fd, struct buf *b);
/* cgi_refuse: status, once what the client sent is read away, up to
 * CGI_REFUSE_LEN bytes: who passes it on would tell of a broken pipe instead of
 * our answer (fcgiwrap: 502).  Before any of the body was read. */
int cgi_refuse(const struct cgi *, int fd, int status);
void cgi_clear(struct cgi *);

/* cgi_path: "/TENANT[/TOKEN[/VERB|/ask/N]][/]" into c.  0 or -1. */
int cgi_path(struct cgi *, const char *path_info);

/* cgi_address: the client's, out of the variable called so (setting
 * client_header: a proxy's word, if the site trusts one). */
void cgi_address(struct cgi *, const char *name);
/* cgi_agent: User-Agent, printable ASCII, cut. */
void cgi_agent(struct cgi *);
/* cgi_link: "SCRIPT/TENANT/TOKEN/" of this request, for links to rows. */
void cgi_link(const struct cgi *, struct buf *);

/* cgi_reason: the words of an HTTP status that we send. */
const char *cgi_reason(int status);

/* cgi_var: a variable of the server, NULL if it is not set; borrowed. */
const char *cgi_var(const struct cgi *, const char *name);

/*
 * cgi_send: the page, with every header that keeps it private and inert, to
 * fd; style is the text of its one <style>, whose hash the policy allows
 * (CSP 3, 6.7.3.3).  HEAD gets the headers alone.  0 or -1.
 */
int cgi_send(int fd, int method, int status, const char *style,
    const struct buf *page);

#endif
