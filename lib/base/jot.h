/*
 * A JSON object, written: for evidence details, outbox fields, -o json.
 * Reading JSON is jansson's or SQLite's work.  NULL text is null.
 * Names are ours, values are untrusted.
 */
#ifndef BASE_JOT_H
#define BASE_JOT_H

#include <stdint.h>

#include "base/buf.h"

struct jot {
	struct buf b;
	int	comma;	/* a member came before */
	int	closed;	/* jot_get has been here */
};

#define JOT_MAX (1 << 20)

void jot_init(struct jot *);			/* "{" */
void jot_clear(struct jot *);
void jot_str(struct jot *, const char *name, const char *value);
void jot_int(struct jot *, const char *name, int64_t value);
void jot_bool(struct jot *, const char *name, int value);
void jot_null(struct jot *, const char *name);
void jot_hex(struct jot *, const char *name, const void *, size_t len);
/* jot_raw: value is JSON already (another jot's text, a connector's object). */
void jot_raw(struct jot *, const char *name, const char *json);
/* jot_change: "name":[old,new], how evidence shows a changed field. */
void jot_change(struct jot *, const char *name, const char *was,
    const char *is);
/* An array of strings: jot_list, then jot_item for each, then jot_end. */
void jot_list(struct jot *, const char *name);
void jot_item(struct jot *, const char *value);
void jot_item_raw(struct jot *, const char *json);
void jot_end(struct jot *);
/*
 * jot_get: closes and returns the text, borrowed until jot_clear.  Always a
 * JSON object: one over JOT_MAX is {"too_long":true}, and buf_ok(&j->b) is 0
 * for who must not lose it.
 */
const char *jot_get(struct jot *);

#endif
