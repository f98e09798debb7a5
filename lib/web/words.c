#include "web/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/wording.h"
#include "base/esc.h"
#include "base/fill.h"
#include "base/mem.h"
#include "base/when.h"

enum { TEXT_MAX = 262144, PAGE_MAX = 3 << 19, LOADED = 64 };

/* One template, read once per request. */
struct loaded {
	char	*name;
	char	*text;
};

struct words {
	struct db *db;
	const struct conf *conf;
	const char *room;	/* "web" */
	const char *frame;	/* the template around a page */
	struct words *over;	/* whose values these lie on */
	struct pairs *html;	/* name, HTML */
	struct loaded loaded[LOADED];	/* of the lowest alone */
	int	count;
};

struct words *
words_new(struct db *db, const struct conf *conf)
{
	struct words *w = mem_zero(1, sizeof(*w));

	w->db = db;
	w->conf = conf;
	w->room = "web";
	w->frame = "page";
	w->html = pairs_new();
	return w;
}

struct words *
words_portal(void)
{
	struct words *w = words_new(NULL, NULL);

	w->room = "portal";
	w->frame = "frame";
	return w;
}

struct words *
words_under(struct words *over)
{
	struct words *w = words_new(over->db, over->conf);

	w->room = over->room;
	w->frame = over->frame;
	w->over = over;
	return w;
}

void
words_free(struct words *w)
{
	int i;

	if (w == NULL)
		return;
	for (i = 0; i < w->count; i++) {
		free(w->loaded[i].name);
		free(w->loaded[i].text);
	}
	pairs_free(w->html);
	free(w);
}

void
words_set(struct words *w, const char *name, const char *text)
{
	struct buf b = BUF_INIT(TEXT_MAX);

	esc_html(&b, text);
	pairs_set(w->html, PAIRS_ALL, name, buf_get(&b));
	buf_clear(&b);
}

void
words_cell(struct words *w, const char *name, const char *text)
{
	words_set(w, name, text != NULL && *text != '\0' ? text :
	    WORDS_DASH);
}

void
words_brief(struct words *w, const char *name, const char *text, size_t max)
{
	struct buf b = BUF_INIT(TEXT_MAX);
	size_t n = max;

	if (text == NULL || strlen(text) <= max) {
		words_cell(w, name, text);
		return;
	}
	while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	buf_add(&b, text, n);
	buf_str(&b, "\342\200\246");
	words_set(w, name, buf_get(&b));
	buf_clear(&b);
}

void
words_int(struct words *w, const char *name, int64_t n)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%lld", (long long)n);
	pairs_set(w->html, PAIRS_ALL, name, text);
}

void
words_html(struct words *w, const char *name, const struct buf *b)
{
	pairs_set(w->html, PAIRS_ALL, name, buf_get(b));
}

void
words_flag(struct words *w, const char *name, int on)
{
	pairs_set(w->html, PAIRS_ALL, name, on ? " " : "");
}

void
words_is(struct words *w, const char *what)
{
	char name[64];

	(void)snprintf(name, sizeof(name), "is_%s", what);
	words_flag(w, name, 1);
}

void
words_attr(struct words *w, const char *name, const char *text)
{
	struct buf b = BUF_INIT(TEXT_MAX);
	char full[64];

	(void)snprintf(full, sizeof(full), "%s_value", name);
	buf_chr(&b, ' ');
	if (text != NULL && *text != '\0') {
		buf_str(&b, "value=\"");
		esc_html(&b, text);
		buf_chr(&b, '"');
	}
	pairs_set(w->html, PAIRS_ALL, full, buf_get(&b));
	buf_clear(&b);
}

static const char *
month_name(int month)
{
	static const char *const names[] = { "January", "February", "March",
		"April", "May", "June", "July", "August", "September",
		"October", "November", "December" };

	return names[month - 1];
}

void
words_day(struct words *w, const char *name, const char *date)
{
	static const char *const week[] = { "Monday", "Tuesday", "Wednesday",
		"Thursday", "Friday", "Saturday", "Sunday" };
	int32_t day = date == NULL ? WHEN_NO_DAY : when_day(date);
	int y, m, d;
	char text[64];

	if (day == WHEN_NO_DAY) {
		words_set(w, name, NULL);
		return;
	}
	when_civil(day, &y, &m, &d);
	(void)snprintf(text, sizeof(text), "%s %d %s %d",
	    week[when_weekday(day)], d, month_name(m), y);
	words_set(w, name, text);
}

void
words_at(struct words *w, const char *name, int64_t at)
{
	int y, m, d;
	char text[64], local[17];

	if (at == 0) {
		words_set(w, name, NULL);
		return;
	}
	when_civil(when_today(at), &y, &m, &d);
	when_local(at, local);
	(void)snprintf(text, sizeof(text), "%d %s %d, %s", d, month_name(m), y,
	    local + 11);
	words_set(w, name, text);
}

void
words_moment(struct words *w, const char *name, int64_t at)
{
	char local[17];

	if (at == 0 || at == WHEN_NEVER) {
		words_cell(w, name, NULL);
		return;
	}
	when_local(at, local);
	words_cell(w, name, local);
}

void
words_hex(struct words *w, const char *name, const unsigned char *p,
    size_t len)
{
	struct buf b = BUF_INIT(200);
	size_t i;

	for (i = 0; p != NULL && i < len; i++)
		buf_fmt(&b, "%02x", p[i]);
	words_set(w, name, buf_get(&b));
	buf_clear(&b);
}

