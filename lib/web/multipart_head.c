#include "web/multipart_head.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

static const char token[] = "abcdefghijklmnopqrstuvwxyz"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~";

/* What is between the parameters of a header; a value quoted or not. */
struct param {
	const char *name, *value;	/* borrowed */
	size_t	name_len, value_len;
	int	quoted;
};

static size_t
spaces(const char *s, const char *end)
{
	size_t n = 0;

	while (s + n < end && (s[n] == ' ' || s[n] == '\t'))
		n++;
	return n;
}

static size_t
tokens(const char *s, const char *end)
{
	size_t n = 0;

	while (s + n < end && s[n] != '\0' && strchr(token, s[n]) != NULL)
		n++;
	return n;
}

/* quoted: length of what stands between the quotes, or (size_t)-1.  A
 * backslash is an escape before a quote or another backslash alone: older
 * browsers sent whole paths. */
static size_t
quoted(const char *s, const char *end)
{
	size_t n;

	for (n = 0; s + n < end; n++) {
		if (s[n] == '"')
			return n;
		if (s[n] == '\\' && s + n + 1 < end && (s[n + 1] == '"' ||
		    s[n + 1] == '\\'))
			n++;
	}
	return (size_t)-1;
}

/* next: "; name=value".  1, 0 at the end, -1. */
static int
next(const char **pp, const char *end, struct param *q)
{
	const char *p = *pp + spaces(*pp, end);

	if (p == end)
		return 0;
	if (*p++ != ';')
		return -1;
	p += spaces(p, end);
	q->name = p;
	q->name_len = tokens(p, end);
	p += q->name_len;
	if (q->name_len == 0 || p == end || *p++ != '=')
		return -1;
	q->quoted = p < end && *p == '"';
	q->value = p + q->quoted;
	q->value_len = q->quoted ? quoted(q->value, end) :
	    tokens(q->value, end);
	if (q->value_len == (size_t)-1 || (!q->quoted && q->value_len == 0))
		return -1;
	*pp = q->value + q->value_len + q->quoted;
	return 1;
}

static int
called(const struct param *q, const char *name)
{
	return q->name_len == strlen(name) &&
	    strncasecmp(q->name, name, q->name_len) == 0;
}

int
multipart_head_boundary(const char *type, char out[MULTIPART_BOUNDARY_LEN + 1])
{
	static const char wanted[] = "multipart/form-data";
	static const char ok[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'()+_,-./:=? ";
	const char *p, *end;
	struct param q;
	int rc, n = 0;

	if (type == NULL || strncasecmp(type, wanted, strlen(wanted)) != 0)
		return -1;
	p = type + strlen(wanted);
	end = p + strlen(p);
	while ((rc = next(&p, end, &q)) == 1) {
		if (!called(&q, "boundary"))
			continue;
		if (n++ > 0 || q.value_len == 0 ||
		    q.value_len > MULTIPART_BOUNDARY_LEN)
			return -1;
		memcpy(out, q.value, q.value_len);
		out[q.value_len] = '\0';
		if (strspn(out, ok) != q.value_len ||
		    out[q.value_len - 1] == ' ')
			return -1;
	}
	return rc == -1 || n != 1 ? -1 : 0;
}

/* escape: browsers write these three so, and no other (HTML, 4.10.21.8). */
static size_t
escape(const char *s, size_t left, char *c)
{
	static const struct {
		const char *as;
		char is;
	} escapes[] = { { "%22", '"' }, { "%0D", '\r' }, { "%0A", '\n' } };
	size_t i;

	for (i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++)
		if (left >= 3 && strncasecmp(s, escapes[i].as, 3) == 0) {
			*c = escapes[i].is;
			return 3;
		}
	*c = *s;
	return 1;
}

/* cut: at a character, if text is too long. */
static void
cut(char *text, size_t n)
{
	if (strlen(text) <= n)
		return;
	while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	text[n] = '\0';
}

void
multipart_name(const char *raw, size_t len, char out[201])
{
	char text[MULTIPART_HEAD_LEN + 1];
	size_t i, n = 0;
	char c;

	for (i = 0; i < len && n < sizeof(text) - 1;) {
		if (raw[i] == '\\' && i + 1 < len && raw[i + 1] == '"')
			i++;
		i += escape(raw + i, len - i, &c);
		if (c == '/' || c == '\\')
			n = 0;		/* only the last segment of a path */
		else if ((unsigned char)c >= ' ' && c != '\177')
			text[n++] = c;
	}
	text[n] = '\0';
	if (!text_ok(text, n) || strcmp(text, ".") == 0 ||
	    strcmp(text, "..") == 0)
		text[0] = '\0';
	cut(text, 200);
	(void)snprintf(out, 201, "%.200s", text);
}

static int
field_name(const struct param *q, char out[33])
{
	static const char ok[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	size_t i;

	if (q->value_len == 0 || q->value_len > 32)
		return -1;
	for (i = 0; i < q->value_len; i++)
		if (q->value[i] == '\0' || strchr(ok, q->value[i]) == NULL)
			return -1;
	if (q->value[0] < 'a')
		return -1;
	memcpy(out, q->value, q->value_len);
	out[q->value_len] = '\0';
	return 0;
}

/* disposition: form-data; name="..."; filename="...".  0 or -1. */
static int
disposition(const char *p, const char *end, struct multipart_part *part)
{
	struct param q;
	int rc;

	p += spaces(p, end);
	if (end - p < 9 || strncasecmp(p, "form-data", 9) != 0)
		return -1;
	p += 9;
	while ((rc = next(&p, end, &q)) == 1) {
		if (called(&q, "name")) {
			if (part->name[0] != '\0' ||
			    field_name(&q, part->name) == -1)
				return -1;
		} else if (called(&q, "filename")) {
			if (part->is_file++)
				return -1;
			multipart_name(q.value, q.value_len, part->file);
		}
	}
	return rc;
}

/* plain: an encoding that is none; RFC 7578 4.7 has no other. */
static int
plain(const char *p, const char *end)
{
	static const char *const names[] = { "7bit", "8bit", "binary" };
	size_t i, n;

	p += spaces(p, end);
	n = tokens(p, end);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (n == strlen(names[i]) && strncasecmp(p, names[i], n) == 0)
			return 1;
	return 0;
}

static int
line(const char *p, const char *end, struct multipart_part *part, int *seen)
{
	size_t n = tokens(p, end);

	if (n == 0 || p + n == end || p[n] != ':')
		return -1;
	if (n == 19 && strncasecmp(p, "Content-Disposition", n) == 0)
		return (*seen)++ > 0 ? -1 : disposition(p + n + 1, end, part);
	if (n == 25 && strncasecmp(p, "Content-Transfer-Encoding", n) == 0)
		return plain(p + n + 1, end) ? 0 : -1;
	return 0;
}

int
multipart_head_read(const char *head, size_t len, struct multipart_part *part,
    struct err *e)
{
	const char *p = head, *end = head + len, *nl;
	int seen = 0, bad = memchr(head, '\0', len) != NULL;

	memset(part, 0, sizeof(*part));
	for (; !bad && p < end; p = nl + 1) {
		nl = memchr(p, '\n', (size_t)(end - p));
		if (nl == NULL || nl == p || nl[-1] != '\r')
			bad = 1;
		else if (nl - 1 == p)
			break;		/* the empty line */
		else
			bad = line(p, nl - 1, part, &seen) == -1;
		if (bad)
			break;
	}
	if (bad || seen == 0 || part->name[0] == '\0')
		return err_set(e, ERR_DATA, "a part of the form cannot be "
		    "read");
	return 0;
}
