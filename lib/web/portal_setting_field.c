/*
 * A setting as a field of a form, by its type, and back.  Number i of a form
 * is n (its name), o (as it was when the form was made) and v, or d_mon ... for
 * days, or r: back to the default.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "web/portal_setting.h"

static const char *const week[] = { "mon", "tue", "wed", "thu", "fri", "sat",
	"sun" };

/* letter and number of a field; "" if it was not sent. */
static const char *
sent(const struct portal *p, const char *letter, int i)
{
	char name[24];
	const char *s;

	(void)snprintf(name, sizeof(name), "%s%d", letter, i);
	s = form_get(&p->body, name);
	return s != NULL ? s : "";
}

/* days_of: which days of the week a value means; 0 it means none. */
static int
days_of(const char *value, int on[7])
{
	struct policy *q = policy_new();
	struct err none = ERR_INIT;
	int32_t monday = when_day("2026-11-02");
	int i, rc = policy_set(q, "send_days", value, &none);

	for (i = 0; i < 7; i++)
		on[i] = rc == 0 && policy_send_day(q, monday + i);
	policy_free(q);
	return rc == 0;
}

static void
sent_days(const struct portal *p, int i, struct buf *b)
{
	char name[24];
	int k, n = 0;

	for (k = 0; k < 7; k++) {
		(void)snprintf(name, sizeof(name), "d%d_%s", i, week[k]);
		if (form_get(&p->body, name) == NULL)
			continue;
		buf_fmt(b, "%s%s", n++ > 0 ? " " : "", week[k]);
	}
	if (n < 7)
		return;
	buf_empty(b);
	buf_str(b, "all");
}

/* told: something was sent for it; no day ticked is something too. */
static int
told(const struct portal *p, int i, const struct policy_setting *s)
{
	char name[24];

	(void)snprintf(name, sizeof(name), "v%d", i);
	return s->type == POLICY_WEEKDAYS || *sent(p, "r", i) != '\0' ||
	    form_get(&p->body, name) != NULL;
}

/* Two ways of saying the same are no change. */
static int
same(const struct policy_setting *s, const char *a, const char *b)
{
	int x[7], y[7];

	if (s->type == POLICY_WEEKDAYS && days_of(a, x) && days_of(b, y))
		return memcmp(x, y, sizeof(x)) == 0;
	return strcmp(a, b) == 0;
}

/* value_of: as it was sent, malloc'd.  Line ends and runs of spaces are what
 * a person lays out a list with. */
static char *
value_of(const struct portal *p, int i, const struct policy_setting *s)
{
	struct buf b = BUF_INIT(1 << 17);
	char *value;

	if (*sent(p, "r", i) != '\0')
		buf_str(&b, s->otherwise);
	else if (s->type == POLICY_WEEKDAYS && *sent(p, "v", i) == '\0')
		sent_days(p, i, &b);
	else
		buf_str(&b, sent(p, "v", i));
	value = mem_str(buf_get(&b));
	buf_clear(&b);
	text_squeeze(value);
	return value;
}

static const char *
template(const struct policy_setting *s)
{
	static const char *const names[] = {
		[POLICY_INT] = "settings-int",
		[POLICY_FLAG] = "settings-flag",
		[POLICY_CHOICE] = "settings-choice",
		[POLICY_ZONE] = "settings-text",
		[POLICY_WEEKDAYS] = "settings-days",
		[POLICY_DATES] = "settings-lines",
		[POLICY_OFFSETS] = "settings-text",
		[POLICY_ADDRESS] = "settings-text",
		[POLICY_LIST] = "settings-lines",
		[POLICY_TEXT] = "settings-text",
	};

	return names[s->type];
}

static void
set_days(struct words *w, const char *value)
{
	struct buf b = BUF_INIT(32);
	char name[16];
	int on[7], i;

	(void)days_of(value, on);
	for (i = 0; i < 7; i++) {
		(void)snprintf(name, sizeof(name), "on_%s", week[i]);
		buf_empty(&b);
		buf_str(&b, on[i] ? " checked" : " ");
		words_html(w, name, &b);
	}
	buf_clear(&b);
}

