#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "connect/blob.h"

static void
line(struct buf *b, const char *s)
{
	buf_str(b, s == NULL ? "" : s);
	buf_chr(b, '\n');
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ?
	    c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* plain: what len bytes of a query say. */
static void
plain(struct buf *b, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (s[i] == '%' && i + 2 < len && hex(s[i + 1]) != -1 &&
		    hex(s[i + 2]) != -1) {
			buf_chr(b, (char)(hex(s[i + 1]) << 4 |
			    hex(s[i + 2])));
			i += 2;
		} else
			buf_chr(b, s[i]);
}

static int
by_name(const void *a, const void *b)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	size_t n = strcspn(x, "=&"), m = strcspn(y, "=&");
	int c = strncmp(x, y, n < m ? n : m);

	return c != 0 ? c : n < m ? -1 : n > m;
}

/* resource: the account, the path, and each parameter on a line of its own in
 * order of name; ours are lower case and occur once. */
static void
resource(struct buf *b, const struct blob_signed *s)
{
	const char *at[16] = { NULL }, *p = s->query;
	size_t n = 0, i, len;

	buf_fmt(b, "/%s%s", s->account, s->path);
	while (p != NULL && *p != '\0' && n < sizeof(at) / sizeof(at[0])) {
		at[n++] = p;
		p += strcspn(p, "&");
		p += *p == '&';
	}
	qsort(at, n, sizeof(at[0]), by_name);
	for (i = 0; i < n; i++) {
		len = strcspn(at[i], "=&");
		buf_chr(b, '\n');
		plain(b, at[i], len);
		buf_chr(b, ':');
		if (at[i][len] == '=')
			plain(b, at[i] + len + 1, strcspn(at[i] + len + 1,
			    "&"));
	}
}

void
blob_sign(const struct blob_signed *s, const unsigned char *key,
    size_t key_len, struct buf *out)
{
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state st;
	struct buf b = BUF_INIT(65536);
	const char *const *h;
	char text[64];

	line(&b, s->method);
	line(&b, NULL);		/* Content-Encoding */
	line(&b, NULL);		/* Content-Language */
	if (s->len > 0)		/* empty, not 0, since 2015-02-21 */
		buf_int(&b, (int64_t)s->len);
	line(&b, NULL);
	line(&b, NULL);		/* Content-MD5 */
	line(&b, s->type);
	line(&b, NULL);		/* Date: x-ms-date stands for it */
	line(&b, NULL);		/* If-Modified-Since */
	line(&b, s->if_match);
	line(&b, s->if_none_match);
	line(&b, NULL);		/* If-Unmodified-Since */
	line(&b, NULL);		/* Range */
	for (h = s->headers; *h != NULL; h++)
		line(&b, *h);
	resource(&b, s);
	(void)crypto_auth_hmacsha256_init(&st, key, key_len);
	(void)crypto_auth_hmacsha256_update(&st,
	    (const unsigned char *)buf_get(&b), b.len);
	(void)crypto_auth_hmacsha256_final(&st, mac);
	(void)sodium_bin2base64(text, sizeof(text), mac, sizeof(mac),
	    sodium_base64_VARIANT_ORIGINAL);
	buf_str(out, text);
	buf_clear(&b);
}
