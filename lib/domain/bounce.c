#include "domain/bounce.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"

/* Where in the message a line stands. */
enum place {
	TOP,			/* the header of the whole */
	BETWEEN,		/* the body, outside of any part that matters */
	PART,			/* the header of a part */
	STATUS,			/* message/delivery-status */
	RETURNED		/* the header of the mail that came back */
};

struct reader {
	struct bounce *b;
	const char *domain;
	enum place place;
	enum place next;	/* what follows the header of this part */
	char	boundary[128];
	int	failed;		/* Exim's X-Failed-Recipients */
	char	line[2048];	/* one header field, unfolded */
};

static void
copy(char *to, size_t size, const char *from)
{
	size_t n = 0;

	for (from += strspn(from, " \t"); *from != '\0' && n + 1 < size; from++)
		to[n++] = *from < ' ' || *from > '~' ? ' ' : *from;
	while (n > 0 && to[n - 1] == ' ')
		n--;
	to[n] = '\0';
}

/* "rfc822; jo@x.test", "<jo@x.test>": the address. */
static void
copy_address(char to[256], const char *from)
{
	const char *p = strchr(from, ';');
	size_t n;

	from = p != NULL ? p + 1 : from;
	from += strspn(from, " \t<");
	n = strcspn(from, " \t<>,;()");
	if (n > 255)
		n = 255;
	memcpy(to, from, n);
	to[n] = '\0';
}

/* "<ctr.ID.32 hex digits@domain>", anywhere in the text. */
static void
find_ours(struct reader *r, const char *s)
{
	static const char digits[] = "0123456789abcdef";
	const char *id, *hex;
	char number[24];
	size_t n;

	for (; (s = strstr(s, "<ctr.")) != NULL; s = id) {
		id = s + 5;
		n = strspn(id, "0123456789");
		hex = id + n + 1;
		if (n == 0 || n >= sizeof(number) || id[n] != '.' ||
		    strspn(hex, digits) != 32 || hex[32] != '@' ||
		    strncasecmp(hex + 33, r->domain, strlen(r->domain)) != 0 ||
		    hex[33 + strlen(r->domain)] != '>')
			continue;
		memcpy(number, id, n);
		number[n] = '\0';
		if (num_int(number, 1, INT64_MAX, &r->b->id) == -1)
			continue;
		memcpy(r->b->message_id, hex, 32);
		r->b->message_id[32] = '\0';
		return;
	}
}

/* The value of a parameter of Content-Type, without its quotes. */
static void
parameter(const char *s, const char *name, char *out, size_t size)
{
	size_t len = strlen(name), n;

	out[0] = '\0';
	while ((s = strchr(s, ';')) != NULL) {
		s++;
		s += strspn(s, " \t");
		if (strncasecmp(s, name, len) != 0 || s[len] != '=')
			continue;
		s += len + 1;
		n = *s == '"' ? strcspn(++s, "\"") : strcspn(s, "; \t");
		if (n < size) {
			memcpy(out, s, n);
			out[n] = '\0';
		}
		return;
	}
}

static const char *
value_of(const char *line, const char *name)
{
	size_t n = strlen(name);

	if (strncasecmp(line, name, n) != 0 || line[n] != ':')
		return NULL;
	return line + n + 1 + strspn(line + n + 1, " \t");
}

static void
top_field(struct reader *r, const char *line)
{
	static const char *const to[] = { "Delivered-To", "X-Original-To",
	    "Envelope-To", "To" };
	char type[40];
	const char *v;
	size_t i;

	for (i = 0; i < sizeof(to) / sizeof(to[0]); i++)
		if ((v = value_of(line, to[i])) != NULL && !*r->b->to)
			copy_address(r->b->to, v);
	if ((v = value_of(line, "Content-Type")) != NULL) {
		parameter(v, "boundary", r->boundary, sizeof(r->boundary));
		parameter(v, "report-type", type, sizeof(type));
		r->b->report = strncasecmp(v, "multipart/report", 16) == 0 &&
		    strcasecmp(type, "delivery-status") == 0;
	}
	r->failed |= value_of(line, "X-Failed-Recipients") != NULL;
	if (value_of(line, "In-Reply-To") != NULL ||
	    value_of(line, "References") != NULL)
		find_ours(r, line);
}

