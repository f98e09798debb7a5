/* The reader behind conf.h: one file's text into a struct conf. */
#ifndef BASE_CONF_PARSE_H
#define BASE_CONF_PARSE_H

#include <stddef.h>

#include "base/conf.h"

struct conf_entry {
	char	*section;	/* "", "mail", "connector ad" */
	char	*name;		/* NULL: the section's heading */
	char	*value;		/* may be a secret: wiped before it is freed */
	char	*file;
	unsigned line;
};

struct conf {
	struct conf_entry *v;
	size_t	n;
	size_t	cap;
};

enum { CONF_LINE_MAX = 4096 };

struct conf *conf_parse_new(void);		/* empty; conf_free */

/*
 * conf_parse: adds len bytes of text, untrusted, read from file, as the next
 * file; secret: it is a TENANT.secret, where secrets may stand.  0, or -1 with
 * e (ERR_CONFIG, "FILE:LINE: ..."); c then holds what came before the error.
 */
int conf_parse(struct conf *, const char *file, int secret, const char *text,
    size_t len, struct err *);

#endif
