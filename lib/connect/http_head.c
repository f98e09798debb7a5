#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "base/esc.h"
#include "base/num.h"
#include "connect/http_internal.h"

/* head is "Name: value\n" ...; a value is cut out in place with a NUL. */
const char *
http_header(const struct http_answer *a, const char *name, int n)
{
	const char *p = buf_get(&a->head), *end = p + a->head.len;
	size_t len = strlen(name);

	for (; p < end; p += strlen(p) + 1)
		if (strncasecmp(p, name, len) == 0 && p[len] == ':' &&
		    n-- == 0) {
			p += len + 1;
			return p + strspn(p, " \t");
		}
	return NULL;
}

/* The first c from p on that stands in no quotes, or the end. */
static const char *
outside(const char *p, const char *end, char c)
{
	int quoted = 0;

	for (; p < end && (quoted || *p != c); p++)
		if (*p == '"')
			quoted = !quoted;
	return p;
}

/* 1 if one of the words in rel="..." is this one. */
static int
has_word(const char *p, const char *end, const char *rel)
{
	size_t len = strlen(rel), n;

	for (p += *p == '"'; p < end; p += n + 1) {
		n = strcspn(p, " \t\";,");
		if (n == len && strncasecmp(p, rel, n) == 0)
			return 1;
		if (p[n] != ' ')
			return 0;
	}
	return 0;
}

/* 1 if the parameters of one link have this rel; blanks may stand around its
 * "=". */
static int
has_rel(const char *p, const char *end, const char *rel)
{
	while ((p = outside(p, end, ';')) < end) {
		p++;
		p += strspn(p, " \t");
		if (strncasecmp(p, "rel", 3) != 0)
			continue;
		p += 3;
		p += strspn(p, " \t");
		if (*p != '=' || p >= end)
			continue;
		p++;
		p += strspn(p, " \t");
		return has_word(p, end, rel);
	}
	return 0;
}

int
http_link(const struct http_answer *a, const char *rel, struct buf *out)
{
	const char *p, *gt, *end;
	int n;

	buf_empty(out);
	for (n = 0; (p = http_header(a, "Link", n)) != NULL; n++)
		while ((p = strchr(p, '<')) != NULL) {
			if ((gt = strchr(p, '>')) == NULL)
				break;
			end = outside(gt, gt + strlen(gt), ',');
			if (has_rel(gt + 1, end, rel)) {
				buf_add(out, p + 1, (size_t)(gt - p - 1));
				return buf_ok(out);
			}
			p = end;
		}
	return 0;
}

/* From now to at; a server may name an instant beyond all others. */
static int64_t
seconds(int64_t now, int64_t at)
{
	if (at <= now)
		return 0;
	return at - now > INT32_MAX ? INT32_MAX : at - now;
}

int64_t
http_wanted(const struct http_answer *a, int64_t now)
{
	const char *v = http_header(a, "Retry-After", 0);
	int64_t n;

	if (v != NULL && num_int(v, 0, INT32_MAX, &n) == 0)
		return n;
	if (v != NULL && (n = (int64_t)curl_getdate(v, NULL)) != -1)
		return seconds(now, n);
	v = http_header(a, "X-Rate-Limit-Reset", 0);
	if (a->status == 429 && v != NULL &&
	    num_int(v, 0, INT64_MAX / 2, &n) == 0)
		return seconds(now, n > now ? n + 1 : now + 1);
	return -1;
}

int
http_segment(struct buf *target, const char *s, struct err *e)
{
	if (s == NULL || *s == '\0' || strcmp(s, ".") == 0 ||
	    strcmp(s, "..") == 0)
		return err_set(e, ERR_DATA, "\"%s\" names nothing",
		    s == NULL ? "" : s);
	buf_chr(target, '/');
	esc_url(target, s);
	return 0;
}

void
http_query(struct buf *target, const char *name, const char *value)
{
	buf_chr(target, strchr(buf_get(target), '?') == NULL ? '?' : '&');
	esc_url(target, name);
	buf_chr(target, '=');
	esc_url(target, value);
}
