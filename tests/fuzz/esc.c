/* Every escaper: what may not get through does not, whatever comes in. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include <jansson.h>
#include <ldap.h>

#include "base/esc.h"
#include "base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
must(int ok)
{
	if (!ok)
		abort();
}

static int
none_of(const struct buf *b, const char *bytes)
{
	return b->len == 0 || b->p[strcspn(b->p, bytes)] == '\0';
}

static int
controls(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return 1;
	return 0;
}

static void
html(struct buf *b, const char *s)
{
	esc_html(b, s);
	must(none_of(b, "<>\"'\x1b\r"));
	must(u8_check((const uint8_t *)buf_get(b), b->len) == NULL);
}

static void
url(struct buf *b, const char *s)
{
	esc_url(b, s);
	must(none_of(b, " /?&=#<>\"'\\\r\n"));
}

static void
filter(struct buf *b, const char *s)
{
	esc_filter(b, s);
	must(none_of(b, "*()") && !controls(buf_get(b)));
}

/* libldap reads one attribute value, and in it what went in. */
static void
dn(struct buf *b, const char *s)
{
	LDAPDN d = NULL;

	buf_str(b, "CN=");
	esc_dn(b, s);
	if (*s == '\0' || u8_check((const uint8_t *)s, strlen(s)) != NULL)
		return;
	must(ldap_str2dn(buf_get(b), &d, LDAP_DN_FORMAT_LDAPV3) == 0);
	must(d[0] != NULL && d[1] == NULL && d[0][1] == NULL);
	must(d[0][0]->la_value.bv_len == strlen(s) &&
	    memcmp(d[0][0]->la_value.bv_val, s, strlen(s)) == 0);
	ldap_dnfree(d);
}

/* A cell of RFC 4180: quotes in pairs within quotes, or nothing special. */
static void
csv(struct buf *b, const char *s)
{
	const char *p;

	esc_csv(b, s, 1);
	p = buf_get(b);
	must(strchr("=+-@\t\r\n", *p) == NULL || *p == '\0');
	if (*p != '"') {
		must(none_of(b, ",\"\r\n"));
		return;
	}
	must(strchr("=+-@\t\r\n", p[1]) == NULL);
	for (p++; *p != '\0' && (*p != '"' || p[1] == '"'); p++)
		p += *p == '"';
	must(strcmp(p, "\"") == 0);
}

static void
tsv(struct buf *b, const char *s)
{
	esc_tsv(b, s);
	must(none_of(b, "\t\r\n"));
}

static void
term(struct buf *b, const char *s)
{
	esc_term(b, s);
	must(!controls(buf_get(b)));
	must(u8_check((const uint8_t *)buf_get(b), b->len) == NULL);
}

static void
json(struct buf *b, const char *s)
{
	json_t *v;

	esc_json(b, s);
	v = json_loads(buf_get(b), JSON_DECODE_ANY, NULL);
	must(v != NULL);
	if (u8_check((const uint8_t *)s, strlen(s)) == NULL)
		must(strcmp(json_string_value(v), s) == 0);
	json_decref(v);
}

/* Lines of at most 76 bytes, and each after the first is a continuation. */
static void
header(struct buf *b, const char *s)
{
	const char *p, *end;

	buf_str(b, "Subject: ");
	esc_header(b, s);
	for (p = buf_get(b);; p = end + 2) {
		end = p + strcspn(p, "\r\n");
		must(end - p <= 76);
		if (*end == '\0')
			return;
		must(end[0] == '\r' && end[1] == '\n' && end[2] == ' ');
		/* A line of spaces alone would end the header for some. */
		must(end[2 + strspn(end + 2, " ")] > ' ');
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static void (*const all[])(struct buf *, const char *) = { html, url,
		filter, dn, csv, tsv, term, json, header };
	char *s = mem_strn((const char *)data, len);
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct buf b = BUF_INIT(1 << 24), small = BUF_INIT(9);

		all[i](&b, s);
		must(buf_ok(&b));
		buf_clear(&b);
		esc_html(&small, s);
		must(small.len <= 9);
		buf_clear(&small);
	}
	free(s);
	return 0;
}
