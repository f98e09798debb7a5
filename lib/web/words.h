/*
 * Pages out of templates/web: every word that a reader sees is in one.
 *
 * A template is HTML with {{name}}.  A line that uses a name without a value
 * is left out, so a page says nothing of what is not known, and a block is
 * there or is not.  The first line of a page is "Title: ..." and an empty one
 * follows.  Values are text and escaped; only words_html takes HTML, which is
 * another template's.
 */
#ifndef WEB_WORDS_H
#define WEB_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/pairs.h"
#include "store/db.h"

struct words;

enum { WORDS_NAME = 120 };	/* of somebody's name in a list */

/* words_new: db and conf may be NULL: the shipped templates.  Borrowed. */
struct words *words_new(struct db *, const struct conf *);
/* words_portal: the portal's own pages, templates/portal with "frame" around
 * them: always the shipped ones. */
struct words *words_portal(void);
/* words_under: for a block of its own: the same values, more on top. */
struct words *words_under(struct words *);
void words_free(struct words *);

/* Empty or NULL: no value. */
void words_set(struct words *, const char *name, const char *text);
#define WORDS_DASH "\342\200\223"
/* words_cell: for a cell of a table, whose line must stay: a dash where there
 * is no value. */
void words_cell(struct words *, const char *name, const char *text);
/* words_brief: words_cell, cut after max bytes, at a character, with dots. */
void words_brief(struct words *, const char *name, const char *text,
    size_t max);
void words_int(struct words *, const char *name, int64_t);
void words_html(struct words *, const char *name, const struct buf *);
/* words_flag: {{name}} prints nothing, and its line is there. */
void words_flag(struct words *, const char *name, int on);
/* words_is: the flag {{is_WHAT}}: of several lines of a template, which. */
void words_is(struct words *, const char *what);
/* words_attr: {{name_value}} becomes value="text", or nothing without one. */
void words_attr(struct words *, const char *name, const char *text);
/* words_day: a date as people write it, "Sunday 20 December 2026". */
void words_day(struct words *, const char *name, const char *date);
/* words_at: an instant, "20 November 2026, 09:14" in the tenant's zone. */
void words_at(struct words *, const char *name, int64_t at);
/* words_moment: an instant as tables show it, "2026-11-20 09:14" in the
 * tenant's zone, into words_cell; 0 and WHEN_NEVER: a dash. */
void words_moment(struct words *, const char *name, int64_t at);
/* words_hex: lower-case hex; NULL: no value. */
void words_hex(struct words *, const char *name, const unsigned char *,
    size_t len);
/* words_pairs: all values of PAIRS_ALL but those that have the name of a part
 * of a page. */
void words_pairs(struct words *, const struct pairs *);

/* words_block: template "ask" filled, appended to out.  0 or -1. */
int words_block(struct words *, const char *name, struct buf *out,
    struct err *);
/* words_page: a whole page, from "page" and the template name.  0 or -1. */
int words_page(struct words *, const char *name, struct buf *out,
    struct err *);

/* words_style: the text between <style> and </style> of a page, malloc'd. */
char *words_style(const char *page);

#endif
