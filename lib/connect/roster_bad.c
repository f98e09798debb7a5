#include "connect/roster_bad.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/esc.h"
#include "base/mem.h"
#include "base/safe.h"

#define RECORD_MAX (2 << 20)
#define FILE_MAX (1u << 30)

void
roster_bad_init(struct roster_bad *b, const char *name,
    const struct roster_head *head, struct roster_src *src,
    void (*told)(const char *words))
{
	memset(b, 0, sizeof(*b));
	b->name = name;
	b->head = head;
	b->src = src;
	b->told = told;
}

void
roster_bad_clear(struct roster_bad *b)
{
	if (b->records != NULL)
		fclose(b->records);
	if (b->reasons != NULL)
		fclose(b->reasons);
	b->records = b->reasons = NULL;
}

static int
spools(struct roster_bad *b, struct err *e)
{
	if (b->records == NULL && (b->records = safe_temp(e)) == NULL)
		return -1;
	if (b->reasons == NULL && (b->reasons = safe_temp(e)) == NULL)
		return -1;
	return 0;
}

static int
put(FILE *f, const struct buf *b, struct err *e)
{
	if (b->len > 0 && fwrite(b->p, 1, b->len, f) != b->len)
		return err_sys(e, ERR_IO, "temporary file");
	return 0;
}

static int
reason(struct roster_bad *b, const struct buf *words, struct err *e)
{
	if (b->told != NULL && b->n < ROSTER_BAD_TOLD)
		b->told(buf_get(words));
	else if (b->told != NULL && b->n == ROSTER_BAD_TOLD)
		b->told("more rows are refused; --errors FILE has them all");
	b->n++;
	if (put(b->reasons, words, e) == -1 || fputc('\n', b->reasons) == EOF)
		return err_sys(e, ERR_IO, "temporary file");
	return 0;
}

/* words_of: "vendor.csv:17: contract_end "2026-02-30": no such day; ..." */
static void
words_of(const struct roster_bad *b, int64_t line,
    const struct roster_fault *f, struct buf *out)
{
	const char *why, *cure;

	roster_why_words(f->why, &why, &cure);
	esc_term(out, b->name);
	buf_fmt(out, ":%" PRId64 ": ", line);
	if (f->column >= 0) {
		buf_fmt(out, "column %d", f->column + 1);
		if (f->column < b->head->n) {
			buf_chr(out, ' ');
			esc_term(out, b->head->col[f->column].name);
		}
		if (f->value[0] != '\0') {
			buf_str(out, " \"");
			esc_term(out, f->value);
			buf_chr(out, '"');
		}
		buf_str(out, ": ");
	}
	buf_fmt(out, "%s; %s", why, cure);
}

static void
seen(const struct roster_bad *b, int64_t line, const struct roster_fault *f)
{
	const char *why, *cure;
	char column[24];

	if (b->seen == NULL)
		return;
	roster_why_words(f->why, &why, &cure);
	snprintf(column, sizeof(column), "%d", f->column + 1);
	b->seen(line, f->column < 0 ? NULL : f->column < b->head->n ?
	    b->head->col[f->column].name : column,
	    f->value[0] != '\0' ? f->value : NULL, why, cure, b->arg);
}

int
roster_bad_add(struct roster_bad *b, int64_t line, int64_t offset,
    size_t len, const struct roster_fault *f, struct err *e)
{
	struct buf text = BUF_INIT(RECORD_MAX), words = BUF_INIT(8192);
	int rc = spools(b, e);

	if (rc == 0)
		rc = roster_src_again(b->src, offset,
		    len < RECORD_MAX ? len : RECORD_MAX - 1, &text, e);
	if (rc == 0 && text.len > 0 && text.p[text.len - 1] != '\n')
		buf_chr(&text, '\n');
	if (rc == 0)
		rc = put(b->records, &text, e);
	words_of(b, line, f, &words);
	seen(b, line, f);
	if (rc == 0)
		rc = reason(b, &words, e);
	buf_clear(&text);
	buf_clear(&words);
	return rc;
}

int
roster_bad_say(struct roster_bad *b, const char *words, struct err *e)
{
	struct buf w = BUF_INIT(8192);
	int rc = spools(b, e);

	esc_term(&w, b->name);
	buf_str(&w, ": ");
	esc_term(&w, words);
	if (b->seen != NULL)
		b->seen(0, NULL, NULL, words, NULL, b->arg);
	if (rc == 0)
		rc = reason(b, &w, e);
	buf_clear(&w);
	return rc;
}

/* write_out: a spool to path, with text before it. */
static int
write_out(FILE *spool, const struct buf *before, const int *dir,
    const char *path, struct err *e)
{
	struct buf all = BUF_INIT(FILE_MAX);
	char piece[65536];
	size_t n;
	int rc = 0;

	if (before->len > 0)
		buf_add(&all, before->p, before->len);
	if (fflush(spool) == EOF || fseek(spool, 0, SEEK_SET) == -1)
		rc = err_sys(e, ERR_IO, "temporary file");
	while (rc == 0 && (n = fread(piece, 1, sizeof(piece), spool)) > 0)
		buf_add(&all, piece, n);
	if (rc == 0 && (ferror(spool) || !buf_ok(&all)))
		rc = err_set(e, ERR_IO, "%s: does not fit", path);
	if (rc == 0)
		rc = dir == NULL ? safe_write(path, buf_get(&all), all.len,
		    0660, e) : safe_write_at(*dir, path, buf_get(&all),
		    all.len, 0660, e);
	buf_clear(&all);
	return rc;
}

int
roster_bad_write(struct roster_bad *b, const int *dir, const char *path,
    int64_t head_at, size_t head_len, struct err *e)
{
	struct buf head = BUF_INIT(RECORD_MAX), none = BUF_INIT(1);
	char txt[4096];
	int rc = 0;

	if (b->n == 0)
		return 0;
	if (head_len > 0)
		rc = roster_src_again(b->src, head_at, head_len, &head, e);
	if (head.len > 0 && head.p[head.len - 1] != '\n')
		buf_chr(&head, '\n');
	snprintf(txt, sizeof(txt), "%s.txt", path);
	if (rc == 0)
		rc = write_out(b->records, &head, dir, path, e);
	if (rc == 0)
		rc = write_out(b->reasons, &none, dir, txt, e);
	buf_clear(&head);
	return rc == 0 ? 0 : err_add(e, "rejected rows");
}
