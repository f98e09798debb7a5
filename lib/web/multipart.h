/*
 * The parts of a form with a file: multipart/form-data (RFC 7578, RFC 2046
 * 5.1), pushed in as it comes, in pieces of any size, and given on as it is
 * understood: nothing of a part's content is kept.  All of it is untrusted;
 * what no browser sends is refused rather than mended.
 */
#ifndef WEB_MULTIPART_H
#define WEB_MULTIPART_H

#include <stddef.h>

#include "base/err.h"

enum {
	MULTIPART_BOUNDARY_LEN = 70,	/* RFC 2046 */
	MULTIPART_HEAD_LEN = 2048,	/* of the headers of one part */
	MULTIPART_PARTS = 32
};

struct multipart_part {
	char	name[33];	/* [a-z][a-z0-9_]* */
	int	is_file;	/* it has a file name, may be "" */
	/* the last segment of it, for people alone: well-formed UTF-8 without
	 * controls, cut; never a name to open */
	char	file[201];
};

struct multipart {
	/* the caller's; each -1 with e stops */
	int	(*begin)(const struct multipart_part *, void *, struct err *);
	int	(*data)(const char *, size_t, void *, struct err *);
	int	(*end)(void *, struct err *);
	void	*arg;

	/* own */
	int	state;
	char	mark[MULTIPART_BOUNDARY_LEN + 5];	/* CR LF -- boundary */
	size_t	mark_len, matched;
	char	head[MULTIPART_HEAD_LEN];
	size_t	head_len;
	int	parts;
};

/* multipart_init: the boundary is out of a Content-Type; the caller's members
 * are set after it.  0, or -1: it has none, or a wrong one. */
int multipart_init(struct multipart *, const char *content_type);
/* multipart_feed: the next piece.  0, or -1 with e (ERR_DATA, or what a
 * callback set). */
int multipart_feed(struct multipart *, const char *, size_t, struct err *);
/* multipart_whole: 1 if the last boundary was there. */
int multipart_whole(const struct multipart *);

/* multipart_name: what of a file's name people may see; out has room for 201
 * bytes and gets "" where nothing is left. */
void multipart_name(const char *raw, size_t len, char out[201]);

#endif