/*
 * What the pages call their own parts.  A roster's column of such a name would
 * stand where a form or an attribute does: it is left out.
 */
static const char *const ours[] = {
	"aged", "ahead_max", "ahead_max_words", "answer_until", "answered",
	"ask", "attest", "day_on", "day_value", "decided_at", "decided_by",
	"deputy_for", "due_at", "employee", "end_ahead", "end_later",
	"end_past", "end_today", "end_tomorrow", "extend", "extend_max",
	"extend_max_words", "extend_min", "extend_min_words", "extend_times",
	"facts", "follows", "hr_approval", "is_departure", "is_extension",
	"is_newcomer", "is_return", "lapsed", "login_on", "mailed_on",
	"mailed_to", "main", "mark", "newer", "no_end", "no_undo", "not_mine",
	"notice", "offboard", "offer", "open", "other_value", "password",
	"reason_optional", "reason_required", "reason_value", "rehired",
	"reviewer_name", "row_url", "rows", "said", "shown", "since",
	"status", "ticked", "title", "today", "undo", "undo_minutes",
	"undo_open", "unticked", "until", "waits", "when_day", "when_end",
	"when_now", NULL
};

static int
is_ours(const char *name)
{
	size_t i;

	for (i = 0; ours[i] != NULL; i++)
		if (strcmp(ours[i], name) == 0)
			return 1;
	return 0;
}

static void
set_pair(int row, const char *name, const char *value, void *arg)
{
	if (row == PAIRS_ALL && !is_ours(name))
		words_set(arg, name, value);
}

void
words_pairs(struct words *w, const struct pairs *p)
{
	pairs_each(p, set_pair, w);
}

static const char *
get(const char *name, void *arg)
{
	const struct words *w;
	const char *value;

	for (w = arg; w != NULL; w = w->over) {
		value = pairs_get(w->html, PAIRS_ALL, name);
		if (value != NULL)
			return value;
	}
	return "";
}

/* load: the text of a template; borrowed from the lowest words. */
static const char *
load(struct words *w, const char *name, struct err *e)
{
	struct buf b = BUF_INIT(TEXT_MAX);
	char full[64];
	int i, rc;

	while (w->over != NULL)
		w = w->over;
	for (i = 0; i < w->count; i++)
		if (strcmp(w->loaded[i].name, name) == 0)
			return w->loaded[i].text;
	(void)snprintf(full, sizeof(full), "%s/%s", w->room, name);
	rc = w->db == NULL ? wording_shipped(full, &b, e) :
	    wording_load(w->db, w->conf, full, &b, NULL, e);
	if (rc == 0 && w->count == LOADED)
		rc = err_set(e, ERR_BUG, "too many templates on a page");
	if (rc == -1) {
		buf_clear(&b);
		return NULL;
	}
	w->loaded[w->count].name = mem_str(name);
	w->loaded[w->count].text = mem_str(buf_get(&b));
	buf_clear(&b);
	return w->loaded[w->count++].text;
}

static int
lines(struct words *w, const char *name, const char *s, struct buf *out,
    struct err *e)
{
	const char *nl;
	size_t len;

	for (; *s != '\0'; s += len) {
		nl = strchr(s, '\n');
		len = nl == NULL ? strlen(s) : (size_t)(nl - s) + 1;
		if (fill_line(s, len, get, w, out, e) == -1)
			return err_add(e, "%s/%s", w->room, name);
	}
	return buf_ok(out) ? 0 : err_set(e, ERR_BUG, "%s/%s: too long", w->room,
	    name);
}

int
words_block(struct words *w, const char *name, struct buf *out,
    struct err *e)
{
	const char *text = load(w, name, e);

	return text == NULL ? -1 : lines(w, name, text, out, e);
}

/* title: its line filled, without "Title: " and line end. */
static int
title(struct words *w, const char *name, const char **text, struct err *e)
{
	struct buf b = BUF_INIT(4096);
	const char *s = *text, *nl;

	if (strncmp(s, "Title: ", 7) != 0 || (nl = strchr(s, '\n')) == NULL ||
	    nl[1] != '\n')
		return err_set(e, ERR_DATA, "%s/%s: \"Title: ...\" and an "
		    "empty line come first", w->room, name);
	if (fill_line(s + 7, (size_t)(nl - s - 7), get, w, &b, e) == -1) {
		buf_clear(&b);
		return err_add(e, "%s/%s", w->room, name);
	}
	words_html(w, "title", &b);
	buf_clear(&b);
	*text = nl + 2;
	return 0;
}

int
words_page(struct words *w, const char *name, struct buf *out,
    struct err *e)
{
	struct buf b = BUF_INIT(PAGE_MAX);
	const char *text = load(w, name, e);
	int rc = -1;

	if (text == NULL || title(w, name, &text, e) == -1 ||
	    lines(w, name, text, &b, e) == -1)
		goto out;
	words_html(w, "main", &b);
	rc = words_block(w, w->frame, out, e);
out:
	buf_clear(&b);
	return rc;
}

char *
words_style(const char *page)
{
	const char *s = strstr(page, "<style>"), *end;

	if (s == NULL || (end = strstr(s, "</style>")) == NULL)
		return mem_str("");
	return mem_strn(s + 7, (size_t)(end - s - 7));
}
