#include "connect/mail_text.h"

#include <string.h>

#include "base/esc.h"
#include "base/text.h"
#include "base/when.h"
#include "connect/mail_html.h"
#include "connect/mail_plain.h"
#include "connect/mail_qp.h"
#include "connect/mail_value.h"
#include "domain/vocab.h"

/* "=_" never occurs in quoted-printable (RFC 2045, 6.7). */
#define BOUNDARY "=_ctr_part"

enum { SUBJECT_MAX = 160 };	/* characters */

static int
address_ok(const char *what, const char *s, struct err *e)
{
	const char *p;

	if (s == NULL || !text_upn(s))
		return err_set(e, ERR_DATA, "%s is no mail address", what);
	for (p = s; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~')
			return err_set(e, ERR_DATA,
			    "%s is no plain ASCII mail address", what);
	return 0;
}

static int
head_ok(const struct mail_head *h, struct err *e)
{
	if (address_ok("From", h->from, e) == -1 ||
	    address_ok("To", h->to, e) == -1)
		return -1;
	return h->reply_to == NULL ? 0 : address_ok("Reply-To", h->reply_to, e);
}

static void
subject(struct buf *out, const struct mail_doc *d, const struct pairs *p,
    int test)
{
	struct mail_view v = { p, PAIRS_ALL };
	struct buf all = BUF_INIT(1 << 16), cut = BUF_INIT(1 << 16);

	if (test)
		buf_str(&all, "[TEST] ");
	fill_run(d->subject.plain, mail_doc_get, &v, fill_plain, &all);
	mail_value_clean(&cut, buf_get(&all), SUBJECT_MAX);
	buf_str(out, "Subject: ");
	esc_header(out, buf_get(&cut));
	buf_str(out, "\r\n");
	buf_clear(&all);
	buf_clear(&cut);
}

static void
headers(struct buf *out, const struct mail_head *h)
{
	char date[40];

	when_rfc5322(h->date_at, date);
	buf_fmt(out, "Date: %s\r\nFrom: %s\r\nTo: %s\r\n", date, h->from,
	    h->to);
	if (h->reply_to != NULL)
		buf_fmt(out, "Reply-To: %s\r\n", h->reply_to);
	buf_fmt(out, "Message-ID: <%s@%s>\r\n", h->message_id, h->domain);
}

static void
part(struct buf *out, const char *type, const struct buf *body)
{
	buf_fmt(out, "--" BOUNDARY "\r\nContent-Type: %s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n", type);
	mail_qp(out, body->p, body->len);
	buf_str(out, "\r\n");
}

static struct pairs *
values(const struct pairs *in)
{
	struct pairs *p = mail_value_all(in);
	struct buf more = BUF_INIT(32);

	if (pairs_rows(p) > VOCAB_ROWS) {
		buf_fmt(&more, "%d", pairs_rows(p) - VOCAB_ROWS);
		pairs_set(p, PAIRS_ALL, "more", buf_get(&more));
	}
	buf_clear(&more);
	return p;
}

int
mail_text(struct buf *out, const struct mail_doc *d, const struct pairs *in,
    const struct mail_head *h, struct err *e)
{
	struct buf plain = BUF_INIT(1 << 20), html = BUF_INIT(1 << 20);
	struct pairs *p;
	int rc = 0;

	if (head_ok(h, e) == -1)
		return -1;
	p = values(in);
	headers(out, h);
	subject(out, d, p, h->test);
	buf_str(out, "MIME-Version: 1.0\r\n"
	    "Auto-Submitted: auto-generated\r\n"
	    "X-Auto-Response-Suppress: OOF, AutoReply\r\n");
	if (h->test)
		buf_str(out, "X-Ctr-Test: yes\r\n");
	buf_fmt(out, "Content-Language: %s\r\n", d->lang);
	buf_str(out, "Content-Type: multipart/alternative; boundary=\""
	    BOUNDARY "\"\r\n\r\n");
	mail_plain(&plain, d, p);
	mail_html(&html, d, p);
	part(out, "text/plain", &plain);
	part(out, "text/html", &html);
	buf_str(out, "--" BOUNDARY "--\r\n");
	if (!buf_ok(out) || !buf_ok(&plain) || !buf_ok(&html))
		rc = err_set(e, ERR_DATA, "the mail is too large");
	pairs_free(p);
	buf_clear(&plain);
	buf_clear(&html);
	return rc;
}
