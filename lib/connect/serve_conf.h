/*
 * A connector's own section of the configuration, as hello brings it: names
 * with texts, read by a table into a struct of the connector's.
 */
#ifndef CONNECT_SERVE_CONF_H
#define CONNECT_SERVE_CONF_H

#include <jansson.h>
#include <stddef.h>

#include "base/err.h"

enum serve_conf_kind {
	SERVE_CONF_TEXT,	/* char *, malloc'd; an empty one is none */
	SERVE_CONF_SECRET,	/* the same, wiped */
	SERVE_CONF_NUMBER,	/* int, from 1 */
	SERVE_CONF_CHOICE	/* int: 0 the first word, 1 the second */
};

struct serve_conf {
	const char *name;
	enum serve_conf_kind kind;
	size_t	at;		/* offsetof the member */
	int	max;		/* of a number */
	const char *no, *yes;	/* of a choice, whatever their case */
};

/* Rows of a table; SERVE_OF is the struct. */
#define SERVE_ROW(name, kind, member, max, no, yes) \
	{ name, SERVE_CONF_##kind, offsetof(SERVE_OF, member), max, no, yes }
#define SERVE_TEXT(name) SERVE_ROW(#name, TEXT, name, 0, NULL, NULL)
#define SERVE_SECRET(name) SERVE_ROW(#name, SECRET, name, 0, NULL, NULL)
#define SERVE_NUMBER(name, max) SERVE_ROW(#name, NUMBER, name, max, NULL, NULL)
#define SERVE_CHOICE(name, member, no, yes) \
	SERVE_ROW(name, CHOICE, member, 0, no, yes)
#define SERVE_END { NULL, SERVE_CONF_TEXT, 0, 0, NULL, NULL }

/* serve_conf_read: names ends with SERVE_END; into holds the defaults.  0,
 * or -1 with e (ERR_CONFIG) and what was read until then. */
int serve_conf_read(const struct serve_conf *names, void *into,
    json_t *config, struct err *);

/* serve_conf_clear: frees what was read, whether it was all or not. */
void serve_conf_clear(const struct serve_conf *names, void *of);

#endif
