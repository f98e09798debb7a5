#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/esc.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/say.h"
#include "base/text.h"
#include "web/portal.h"

/* The menu: a word that a page names itself by, and who is shown it. */
static const struct {
	const char *here;
	unsigned need;
} menu[] = {
	{ "home", PORTAL_VIEW },
	{ "people", PORTAL_VIEW },
	{ "review", PORTAL_VIEW },
	{ "rosters", PORTAL_VIEW },
	{ "newcomers", PORTAL_VIEW },
	{ "inactive", PORTAL_VIEW },
	{ "how", PORTAL_VIEW },
	{ "reports", PORTAL_AUDIT },
	{ "evidence", PORTAL_AUDIT },
	{ "settings", PORTAL_VIEW },
	{ "templates", PORTAL_VIEW },
};

int
portal_may(const struct portal *p, unsigned bits)
{
	return (p->may & bits) == bits;
}

void
portal_words(struct portal *p, const char *here)
{
	struct words *w = p->words;
	char name[32];
	struct buf b = BUF_INIT(64);
	size_t i;

	words_set(w, "base", p->base);
	words_set(w, "tenant", p->tenant);
	words_set(w, "user", p->cgi.user);
	words_set(w, "version", CTR_VERSION);
	words_flag(w, "may_operate", portal_may(p, PORTAL_OPERATE));
	words_flag(w, "may_admin", portal_may(p, PORTAL_ADMIN));
	words_flag(w, "may_audit", portal_may(p, PORTAL_AUDIT));
	words_flag(w, "no_audit", !portal_may(p, PORTAL_AUDIT));
	words_flag(w, "is_test", p->x != NULL && db_is_test(p->x->db));
	if (p->x != NULL)
		words_set(w, "today", p->x->today_on);
	for (i = 0; i < sizeof(menu) / sizeof(menu[0]); i++) {
		(void)snprintf(name, sizeof(name), "at_%s", menu[i].here);
		buf_empty(&b);
		if (portal_may(p, menu[i].need))
			buf_str(&b, here != NULL &&
			    strcmp(here, menu[i].here) == 0 ?
			    " aria-current=\"page\"" : " ");
		words_html(w, name, &b);
	}
	buf_clear(&b);
}

/* notice: what a 303 brought here, if there are words for it. */
static void
notice(struct portal *p)
{
	struct buf b = BUF_INIT(8192);
	struct err none = ERR_INIT;
	char name[48];
	const char *done = portal_asked(p, "done");

	if (done == NULL || strlen(done) > 30 ||
	    done[strspn(done, "abcdefghijklmnopqrstuvwxyz-")] != '\0')
		return;
	(void)snprintf(name, sizeof(name), "done-%s", done);
	if (words_block(p->words, name, &b, &none) == 0)
		words_html(p->words, "done", &b);
	buf_clear(&b);
}

int
portal_page(struct portal *p, const char *name, const char *here,
    struct err *e)
{
	portal_words(p, here);
	notice(p);
	return words_page(p->words, name, &p->out, e);
}

void
portal_problem(struct portal *p, int status)
{
	struct err e = ERR_INIT;
	char name[8];

	p->status = status;
	p->type = NULL;
	rows_free(p->rows);
	p->rows = NULL;
	if (p->spool != -1)
		(void)close(p->spool);
	p->spool = -1;
	p->file[0] = p->location[0] = '\0';
	buf_empty(&p->out);
	if (p->words == NULL)
		p->words = words_portal();
	(void)snprintf(name, sizeof(name), "%d", status == 403 ||
	    status == 404 || status == 409 || status == 413 || status == 429 ||
	    status == 503 ? status : status >= 500 ? 500 : 400);
	portal_words(p, NULL);
	words_set(p->words, "command", NULL);
	words_flag(p->words, "nobody", p->cgi.user[0] == '\0');
	if (words_page(p->words, name, &p->out, &e) == -1) {
		(void)say_err(&e);
		buf_empty(&p->out);
		buf_fmt(&p->out, "<!doctype html><html lang=\"en\"><title>%d"
		    "</title><h1>%d</h1>\n", status, status);
	}
}

int
portal_missing(struct portal *p, struct err *e)
{
	p->status = 404;
	return portal_page(p, "none", NULL, e);
}

static const char *
instead(const char *const *with, const char *name, const char *asked)
{
	for (; *with != NULL; with += 2)
		if (strcmp(with[0], name) == 0)
			return with[1];
	return asked;
}

