#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/text.h"
#include "base/when.h"
#include "connect/blob.h"

/* Where the reader is, in a page of some thousand blobs. */
struct reader {
	XML_Parser parser;
	int	depth;
	int	in_blob;	/* depth of <Blob>, 0 outside */
	int	odd;		/* its name is encoded: not one of ours */
	struct buf text;	/* of the element that is open */
	struct blob_item now;
	struct blob_item **items;
	size_t	*n;
	struct buf *next;
	const char *wrong;
};

static void
wrong(struct reader *r, const char *why)
{
	if (r->wrong == NULL)
		r->wrong = why;
	(void)XML_StopParser(r->parser, XML_FALSE);
}

/* A document type could define entities: nobody's list has one. */
static void XMLCALL
doctype(void *arg, const XML_Char *name, const XML_Char *sys,
    const XML_Char *pub, int internal)
{
	(void)name;
	(void)sys;
	(void)pub;
	(void)internal;
	wrong(arg, "a document type");
}

static void
forget(struct blob_item *i)
{
	free(i->name);
	free(i->etag);
	memset(i, 0, sizeof(*i));
}

static void XMLCALL
opened(void *arg, const XML_Char *name, const XML_Char **attr)
{
	struct reader *r = arg;

	if (++r->depth > 32)
		wrong(r, "too deep");
	if (r->depth == 1 && strcmp(name, "EnumerationResults") != 0)
		wrong(r, "not a list");
	if (strcmp(name, "Blob") == 0 && r->in_blob == 0) {
		r->in_blob = r->depth;
		r->odd = 0;
		forget(&r->now);
		r->now.size = -1;
	}
	if (strcmp(name, "Name") == 0)
		r->odd |= attr[0] != NULL;
	buf_empty(&r->text);
}

/* changed: "Sat, 21 Nov 2026 05:00:00 GMT" (RFC 1123); 0 if it is not. */
static int64_t
changed(const char *s)
{
	char text[32], date[16], iso[32];
	int32_t day;
	int64_t at;

	(void)snprintf(text, sizeof(text), "%s", s);
	if (strlen(s) != 29 || strcmp(s + 25, " GMT") != 0)
		return 0;
	(void)snprintf(date, sizeof(date), "%.11s", s + 5);
	if ((day = when_read(date, "%d %b %Y")) == WHEN_NO_DAY)
		return 0;
	when_date(day, date);
	(void)snprintf(iso, sizeof(iso), "%sT%.8sZ", date, text + 17);
	return when_parse(iso, &at) == 0 ? at : 0;
}

/* keep: the blob that ends here, if it can be one of ours. */
static void
keep(struct reader *r)
{
	struct blob_item *i = &r->now;

	r->in_blob = 0;
	if (i->name == NULL || r->odd || !text_ok(i->name, strlen(i->name)))
		return;
	if (i->etag == NULL || i->size < 0) {
		wrong(r, "a blob without ETag or length");
		return;
	}
	if (*r->n == BLOB_LIST_MAX) {
		wrong(r, "too many blobs");
		return;
	}
	*r->items = mem_grow(*r->items, *r->n + 1, sizeof(**r->items));
	(*r->items)[(*r->n)++] = *i;
	memset(i, 0, sizeof(*i));
}

/* bare: without the quotes that some servers put around an ETag. */
static char *
bare(const char *s)
{
	size_t n = strlen(s);

	if (n >= 2 && s[0] == '"' && s[n - 1] == '"')
		return mem_strn(s + 1, n - 2);
	return mem_str(s);
}

static void XMLCALL
closed(void *arg, const XML_Char *name)
{
	struct reader *r = arg;
	const char *s = buf_get(&r->text);
	int at = r->depth--, in = r->in_blob;

	if (!buf_ok(&r->text)) {
		wrong(r, "a text too long");
		return;
	}
	if (in == 0) {
		if (strcmp(name, "NextMarker") == 0)
			buf_str(r->next, s);
	} else if (at == in)
		keep(r);
	else if (strcmp(name, "Name") == 0 && at == in + 1) {
		free(r->now.name);
		r->now.name = mem_str(s);
	} else if (strcmp(name, "Etag") == 0 && at == in + 2) {
		free(r->now.etag);
		r->now.etag = bare(s);
	} else if (strcmp(name, "Content-Length") == 0 && at == in + 2) {
		if (num_int(s, 0, INT64_MAX, &r->now.size) == -1)
			r->now.size = -1;
	} else if (strcmp(name, "Last-Modified") == 0 && at == in + 2)
		r->now.changed_at = changed(s);
	buf_empty(&r->text);
}

static void XMLCALL
text(void *arg, const XML_Char *s, int len)
{
	struct reader *r = arg;

	buf_add(&r->text, s, (size_t)len);
}

int
blob_page(const char *xml, size_t len, struct blob_item **items, size_t *n,
    struct buf *next, struct err *e)
{
	struct reader r;
	int rc = 0;

	memset(&r, 0, sizeof(r));
	buf_init(&r.text, 65536);
	r.items = items;
	r.n = n;
	r.next = next;
	if ((r.parser = XML_ParserCreate("UTF-8")) == NULL)
		mem_out();
	XML_SetUserData(r.parser, &r);
	XML_SetElementHandler(r.parser, opened, closed);
	XML_SetCharacterDataHandler(r.parser, text);
	XML_SetStartDoctypeDeclHandler(r.parser, doctype);
	if (len > INT32_MAX || XML_Parse(r.parser, xml, (int)len, 1) !=
	    XML_STATUS_OK)
		rc = err_set(e, ERR_DOWN, "a list that cannot be read: %s",
		    r.wrong != NULL ? r.wrong :
		    XML_ErrorString(XML_GetErrorCode(r.parser)));
	XML_ParserFree(r.parser);
	forget(&r.now);
	buf_clear(&r.text);
	return rc;
}
