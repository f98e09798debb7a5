#include "domain/bearer.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/frame.h"
#include "base/num.h"
#include "base/sha.h"

enum { B64_32 = 43, B64_64 = 86 };
#define B64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "abcdefghijklmnopqrstuvwxyz0123456789-_";

/* Either MAC takes fields one after the other, framed as by base/frame.h. */
struct fields {
	crypto_auth_hmacsha256_state *short_mac;
	crypto_auth_hmacsha512_state *long_mac;
};

static void
add(struct fields *f, const void *p, size_t len)
{
	if (f->short_mac != NULL)
		(void)crypto_auth_hmacsha256_update(f->short_mac, p, len);
	else
		(void)crypto_auth_hmacsha512_update(f->long_mac, p, len);
}

static void
add_bytes(struct fields *f, const void *p, size_t len)
{
	unsigned char head[4];

	frame_put(head, sizeof(head), (int64_t)len);
	add(f, head, sizeof(head));
	add(f, len > 0 ? p : "", len);
}

static void
add_text(struct fields *f, const char *s)
{
	add_bytes(f, s, s == NULL ? 0 : strlen(s));
}

static void
add_number(struct fields *f, int64_t value)
{
	unsigned char p[8];

	frame_put(p, sizeof(p), value);
	add_bytes(f, p, sizeof(p));
}

void
bearer_make(const struct bearer_about *a,
    const unsigned char master[BEARER_MASTER_LEN], char out[BEARER_MAX + 1])
{
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state st;
	struct fields f = { &st, NULL };
	char text[B64_32 + 1];

	(void)crypto_auth_hmacsha256_init(&st, master, BEARER_MASTER_LEN);
	add_text(&f, "ctr api key 1");
	add_text(&f, a->tenant);
	add_number(&f, a->id);
	add_bytes(&f, a->nonce, 16);
	add_text(&f, a->role);
	add_text(&f, a->scopes);
	add_number(&f, a->made_at);
	add_number(&f, a->expires_at);
	(void)crypto_auth_hmacsha256_final(&st, mac);
	(void)sodium_bin2base64(text, sizeof(text), mac, sizeof(mac), B64);
	(void)snprintf(out, BEARER_MAX + 1, "ctr_%lld_%s", (long long)a->id,
	    text);
	sodium_memzero(mac, sizeof(mac));
	sodium_memzero(text, sizeof(text));
}

/* number: the digits at *s up to end, which is passed; 0 if there are none. */
static int64_t
number(const char **s, char end)
{
	char text[20];
	size_t n = strspn(*s, "0123456789");
	int64_t id;

	if (n == 0 || n >= sizeof(text) || (*s)[n] != end || **s == '0')
		return 0;
	memcpy(text, *s, n);
	text[n] = '\0';
	*s += n + 1;
	return num_int(text, 1, INT64_MAX, &id) == 0 ? id : 0;
}

int64_t
bearer_parse(const char *s)
{
	int64_t id;

	if (s == NULL || strncmp(s, "ctr_", 4) != 0)
		return 0;
	s += 4;
	id = number(&s, '_');
	return strspn(s, alphabet) == B64_32 && s[B64_32] == '\0' ? id : 0;
}

void
bearer_hash(const char *bearer, unsigned char out[32])
{
	sha_of(bearer, strlen(bearer), out);
}

/* request_text: what stands for the client's own id. */
static void
request_text(const char *request, char out[B64_32 + 1])
{
	unsigned char hash[32];

	bearer_hash(request != NULL ? request : "", hash);
	(void)sodium_bin2base64(out, B64_32 + 1, hash, sizeof(hash), B64);
}

static void
mark(const char *bearer, const struct bearer_said *d, const char *request,
    char out[BEARER_MARK_MAX + 1])
{
	unsigned char mac[crypto_auth_hmacsha512_BYTES];
	crypto_auth_hmacsha512_state st;
	struct fields f = { NULL, &st };
	char text[B64_64 + 1];

	(void)crypto_auth_hmacsha512_init(&st, (const unsigned char *)bearer,
	    strlen(bearer));
	add_text(&f, "ctr api decision 1");
	add_text(&f, d->tenant);
	add_number(&f, d->key);
	add_number(&f, d->contractor);
	add_text(&f, d->answer);
	add_text(&f, d->day_on);
	add_text(&f, d->reason);
	add_text(&f, request);
	add_number(&f, d->decided_at);
	(void)crypto_auth_hmacsha512_final(&st, mac);
	(void)sodium_bin2base64(text, sizeof(text), mac, sizeof(mac), B64);
	(void)snprintf(out, BEARER_MARK_MAX + 1, "hr1.%lld.%s.%s",
	    (long long)d->key, request, text);
}

void
bearer_mark(const char *bearer, const struct bearer_said *d,
    const char *request, char out[BEARER_MARK_MAX + 1])
{
	char hashed[B64_32 + 1];

	request_text(request, hashed);
	mark(bearer, d, hashed, out);
}

/* split: the key's id and the request's part of a mark; 0: it is none. */
static int64_t
split(const char *s, char request[B64_32 + 1])
{
	int64_t id;

	if (s == NULL || strncmp(s, "hr1.", 4) != 0)
		return 0;
	s += 4;
	id = number(&s, '.');
	if (id == 0 || strspn(s, alphabet) != B64_32 || s[B64_32] != '.')
		return 0;
	memcpy(request, s, B64_32);
	request[B64_32] = '\0';
	s += B64_32 + 1;
	return strspn(s, alphabet) == B64_64 && s[B64_64] == '\0' ? id : 0;
}

int64_t
bearer_mark_key(const char *s)
{
	char request[B64_32 + 1];

	return split(s, request);
}

int
bearer_mark_ok(const char *bearer, const struct bearer_said *d, const char *s)
{
	char request[B64_32 + 1], want[BEARER_MARK_MAX + 1];

	if (split(s, request) != d->key)
		return 0;
	mark(bearer, d, request, want);
	return strlen(s) == strlen(want) &&
	    sodium_memcmp(s, want, strlen(want)) == 0;
}