/* The first line end in a textarea is not its own (HTML 13.2.6.4.7). */
static void
set_lines(struct words *w, const char *value)
{
	struct buf b = BUF_INIT(1 << 17);

	buf_chr(&b, '\n');
	for (; *value != '\0'; value++)
		buf_chr(&b, *value == ' ' ? '\n' : *value);
	words_set(w, "lines", buf_get(&b));
	buf_clear(&b);
}

static void
set_wrong(struct words *w, int i, const char *name, const char *value)
{
	struct buf b = BUF_INIT(64);
	struct err e = ERR_INIT;
	char by[32];
	int bad = policy_check(name, value, &e) == -1;

	(void)snprintf(by, sizeof(by), bad ? "h%d e%d" : "h%d", i, i);
	words_set(w, "described", by);
	if (bad)
		words_set(w, "wrong", e.text);
	buf_str(&b, bad ? " aria-invalid=\"true\"" : " ");
	words_html(w, "invalid", &b);
	buf_clear(&b);
}

static void
set_common(struct words *w, int i, const char *name,
    const struct policy_setting *s, const char *was, const char *value)
{
	char range[256];

	policy_range(s, range, sizeof(range));
	words_int(w, "i", i);
	words_set(w, "name", name);
	if (strcmp(name, s->name) == 0)
		words_set(w, "sentence", s->words);
	words_flag(w, "is_kind", strcmp(name, s->name) != 0);
	words_set(w, "range", range);
	words_int(w, "min", s->min);
	words_int(w, "max", s->max);
	words_attr(w, "was", was);
	words_attr(w, "v", value);
	words_set(w, "otherwise", s->otherwise);
	words_flag(w, "no_otherwise", *s->otherwise == '\0');
	words_flag(w, "is_set", strcmp(was, s->otherwise) != 0);
}

int
portal_setting_field(struct portal *p, int i, const char *name,
    const struct policy_setting *s, struct buf *out, struct err *e)
{
	const char *was = policy_get(p->x->policy, name);
	struct words *w = words_under(p->words);
	char *value = p->method == CGI_POST && told(p, i, s) &&
	    strcmp(sent(p, "n", i), name) == 0 ? value_of(p, i, s) :
	    mem_str(was);
	int rc = 0;

	set_common(w, i, name, s, was, value);
	set_wrong(w, i, name, value);
	if (s->type == POLICY_WEEKDAYS)
		set_days(w, value);
	if (s->type == POLICY_FLAG || s->type == POLICY_CHOICE)
		rc = portal_options(w, s->type == POLICY_FLAG ? "on off" :
		    s->choices, ' ', value, e);
	if (s->type == POLICY_DATES || s->type == POLICY_LIST)
		set_lines(w, value);
	if (rc == 0)
		rc = words_block(w, template(s), out, e);
	free(value);
	words_free(w);
	return rc;
}

int
portal_setting_read(struct portal *p, struct portal_setting_sent *r,
    struct err *e)
{
	const struct policy_setting *s;
	const char *name, *was;
	char *value;
	int i;

	memset(r, 0, sizeof(*r));
	for (i = 0; i < PORTAL_SETTING_MAX; i++) {
		if (*(name = sent(p, "n", i)) == '\0')
			continue;
		was = sent(p, "o", i);
		if ((s = policy_find(name)) == NULL)
			return policy_check(name, "", e);
		if (!told(p, i, s))
			continue;
		value = value_of(p, i, s);
		if (same(s, was, value)) {
			free(value);
			continue;
		}
		r->value[r->n] = value;
		r->change[r->n].name = name;
		r->change[r->n].was = was;
		r->change[r->n++].value = value;
		if (policy_check(name, value, e) == -1)
			return -1;
	}
	return r->n > 0 ? 0 : err_set(e, ERR_DATA, "No value is another "
	    "than before.");
}

void
portal_setting_clear(struct portal_setting_sent *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		free(r->value[i]);
	memset(r, 0, sizeof(*r));
}
