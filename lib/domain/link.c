#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/frame.h"
#include "base/sha.h"
#include "domain/link.h"

enum { RAW_LEN = 1 + 2 + 8 + 8 + 64, ABOUT_MAX = 16384 };

void
link_what(const char *kind, const char *period, const char *batch,
    char out[LINK_WHAT])
{
	(void)snprintf(out, LINK_WHAT, "approval %.20s %.50s %.70s", kind,
	    period, batch);
}

void
link_listed(struct buf *b, int64_t ask, int64_t number, const void *nonce,
    size_t nonce_len, const char *reviewer_key, const char *what)
{
	frame_number(b, ask);
	frame_number(b, number);
	frame_bytes(b, nonce, nonce == NULL ? 0 : nonce_len);
	frame_text(b, reviewer_key);
	if (what != NULL)
		frame_text(b, what);
}

static void
add_listed(struct buf *b, const struct link_about *a)
{
	unsigned char sum[SHA_LEN];

	sha_of(a->listed, a->listed == NULL ? 0 : a->listed_len, sum);
	frame_bytes(b, sum, sizeof(sum));
}

/* signed_text: what the signature is over, see the header. */
static void
signed_text(struct buf *b, const struct link *l, const struct link_about *a)
{
	char kind = (char)l->kind;

	frame_text(b, "ctr link 1");
	frame_bytes(b, &kind, 1);
	frame_number(b, l->key);
	frame_text(b, a->tenant);
	frame_number(b, l->id);
	frame_number(b, a->contractor);
	frame_bytes(b, a->nonce, a->nonce == NULL ? 0 : a->nonce_len);
	frame_text(b, a->reviewer_key);
	frame_number(b, l->expires_at);
	if (l->kind == LINK_LIST || l->kind == LINK_PRESS)
		add_listed(b, a);
	if (l->kind == LINK_SHELL || l->kind == LINK_CHAT) {
		frame_text(b, a->answer);
		frame_text(b, a->actor);
		frame_number(b, a->decided_at);
	}
	if (a->what != NULL)
		frame_text(b, a->what);
}

static int
in_range(const struct link *l)
{
	return l->kind > 0 && l->kind < 128 &&
	    strchr("alspc", l->kind) != NULL && l->key >= 1 &&
	    l->key <= 65535 && l->id >= 1 && l->expires_at >= 0;
}

int
link_make(const struct link *l, const struct link_about *a,
    const unsigned char secret[LINK_SECRET_LEN], char out[LINK_LEN + 1])
{
	unsigned char raw[RAW_LEN];
	struct buf b = BUF_INIT(ABOUT_MAX);
	int rc = -1;

	if (!in_range(l))
		return -1;
	signed_text(&b, l, a);
	raw[0] = (unsigned char)l->kind;
	frame_put(raw + 1, 2, l->key);
	frame_put(raw + 3, 8, l->id);
	frame_put(raw + 11, 8, l->expires_at);
	if (buf_ok(&b) && crypto_sign_detached(raw + 19, NULL,
	    (const unsigned char *)b.p, b.len, secret) == 0) {
		sodium_bin2base64(out, LINK_LEN + 1, raw, sizeof(raw),
		    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
		rc = 0;
	}
	buf_clear(&b);
	return rc;
}

int
link_parse(const char *s, size_t len, struct link *l)
{
	unsigned char raw[RAW_LEN];
	struct link got;
	size_t n;

	if (len != LINK_LEN || sodium_base642bin(raw, sizeof(raw), s, len,
	    NULL, &n, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
	    n != sizeof(raw))
		return -1;
	got.kind = raw[0];
	got.key = (int)frame_get(raw + 1, 2);
	got.id = frame_get(raw + 3, 8);
	got.expires_at = frame_get(raw + 11, 8);
	memcpy(got.signature, raw + 19, sizeof(got.signature));
	if (!in_range(&got))
		return -1;
	*l = got;
	return 0;
}

/* sum: over all that makes a check come out as it does. */
static void
sum(unsigned char out[32], const struct link *l, const struct buf *text,
    const unsigned char public[LINK_PUBLIC_LEN])
{
	crypto_generichash_state h;

	(void)crypto_generichash_init(&h, NULL, 0, 32);
	(void)crypto_generichash_update(&h, public, LINK_PUBLIC_LEN);
	(void)crypto_generichash_update(&h, l->signature,
	    sizeof(l->signature));
	(void)crypto_generichash_update(&h, (const unsigned char *)text->p,
	    text->len);
	(void)crypto_generichash_final(&h, out, 32);
}

/*
 * A click has its link checked before its transaction, in it and after it, a
 * list once more for each row: what has held and is the very same holds.  What
 * has not is checked each time.
 */
static int
holds(const struct link *l, const struct buf *text,
    const unsigned char public[LINK_PUBLIC_LEN])
{
	static unsigned char held[32];
	static int any;
	unsigned char now[32];

	sum(now, l, text, public);
	if (any && memcmp(now, held, sizeof(held)) == 0)
		return 1;
	if (crypto_sign_verify_detached(l->signature,
	    (const unsigned char *)text->p, text->len, public) != 0)
		return 0;
	memcpy(held, now, sizeof(held));
	any = 1;
	return 1;
}

int
link_check(const struct link *l, const struct link_about *a,
    const unsigned char public[LINK_PUBLIC_LEN])
{
	struct buf b = BUF_INIT(ABOUT_MAX);
	int good;

	if (!in_range(l))
		return 0;
	signed_text(&b, l, a);
	good = buf_ok(&b) && holds(l, &b, public);
	buf_clear(&b);
	return good;
}
