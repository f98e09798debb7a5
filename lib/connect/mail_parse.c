#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/esc.h"
#include "base/mem.h"
#include "connect/mail_doc.h"
#include "domain/vocab.h"

/* The parser, line by line. */
struct parser {
	struct mail_doc *doc;
	mail_known *known;
	void	*arg;
	struct err *e;
	struct buf para;	/* the paragraph so far */
	int	line;
	int	rows;		/* 1 inside of {{#rows}}, 2 after it */
	int	foot;
	const char *unknown;	/* the first name that nobody knows */
};

static int
bad(struct parser *p, const char *words)
{
	return err_set(p->e, ERR_DATA, "line %d: %s", p->line, words);
}

static void
ask_known(const char *name, void *arg)
{
	struct parser *p = arg;

	if (p->unknown == NULL && p->known != NULL && !p->known(name, p->arg))
		p->unknown = name;
}

/* Names cannot be hurt by it: they have no character that HTML knows. */
static int
words_of(struct parser *p, const char *s, struct mail_words *w)
{
	struct buf b = BUF_INIT(1 << 20);

	esc_html(&b, s);
	w->plain = fill_parse(s, NULL, p->e);
	w->html = fill_parse(buf_get(&b), NULL, p->e);
	buf_clear(&b);
	return w->plain == NULL || w->html == NULL ? -1 : 0;
}

/* Line breaks before it make an error name the line of the template. */
static int
check_line(struct parser *p, const char *s)
{
	struct buf b = BUF_INIT(1 << 20);
	struct fill *f;
	int i;

	for (i = 1; i < p->line; i++)
		buf_chr(&b, '\n');
	buf_str(&b, s);
	f = fill_parse(buf_get(&b), NULL, p->e);
	buf_clear(&b);
	if (f == NULL)
		return -1;
	fill_names(f, ask_known, p);
	if (p->unknown != NULL)
		(void)err_set(p->e, ERR_DATA, "line %d: unknown name {{%s}}",
		    p->line, p->unknown);
	fill_free(f);
	return p->unknown != NULL ? -1 : 0;
}

static struct mail_block *
add(struct parser *p, enum mail_kind kind)
{
	struct mail_doc *d = p->doc;
	struct mail_block *b;

	d->block = mem_grow(d->block, d->n + 1, sizeof(*d->block));
	b = &d->block[d->n++];
	memset(b, 0, sizeof(*b));
	b->kind = kind;
	return b;
}

/* The paragraph's lines were looked at one by one. */
static int
end_para(struct parser *p)
{
	int rc;

	if (p->para.len == 0)
		return 0;
	rc = words_of(p, buf_get(&p->para),
	    &add(p, p->foot ? MAIL_FOOT : MAIL_PARA)->text);
	buf_empty(&p->para);
	return rc;
}

static int
add_text(struct parser *p, enum mail_kind kind, const char *s)
{
	if (end_para(p) == -1 || check_line(p, s) == -1)
		return -1;
	return words_of(p, s, &add(p, kind)->text);
}

/* "- Label: value": the label is the template's own, so it has no braces. */
static int
add_item(struct parser *p, const char *s)
{
	const char *colon = strstr(s, ": ");
	char *label = NULL;

	if (colon != NULL && colon > s && colon - s <= 40 &&
	    memchr(s, '{', (size_t)(colon - s)) == NULL) {
		label = mem_strn(s, (size_t)(colon - s));
		s = colon + 2;
	}
	if (add_text(p, MAIL_ITEM, s) == -1) {
		free(label);
		return -1;
	}
	p->doc->block[p->doc->n - 1].label = label;
	return 0;
}

/* {{name}} alone must be a link; else scheme and host are the template's. */
static int
url_ok(struct parser *p, const char *url, int *whole)
{
	char name[64];
	int end = 0;
	const struct vocab *v;
	const char *host = strstr(url, "://");

	*whole = 0;
	if (strpbrk(url, " \t\"'<>\\`") != NULL)
		return bad(p, "a button's address has no spaces or quotes");
	if (host == NULL) {
		if (sscanf(url, "{{%63[a-z0-9_]}}%n", name, &end) != 1 ||
		    end == 0 || url[end] != '\0' ||
		    (v = vocab_find(name)) == NULL || !v->link)
			return bad(p, "a button's address is a link's name "
			    "or starts with https://");
		*whole = 1;
		return 0;
	}
	host += 3;
	if (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0)
		return bad(p, "a button's address starts with https://");
	if (host[0] == '\0' || host[strcspn(host, "/{")] == '{')
		return bad(p, "a button's host must be in the template");
	return 0;
}