static void
part_field(struct reader *r, const char *line)
{
	const char *v = value_of(line, "Content-Type");

	if (v == NULL)
		return;
	if (strncasecmp(v, "message/delivery-status", 23) == 0 ||
	    strncasecmp(v, "message/global-delivery-status", 30) == 0)
		r->next = STATUS;
	else if (strncasecmp(v, "message/rfc822", 14) == 0 ||
	    strncasecmp(v, "text/rfc822-headers", 19) == 0 ||
	    strncasecmp(v, "message/global", 14) == 0)
		r->next = RETURNED;
}

static void
action(struct reader *r, const char *v)
{
	if (strncasecmp(v, "failed", 6) == 0)
		r->b->kind = BOUNCE_FAILED;
	else if (r->b->kind == BOUNCE_FAILED)
		return;
	else if (strncasecmp(v, "delayed", 7) == 0)
		r->b->kind = BOUNCE_DELAYED;
	else
		r->b->kind = BOUNCE_GOOD;
}

static void
status_field(struct reader *r, const char *line)
{
	struct bounce *b = r->b;
	const char *v;

	if ((v = value_of(line, "Action")) != NULL)
		action(r, v);
	else if ((v = value_of(line, "Status")) != NULL)
		copy(b->status, sizeof(b->status), v);
	else if ((v = value_of(line, "Diagnostic-Code")) != NULL)
		copy(b->words, sizeof(b->words), v);
	else if ((v = value_of(line, "Original-Recipient")) != NULL ||
	    ((v = value_of(line, "Final-Recipient")) != NULL &&
	    !*b->recipient))
		copy_address(b->recipient, v);
}

static void
field(struct reader *r)
{
	const char *line = r->line;

	if (*line == '\0')
		return;
	if (r->place == TOP)
		top_field(r, line);
	else if (r->place == PART)
		part_field(r, line);
	else if (r->place == STATUS && r->b->report)
		status_field(r, line);
	else if (r->place == RETURNED &&
	    value_of(line, "Message-ID") != NULL)
		find_ours(r, line);
	r->line[0] = '\0';
}

static void
add(struct reader *r, const char *s)
{
	size_t n = strlen(r->line);

	snprintf(r->line + n, sizeof(r->line) - n, "%s", s);
}

static int
is_boundary(const struct reader *r, const char *s)
{
	return *r->boundary != '\0' && strncmp(s, "--", 2) == 0 &&
	    strncmp(s + 2, r->boundary, strlen(r->boundary)) == 0;
}

static void
one_line(struct reader *r, const char *s)
{
	if (r->place != TOP && is_boundary(r, s)) {
		field(r);
		r->place = PART;
		r->next = BETWEEN;
		return;
	}
	if (*s == ' ' || *s == '\t') {
		add(r, s);
		return;
	}
	field(r);
	if (*s != '\0') {
		if (r->place != BETWEEN)
			add(r, s);
		else if (r->failed && r->b->id == 0)
			find_ours(r, s);
		return;
	}
	/* an empty line ends a header; groups of a status have some within */
	if (r->place == TOP || r->place == RETURNED)
		r->place = BETWEEN;
	else if (r->place == PART)
		r->place = r->next;
}

void
bounce_read(const char *text, size_t len, const char *domain,
    struct bounce *b)
{
	struct reader *r = mem_zero(1, sizeof(*r));
	char line[2048];
	size_t i, n = 0;

	memset(b, 0, sizeof(*b));
	r->b = b;
	r->domain = domain;
	for (i = 0; i < len; i++) {
		if (text[i] != '\n') {
			if (n + 1 < sizeof(line) && text[i] != '\r')
				line[n++] = text[i] == '\0' ? ' ' : text[i];
			continue;
		}
		line[n] = '\0';
		one_line(r, line);
		n = 0;
	}
	line[n] = '\0';
	one_line(r, line);
	field(r);
	if (r->failed && !b->report && b->kind == BOUNCE_OTHER)
		b->kind = BOUNCE_FAILED;
	free(r);
}