void
portal_link(struct portal *p, const char *name, const char *path,
    const char *const *names, const char *const *with)
{
	struct buf b = BUF_INIT(8192);
	const char *value;
	char sep = '?';

	buf_fmt(&b, "%s/%s", p->base, path);
	for (; *names != NULL; names++) {
		value = instead(with, *names, portal_asked(p, *names));
		if (value == NULL)
			continue;
		buf_fmt(&b, "%c%s=", sep, *names);
		esc_url(&b, value);
		sep = '&';
	}
	words_set(p->words, name, buf_get(&b));
	buf_clear(&b);
}

int
portal_options(struct words *w, const char *list, char between,
    const char *chosen, struct err *e)
{
	const char skip[] = { ' ', between, '\0' };
	struct words *o = words_under(w);
	struct buf b = BUF_INIT(1 << 16);
	int is, rc = 0;
	char *word;
	size_t len;

	for (; rc == 0 && *(list += strspn(list, skip)) != '\0';
	    list += len) {
		len = strcspn(list, skip + 1);
		word = mem_strn(list, len);
		text_squeeze(word);
		is = chosen != NULL && strcmp(word, chosen) == 0;
		words_set(o, "word", word);
		words_flag(o, "is_it", is);
		words_flag(o, "is_other", !is);
		rc = words_block(o, "settings-option", &b, e);
		free(word);
	}
	words_html(w, "options", &b);
	words_free(o);
	buf_clear(&b);
	return rc;
}

/* One word of a command, quoted where a shell would read more than a word. */
static void
shell_word(struct buf *b, const char *s)
{
	const char *c;

	for (c = s; *c != '\0' && (isalnum((unsigned char)*c) ||
	    strchr("-_./:@=,+%", *c) != NULL); c++)
		;
	if (*c == '\0' && c > s) {
		buf_str(b, s);
		return;
	}
	buf_chr(b, '\'');
	for (; *s != '\0'; s++)
		if (*s == '\'')
			buf_str(b, "'\\''");
		else
			buf_chr(b, *s);
	buf_chr(b, '\'');
}

/* command_end: what b has is a line more of what the page shows. */
static void
command_end(struct portal *p, struct buf *b)
{
	buf_fmt(&p->command, "%s%s", p->command.len > 0 ? "\n" : "",
	    buf_get(b));
	words_set(p->words, "command", buf_get(&p->command));
	buf_clear(b);
}

void
portal_command(struct portal *p, const char *program, ...)
{
	struct buf b = BUF_INIT(PORTAL_COMMAND_LEN);
	const char *s;
	va_list ap;

	buf_fmt(&b, "%s -t %s", program, p->tenant);
	va_start(ap, program);
	while ((s = va_arg(ap, const char *)) != NULL) {
		buf_chr(&b, ' ');
		shell_word(&b, s);
	}
	va_end(ap);
	command_end(p, &b);
}

void
portal_command_words(struct portal *p, const char *program,
    const char *const *words)
{
	struct buf b = BUF_INIT(PORTAL_COMMAND_LEN);

	buf_fmt(&b, "%s -t %s", program, p->tenant);
	for (; *words != NULL; words++) {
		buf_chr(&b, ' ');
		shell_word(&b, *words);
	}
	command_end(p, &b);
}

void
portal_go(struct portal *p, const char *done, const char *path, ...)
{
	char where[300];
	va_list ap;

	va_start(ap, path);
	(void)vsnprintf(where, sizeof(where), path, ap);
	va_end(ap);
	(void)snprintf(p->location, sizeof(p->location), "%s/%.80s%s%.30s",
	    p->base, where, done == NULL ? "" : strchr(where, '?') != NULL ?
	    "&done=" : "?done=", done == NULL ? "" : done);
	p->status = 303;
}

static const char *
value(const struct form *f, const char *name)
{
	const char *s = form_get(f, name);

	return s != NULL && *s != '\0' ? s : NULL;
}

const char *
portal_sent(const struct portal *p, const char *name)
{
	return value(&p->body, name);
}

const char *
portal_asked(const struct portal *p, const char *name)
{
	return value(&p->cgi.form, name);
}

int
portal_sure(const struct portal *p, struct err *e)
{
	return portal_sent(p, "sure") != NULL ? 0 : err_set(e, ERR_DATA,
	    "tick the box that says that you are sure");
}

int64_t
portal_number(const char *s)
{
	int64_t n;

	return s != NULL && num_int(s, 1, INT64_MAX, &n) == 0 ? n : 0;
}
