/* What a page of a list says, and what is signed of a request. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <sodium.h>

#include "base/conf.h"
#include "connect/blob.h"
#include "play.h"

#define BLOB(name, props) "<Blob><Name>" name "</Name><Properties>" props \
	"</Properties></Blob>"
#define ETAG "<Etag>0x8D1</Etag>"
#define LEN "<Content-Length>7</Content-Length>"
#define LIST(blobs, next) "<?xml version=\"1.0\" encoding=\"utf-8\"?>" \
	"<EnumerationResults><Blobs>" blobs "</Blobs>" next \
	"</EnumerationResults>"

static const struct page {
	const char *why, *xml;
	int	rc;
	size_t	n;
	const char *name, *next;
	int64_t	changed_at;
} pages[] = {
	{ "none", LIST("", ""), 0, 0, NULL, "", 0 },
	{ "one, and the last page", LIST(BLOB("a/b.csv", ETAG LEN),
	    "<NextMarker/>"), 0, 1, "a/b.csv", "", 0 },
	{ "its time", LIST(BLOB("a", "<Last-Modified>Sat, 21 Nov 2026 05:00:01"
	    " GMT</Last-Modified>" ETAG LEN), ""), 0, 1, "a", "", 1795237201 },
	{ "a time that is none", LIST(BLOB("a", "<Last-Modified>yesterday"
	    "</Last-Modified>" ETAG LEN), ""), 0, 1, "a", "", 0 },
	{ "quotes around an ETag", LIST(BLOB("a", "<Etag>\"0x8D1\"</Etag>"
	    LEN), ""), 0, 1, "a", "", 0 },
	{ "what stands for itself", LIST(BLOB("a&amp;b&#233;.csv", ETAG LEN),
	    "<NextMarker>a&amp;b</NextMarker>"), 0, 1, "a&b\xc3\xa9.csv",
	    "a&b", 0 },
	{ "an encoded name is none of ours", LIST("<Blob><Name Encoded=\"true\""
	    ">a%FF</Name><Properties>" ETAG LEN "</Properties></Blob>", ""),
	    0, 0, NULL, "", 0 },
	{ "a name within the properties is not the name", LIST("<Blob><Name>a"
	    "</Name><Properties><Name>b</Name>" ETAG LEN "</Properties>"
	    "</Blob>", ""), 0, 1, "a", "", 0 },
	{ "no ETag", LIST(BLOB("a", LEN), ""), -1, 0, NULL, NULL, 0 },
	{ "no length", LIST(BLOB("a", ETAG), ""), -1, 0, NULL, NULL, 0 },
	{ "a length that is none", LIST(BLOB("a", ETAG "<Content-Length>-1"
	    "</Content-Length>"), ""), -1, 0, NULL, NULL, 0 },
	{ "it ends too soon", "<EnumerationResults><Blobs>" BLOB("a", ETAG LEN),
	    -1, 1, "a", NULL, 0 },
	{ "something else", "<html/>", -1, 0, NULL, NULL, 0 },
	{ "nothing", "", -1, 0, NULL, NULL, 0 },
	{ "entities", "<!DOCTYPE a [<!ENTITY b \"c\">]>" LIST("", ""), -1, 0,
	    NULL, NULL, 0 },
};

static void
test_page(void **state)
{
	const struct page *p;
	struct blob_item *items;
	struct buf next;
	struct err e;
	size_t n;
	int rc;

	(void)state;
	for (p = pages; p < pages + sizeof(pages) / sizeof(pages[0]); p++) {
		items = NULL;
		n = 0;
		buf_init(&next, 100);
		err_clear(&e);
		rc = blob_page(p->xml, strlen(p->xml), &items, &n, &next, &e);
		if (rc != p->rc || n != p->n || (n > 0 && rc == 0 &&
		    (strcmp(items[0].name, p->name) != 0 ||
		    strcmp(items[0].etag, "0x8D1") != 0 ||
		    items[0].size != 7 ||
		    items[0].changed_at != p->changed_at)) || (rc == 0 &&
		    strcmp(buf_get(&next), p->next) != 0))
			fail_msg("%s: %d, %zu: %s", p->why, rc, n,
			    rc == -1 ? e.text : buf_get(&next));
		assert_true(rc == 0 || e.kind == ERR_DOWN);
		blob_list_free(items, n);
		buf_clear(&next);
	}
}

/* sign: what HMAC-SHA-256 by the key "k" gives for text, in base64. */
static void
mac(const char *text, char out[64])
{
	unsigned char m[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state st;

	crypto_auth_hmacsha256_init(&st, (const unsigned char *)"k", 1);
	crypto_auth_hmacsha256_update(&st, (const unsigned char *)text,
	    strlen(text));
	crypto_auth_hmacsha256_final(&st, m);
	sodium_bin2base64(out, 64, m, sizeof(m),
	    sodium_base64_VARIANT_ORIGINAL);
}

/* The string to sign, as Microsoft's page has it. */
static void
test_sign(void **state)
{
	static const char *const date[] = { "x-ms-date:D", "x-ms-version:V",
		NULL };
	static const char *const put[] = { "x-ms-blob-type:BlockBlob",
		"x-ms-date:D", NULL };
	const struct blob_signed list = { "GET", "acc", "/box",
		"restype=container&comp=list&prefix=a%2F&marker=", 0, NULL,
		NULL, NULL, date };
	const struct blob_signed write = { "PUT", "acc", "/acc/box/a%20b",
		NULL, 12, "text/csv", NULL, "*", put };
	const struct blob_signed gone = { "DELETE", "acc", "/box/a", "", 0,
		NULL, "\"0x8\"", NULL, date };
	struct buf b = BUF_INIT(100);
	char want[64];

	(void)state;
	blob_sign(&list, (const unsigned char *)"k", 1, &b);
	mac("GET\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:D\nx-ms-version:V\n"
	    "/acc/box\ncomp:list\nmarker:\nprefix:a/\nrestype:container",
	    want);
	assert_string_equal(buf_get(&b), want);
	buf_empty(&b);
	blob_sign(&write, (const unsigned char *)"k", 1, &b);
	mac("PUT\n\n\n12\n\ntext/csv\n\n\n\n*\n\n\n"
	    "x-ms-blob-type:BlockBlob\nx-ms-date:D\n/acc/acc/box/a%20b",
	    want);
	assert_string_equal(buf_get(&b), want);
	buf_empty(&b);
	blob_sign(&gone, (const unsigned char *)"k", 1, &b);
	mac("DELETE\n\n\n\n\n\n\n\n\"0x8\"\n\n\n\nx-ms-date:D\n"
	    "x-ms-version:V\n/acc/box/a", want);
	assert_string_equal(buf_get(&b), want);
	buf_clear(&b);
}

/* A blob is deleted as it was listed, or not at all. */
static void
test_long_tag(void **state)
{
	static const char *const script[] = {
	    "HTTP/1.1 202 x\r\nContent-Length: 0\r\n\r\n", NULL };
	char dir[] = "/tmp/blob.XXXXXX", path[64], tag[301], name[] = "a.csv";
	struct tenant tenant;
	struct blob_item item = { .name = name, .etag = tag, .size = 1 };
	struct err e = ERR_INIT;
	struct conf *conf;
	struct blob *b;
	const char *seen;
	FILE *f;

	(void)state;
	play_start(script);
	assert_non_null(mkdtemp(dir));
	assert_int_equal(setenv("CTR_ETC", dir, 1), 0);
	assert_int_equal(tenant_init(&tenant, "acme", &e), 0);
	snprintf(path, sizeof(path), "%s/acme.secret", dir);
	umask(077);
	assert_non_null(f = fopen(path, "w"));
	fprintf(f, "[blob]\naccount = acc\nendpoint = %s\nsas = sig=x\n",
	    play_server.base);
	fclose(f);
	if ((conf = conf_load(&tenant, CONF_SECRET, &e)) == NULL)
		fail_msg("%s", e.text);
	b = blob_open(conf, &e);
	if (b == NULL)
		fail_msg("%s", e.text);
	memset(tag, 'x', 300);
	tag[300] = '\0';
	assert_int_equal(blob_delete(b, &item, &e), -1);
	assert_int_equal(e.kind, ERR_DATA);
	tag[200] = '\0';
	assert_int_equal(blob_delete(b, &item, &e), 1);
	seen = play_stop();
	assert_non_null(strstr(seen, "\r\nIf-Match: \"xxx"));
	assert_ptr_equal(strstr(seen, "DELETE"), seen);
	assert_null(strstr(seen + 1, "DELETE"));
	blob_close(b);
	conf_free(conf);
	unlink(path);
	rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_page),
		cmocka_unit_test(test_sign),
		cmocka_unit_test(test_long_tag),
	};

	if (sodium_init() == -1)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