/* "[Label] address"; anything else in brackets is text.  1, 0 no button, -1. */
static int
add_button(struct parser *p, const char *s)
{
	const char *close = strchr(s, ']');
	const char *url;
	struct mail_block *b;
	char *label;
	int whole, rc;

	if (close == NULL || close == s + 1 || close[1] != ' ')
		return 0;
	url = close + 1 + strspn(close + 1, " \t");
	if (strncmp(url, "{{", 2) != 0 && strncmp(url, "http", 4) != 0)
		return 0;
	if (check_line(p, s) == -1 || url_ok(p, url, &whole) == -1 ||
	    end_para(p) == -1)
		return -1;
	label = mem_strn(s + 1, (size_t)(close - s - 1));
	b = add(p, MAIL_BUTTON);
	b->whole = whole;
	rc = words_of(p, label, &b->text);
	if (rc == 0)
		rc = words_of(p, url, &b->url);
	free(label);
	return rc == 0 ? 1 : -1;
}

static int
add_rows(struct parser *p, int begin)
{
	if (end_para(p) == -1)
		return -1;
	if (begin && p->rows != 0)
		return bad(p, "{{#rows}} stands once in a template");
	if (!begin && p->rows != 1)
		return bad(p, "{{/rows}} without {{#rows}}");
	if (p->foot)
		return bad(p, "rows do not go into the small print");
	p->rows++;
	add(p, begin ? MAIL_ROWS : MAIL_ROWS_END);
	return 0;
}

static int
more_para(struct parser *p, const char *s)
{
	if (check_line(p, s) == -1)
		return -1;
	if (p->para.len > 0)
		buf_chr(&p->para, ' ');
	buf_str(&p->para, s);
	return 0;
}

static int
body_line(struct parser *p, char *s)
{
	size_t len = strlen(s);
	int rc;

	while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		s[--len] = '\0';
	s += strspn(s, " \t");
	if (*s == '\0')
		return end_para(p);
	if (strcmp(s, "{{#rows}}") == 0 || strcmp(s, "{{/rows}}") == 0)
		return add_rows(p, s[2] == '#');
	if (strcmp(s, "--") == 0) {
		if (p->rows == 1)
			return bad(p, "{{#rows}} is not closed");
		rc = end_para(p);
		p->foot = 1;
		return rc;
	}
	if (!p->foot && strncmp(s, "# ", 2) == 0)
		return add_text(p, MAIL_HEADING, s + 2);
	if (!p->foot && strncmp(s, "- ", 2) == 0)
		return add_item(p, s + 2);
	if (!p->foot && *s == '[' && (rc = add_button(p, s)) != 0)
		return rc == 1 ? 0 : -1;
	return more_para(p, s);
}

static int
head_line(struct parser *p, const char *s)
{
	struct mail_doc *d = p->doc;
	struct mail_words *to = NULL;
	size_t len;

	if (strncmp(s, "Language: ", 10) == 0) {
		len = strspn(s + 10, "abcdefghijklmnopqrstuvwxyz"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
		if (len == 0 || s[10 + len] != '\0' || len >= sizeof(d->lang))
			return bad(p, "Language: a tag like en or pt-BR");
		memcpy(d->lang, s + 10, len + 1);
		return 0;
	}
	if (strncmp(s, "Subject: ", 9) == 0)
		to = &d->subject;
	else if (strncmp(s, "Preheader: ", 11) == 0)
		to = &d->preheader;
	if (to == NULL)
		return bad(p, "expected Subject:, Preheader: or Language:, "
		    "then an empty line");
	if (to->plain != NULL)
		return bad(p, "given twice");
	if (check_line(p, s) == -1)
		return -1;
	return words_of(p, strchr(s, ' ') + 1, to);
}

static int
parse_lines(struct parser *p, char *text)
{
	char *s, *next;
	int head = 1;

	for (s = text; s != NULL && *s != '\0'; s = next) {
		p->line++;
		if ((next = strchr(s, '\n')) != NULL)
			*next++ = '\0';
		s[strcspn(s, "\r")] = '\0';
		if (head && *s == '\0')
			head = 0;
		else if ((head ? head_line(p, s) : body_line(p, s)) == -1)
			return -1;
	}
	if (end_para(p) == -1)
		return -1;
	if (p->doc->subject.plain == NULL)
		return err_set(p->e, ERR_DATA, "line 1: no Subject:");
	if (p->rows == 1)
		return bad(p, "{{#rows}} is not closed");
	if (p->doc->n == 0)
		return bad(p, "there is no body");
	return 0;
}

struct mail_doc *
mail_parse(const char *text, mail_known *known, void *arg, struct err *e)
{
	struct parser p = { NULL, known, arg, e, BUF_INIT(1 << 16), 0, 0, 0,
	    NULL };
	char *copy = mem_str(text);
	int rc;

	p.doc = mem_zero(1, sizeof(*p.doc));
	memcpy(p.doc->lang, "en", 3);
	rc = parse_lines(&p, copy);
	if (rc == 0 && !buf_ok(&p.para))
		rc = bad(&p, "too long");
	free(copy);
	buf_clear(&p.para);
	if (rc == 0)
		return p.doc;
	mail_doc_free(p.doc);
	return NULL;
}
