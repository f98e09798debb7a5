#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "web/form.h"

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* unescape: [s, end) in place, NUL-terminated; its length or -1. */
static long
unescape(char *s, const char *end)
{
	char *out = s;
	const char *p;
	int hi, lo;

	for (p = s; p < end; p++) {
		if (*p == '+') {
			*out++ = ' ';
		} else if (*p != '%') {
			*out++ = *p;
		} else {
			if (end - p < 3 || (hi = hex(p[1])) == -1 ||
			    (lo = hex(p[2])) == -1 || (hi | lo) == 0)
				return -1;
			*out++ = (char)(hi << 4 | lo);
			p += 2;
		}
	}
	*out = '\0';
	return out - s;
}

static int
name_ok(const char *s, long len)
{
	if (len < 1 || len > FORM_NAME_LEN || *s < 'a' || *s > 'z')
		return 0;
	return (long)strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == len;
}

/* lines: CR LF and CR become LF; -1 for any other control but TAB. */
static int
lines(char *s)
{
	char *out = s;

	for (; *s != '\0'; s++) {
		if (*s == '\r') {
			*out++ = '\n';
			if (s[1] == '\n')
				s++;
			continue;
		}
		if (((unsigned char)*s < 0x20 && *s != '\n' && *s != '\t') ||
		    *s == 0x7f)
			return -1;
		*out++ = *s;
	}
	*out = '\0';
	return 0;
}

static int
add(struct form *f, char *s, char *end, size_t value_max)
{
	struct form_field *new;
	char *eq = memchr(s, '=', (size_t)(end - s));
	long name_len, value_len;

	/* The NUL of the name falls on '=', that of the value on '&'. */
	if (eq == NULL || f->count == FORM_FIELDS)
		return -1;
	name_len = unescape(s, eq);
	value_len = unescape(eq + 1, end);
	if (!name_ok(s, name_len) || value_len < 0 ||
	    (size_t)value_len > value_max || form_get(f, s) != NULL ||
	    !text_ok(eq + 1, (size_t)value_len) || lines(eq + 1) == -1)
		return -1;
	new = &f->field[f->count++];
	new->name = s;
	new->value = eq + 1;
	return 0;
}

int
form_parse(struct form *f, const char *body, size_t len)
{
	return form_parse_long(f, body, len, FORM_VALUE_LEN);
}

int
form_parse_long(struct form *f, const char *body, size_t len,
    size_t value_max)
{
	char *s, *end, *amp;

	f->count = 0;
	f->text = mem_strn(len == 0 ? "" : body, len);
	if (memchr(f->text, '\0', len) != NULL)
		goto bad;
	end = f->text + len;
	for (s = f->text; s < end; s = amp + 1) {
		amp = memchr(s, '&', (size_t)(end - s));
		if (amp == NULL)
			amp = end;
		if (amp > s && add(f, s, amp, value_max) == -1)
			goto bad;
	}
	return 0;
bad:
	form_clear(f);
	return -1;
}

void
form_clear(struct form *f)
{
	free(f->text);
	f->text = NULL;
	f->count = 0;
}

const char *
form_get(const struct form *f, const char *name)
{
	int i;

	for (i = 0; i < f->count; i++)
		if (strcmp(f->field[i].name, name) == 0)
			return f->field[i].value;
	return NULL;
}
