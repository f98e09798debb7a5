/*
 * The template filler: "{{name}}" is replaced, nothing else is special here.
 * A template is parsed once; values inserted are never looked at again, so a
 * contractor named "{{offboard_url}}" stays a name.
 */
#ifndef BASE_FILL_H
#define BASE_FILL_H

#include "base/buf.h"
#include "base/err.h"

struct fill;

/*
 * fill_parse: text is copied.  allowed: NULL-terminated names, sorted or not;
 * a name not among them, an unclosed "{{" or a malformed name
 * ([a-z][a-z0-9_]*, at most 64 bytes) is ERR_DATA with the line.  allowed
 * NULL: any name.
 */
struct fill *fill_parse(const char *text, const char *const *allowed,
    struct err *);
void fill_free(struct fill *);

/*
 * fill_run: get(name, arg) gives the value (borrowed; NULL counts as "");
 * esc writes it for the place where it lands (esc_html, or fill_plain).
 */
void fill_run(const struct fill *, const char *(*get)(const char *name, void *),
    void *arg, void (*esc)(struct buf *, const char *), struct buf *out);
void fill_plain(struct buf *, const char *);

/*
 * fill_line: one line of a NUL-terminated text, len bytes with its line end,
 * appended to out as fill_run would with fill_plain; not at all where a name
 * in it has no value or "".  1 appended, 0 left out, -1 with e (ERR_DATA).
 */
int fill_line(const char *s, size_t len, const char *(*get)(const char *name,
    void *), void *arg, struct buf *out, struct err *);

/* fill_names: each name used, in order of first use. */
void fill_names(const struct fill *, void (*cb)(const char *, void *), void *);

#endif
