#include "connect/roster_src.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/safe.h"
#include "base/sha.h"
#include "base/text.h"

#define PIECE 65536

struct roster_src {
	int	fd;
	const char *charset;
	int	begun;		/* the byte order mark was looked for */
	int	skip;		/* its bytes, where the file itself is kept */
	int	keep;
	FILE	*copy;		/* the text, where the file itself is not */
	int	peeked;		/* a piece waits in text */
	struct sha sha;
	unsigned char raw[PIECE + 4];
	size_t	left;		/* undecoded bytes at the start of raw */
	struct buf text;
};

struct roster_src *
roster_src_open(int fd, const char *charset, int keep, struct err *e)
{
	struct roster_src *s = mem_zero(1, sizeof(*s));
	off_t at = lseek(fd, 0, SEEK_SET);

	s->fd = fd;
	s->keep = keep;
	s->charset = charset == NULL ? "utf-8" : charset;
	sha_start(&s->sha);
	buf_init(&s->text, 4 * (PIECE + 4));
	if (strcmp(s->charset, "utf-8") != 0 &&
	    strcmp(s->charset, "windows-1252") != 0) {
		err_set(e, ERR_USAGE, "charset %s: utf-8 or windows-1252",
		    charset);
		roster_src_free(s);
		return NULL;
	}
	if (keep && at == -1 && (s->copy = safe_temp(e)) == NULL) {
		roster_src_free(s);
		return NULL;
	}
	return s;
}

void
roster_src_free(struct roster_src *s)
{
	if (s == NULL)
		return;
	if (s->copy != NULL)
		fclose(s->copy);
	buf_clear(&s->text);
	free(s);
}

/* begin: the byte order mark tells the charset.  Bytes to leave out. */
static size_t
begin(struct roster_src *s, size_t len)
{
	s->begun = 1;
	if (len >= 3 && memcmp(s->raw, "\xef\xbb\xbf", 3) == 0) {
		s->charset = "utf-8";
		return (size_t)(s->skip = 3);
	}
	if (len >= 2 && memcmp(s->raw, "\xff\xfe", 2) == 0) {
		s->charset = "utf-16le";
		return 2;
	}
	if (len >= 2 && memcmp(s->raw, "\xfe\xff", 2) == 0) {
		s->charset = "utf-16be";
		return 2;
	}
	return 0;
}

/* whole: how many of len bytes of UTF-16 are whole characters. */
static size_t
whole(const struct roster_src *s, const unsigned char *p, size_t len)
{
	size_t hi = s->charset[6] == 'l' ? 1 : 0;

	len &= ~(size_t)1;
	if (len >= 2 && (p[len - 2 + hi] & 0xfc) == 0xd8)
		len -= 2;
	return len;
}

/* decode_one: a character at a time, where all together will not do. */
static void
decode_one(struct roster_src *s, const unsigned char *p, size_t len)
{
	size_t step = s->charset[0] == 'u' ? 2 : 1, n;

	for (; len >= step; p += n, len -= n) {
		n = step;
		if (step == 2 && (p[s->charset[6] == 'l'] & 0xfc) == 0xd8 &&
		    len >= 4 && text_from(s->charset, (const char *)p, 4,
			&s->text) == 0) {
			n = 4;
			continue;
		}
		if (text_from(s->charset, (const char *)p, n, &s->text) == -1)
			buf_chr(&s->text, '\xff');
	}
}

static void
decode(struct roster_src *s, const unsigned char *p, size_t len)
{
	if (strcmp(s->charset, "utf-8") == 0) {
		buf_add(&s->text, p, len);
		return;
	}
	if (text_from(s->charset, (const char *)p, len, &s->text) == 0)
		return;
	buf_empty(&s->text);
	decode_one(s, p, len);
}

static ssize_t
fill(struct roster_src *s, struct err *e)
{
	ssize_t n;

	do {
		n = read(s->fd, s->raw + s->left, PIECE - s->left);
	} while (n == -1 && errno == EINTR);
	if (n == -1)
		return err_sys(e, ERR_IO, "read");
	sha_add(&s->sha, s->raw + s->left, (size_t)n);
	return n;
}

/* keep_text: what will be asked for again and is not in the file as it is. */
static int
keep_text(struct roster_src *s, struct err *e)
{
	if (!s->keep)
		return 0;
	if (s->copy == NULL && strcmp(s->charset, "utf-8") != 0 &&
	    (s->copy = safe_temp(e)) == NULL)
		return -1;
	if (s->copy != NULL && fwrite(s->text.p, 1, s->text.len, s->copy) !=
	    s->text.len)
		return err_sys(e, ERR_IO, "temporary file");
	return 0;
}

/* next: one piece into text; 1, 0 at the end, -1. */
static int
next(struct roster_src *s, struct err *e)
{
	size_t len, use, from = 0;
	ssize_t n;

	for (buf_empty(&s->text); s->text.len == 0; from = 0) {
		if ((n = fill(s, e)) == -1)
			return -1;
		len = s->left + (size_t)n;
		if (!s->begun && n > 0 && len < 3) {
			s->left = len;	/* the mark may be cut in two */
			continue;
		}
		if (!s->begun)
			from = begin(s, len);
		if (len == 0)
			return 0;
		use = len - from;
		if (strncmp(s->charset, "utf-16", 6) == 0 && n > 0)
			use = whole(s, s->raw + from, use);
		decode(s, s->raw + from, use);
		if (n == 0 && strncmp(s->charset, "utf-16", 6) == 0 &&
		    use % 2 == 1)
			buf_chr(&s->text, '\xff');
		s->left = len - from - use;
		memmove(s->raw, s->raw + from + use, s->left);
		if (n == 0 && s->text.len == 0)
			return 0;
	}
	return keep_text(s, e) == -1 ? -1 : 1;
}

int
roster_src_more(struct roster_src *s, const char **p, size_t *len,
    struct err *e)
{
	int rc = s->peeked ? 1 : next(s, e);

	s->peeked = 0;
	*p = s->text.p;
	*len = s->text.len;
	return rc;
}

int
roster_src_first(struct roster_src *s, struct err *e)
{
	size_t i;
	int rc;

	if (!s->peeked && (rc = next(s, e)) != 1)
		return -1;
	s->peeked = 1;
	for (i = 0; i < s->text.len; i++)
		if (strchr(" \t\r\n", s->text.p[i]) == NULL)
			return (unsigned char)s->text.p[i];
	return -1;
}

void
roster_src_sha256(struct roster_src *s, unsigned char out[32])
{
	sha_end(&s->sha, out);
}

int
roster_src_again(struct roster_src *s, int64_t offset, size_t len,
    struct buf *b, struct err *e)
{
	char *p = mem_alloc(len);
	ssize_t n;

	if (s->copy != NULL && fflush(s->copy) == EOF) {
		free(p);
		return err_sys(e, ERR_IO, "temporary file");
	}
	n = pread(s->copy != NULL ? fileno(s->copy) : s->fd, p, len,
	    (off_t)(offset + (s->copy != NULL ? 0 : s->skip)));
	if (n > 0)
		buf_add(b, p, (size_t)n);
	free(p);
	return n == -1 ? err_sys(e, ERR_IO, "read again") : 0;
}
