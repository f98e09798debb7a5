#include "connect/mail_html.h"

#include "base/esc.h"

#define FONT "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial," \
	"sans-serif;"
#define TABLE "<table role=\"presentation\" cellspacing=\"0\" " \
	"cellpadding=\"0\" border=\"0\""
#define LINE "1px solid #d9dee5"

static const char head[] =
	"<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width,"
	"initial-scale=1\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n"
	"<meta name=\"supported-color-schemes\" content=\"light dark\">\n"
	"<meta name=\"format-detection\" content=\"telephone=no,date=no,"
	"address=no,email=no,url=no\">\n"
	"<style>\n"
	":root{color-scheme:light dark;supported-color-schemes:light dark}\n"
	"@media (max-width:520px){\n"
	".out{padding:0!important}\n"
	".pad{padding:24px 18px!important}\n"
	".card{border-radius:0!important;border-left:0!important;"
	"border-right:0!important}\n"
	".bt{width:100%!important;margin-right:0!important}\n"
	".bt a{display:block!important}\n"
	"}\n"
	"@media (prefers-color-scheme:dark){\n"
	".bg{background:#12161b!important}\n"
	".card,.pad{background:#1d232a!important}\n"
	".card,.ln{border-color:#3a4450!important}\n"
	".tx{color:#e9edf2!important}\n"
	".mu{color:#a9b4c0!important}\n"
	".b2{background:#1d232a!important;border-color:#8ec5ff!important}\n"
	".b2 a,.mu a{color:#8ec5ff!important}\n"
	"}\n"
	"</style>\n";

static const char card[] =
	TABLE " width=\"100%\" class=\"bg\" style=\"background:#f2f4f7\">\n"
	"<tr><td align=\"center\" class=\"out\" style=\"padding:24px 12px\">\n"
	"<!--[if mso]>" TABLE " width=\"600\"><tr><td><![endif]-->\n"
	TABLE " width=\"100%\" class=\"card\" style=\"max-width:600px;"
	"background:#ffffff;border:" LINE ";border-radius:10px;"
	"border-collapse:separate\">\n"
	"<tr><td align=\"left\" class=\"pad\" style=\"padding:32px 36px;"
	"border-radius:10px;background:#ffffff\">\n";

static const char shut[] =
	"</td></tr></table>\n"
	"<!--[if mso]></td></tr></table><![endif]-->\n"
	"</td></tr></table>\n";

struct html {
	struct buf *out;
	struct buf raw;		/* the addresses of the buttons so far */
	enum mail_kind in;	/* the group that is open; MAIL_STOP: none */
	int	row;		/* inside of a row */
	int	foot;		/* the rule above the small print is there */
	int	nth;		/* buttons in this group */
};

static void
put(struct html *h, const struct fill *f, struct mail_view *v)
{
	fill_run(f, mail_doc_get, v, esc_html, h->out);
}

/* The addresses in words, for who cannot press; a long list has its page. */
static void
raw_urls(struct html *h)
{
	if (!h->row && h->raw.len > 0)
		buf_fmt(h->out, "<p class=\"mu\" style=\"margin:0 0 18px;"
		    FONT "font-size:12px;line-height:18px;color:#5b6675;"
		    "word-break:break-all\">%s</p>\n", buf_get(&h->raw));
	buf_empty(&h->raw);
}

static void
leave(struct html *h)
{
	if (h->in == MAIL_ITEM)
		buf_str(h->out, "</table>\n");
	if (h->in == MAIL_BUTTON) {
		buf_str(h->out, "</td></tr></table>\n");
		raw_urls(h);
	}
	h->in = MAIL_STOP;
	h->nth = 0;
}

static void
enter(struct html *h, enum mail_kind kind)
{
	if (h->in == kind)
		return;
	leave(h);
	h->in = kind;
	if (kind == MAIL_ITEM)
		buf_str(h->out, TABLE " style=\"margin:0 0 20px\">\n");
	else
		buf_str(h->out, TABLE " width=\"100%\" style=\"margin:0 0 "
		    "6px\">\n<tr><td align=\"left\">\n");
}

static void
item(struct html *h, const struct mail_block *b, struct mail_view *v)
{
	enter(h, MAIL_ITEM);
	if (b->label != NULL) {
		buf_str(h->out, "<tr><td class=\"mu\" valign=\"top\" style=\""
		    "padding:3px 18px 3px 0;" FONT "font-size:15px;"
		    "line-height:22px;color:#5b6675\">");
		esc_html(h->out, b->label);
		buf_str(h->out, "</td><td class=\"tx\" valign=\"top\" style=\""
		    "padding:3px 0;" FONT "font-size:15px;line-height:22px;"
		    "color:#1c2430;word-break:break-word\">");
	} else
		buf_str(h->out, "<tr><td colspan=\"2\" class=\"tx\" style=\""
		    "padding:3px 0;" FONT "font-size:15px;line-height:22px;"
		    "color:#1c2430\">&#8226; ");
	put(h, b->text.html, v);
	buf_str(h->out, "</td></tr>\n");
}

/* The first button is filled, the others are outlined. */
static void
button(struct html *h, const struct mail_block *b, struct mail_view *v)
{
	void (*esc)(struct buf *, const char *) = b->whole ? esc_html : esc_url;
	int first;

	enter(h, MAIL_BUTTON);
	first = h->nth++ == 0;
	buf_fmt(h->out, TABLE " align=\"left\" class=\"bt\" style=\""
	    "margin:0 12px 12px 0;border-collapse:separate\"><tr>"
	    "<td align=\"center\"%s bgcolor=\"%s\" style=\"background:%s;"
	    "border:1px solid #0b57a4;border-radius:8px;"
	    "mso-padding-alt:12px 20px\">",
	    first ? "" : " class=\"b2\"", first ? "#0b57a4" : "#ffffff",
	    first ? "#0b57a4" : "#ffffff");
	buf_str(h->out, "<a href=\"");
	fill_run(b->url.html, mail_doc_get, v, esc, h->out);
	buf_fmt(h->out, "\" style=\"display:inline-block;padding:12px 20px;"
	    FONT "font-size:16px;line-height:22px;font-weight:600;"
	    "text-decoration:none;color:%s\">",
	    first ? "#ffffff" : "#0b57a4");
	put(h, b->text.html, v);
	buf_str(h->out, "</a></td></tr></table>\n");
	if (h->raw.len > 0)
		buf_str(&h->raw, "<br>");
	fill_run(b->text.html, mail_doc_get, v, esc_html, &h->raw);
	buf_str(&h->raw, ": ");
	fill_run(b->url.html, mail_doc_get, v, esc, &h->raw);
}

static void
para(struct html *h, const struct mail_block *b, struct mail_view *v)
{
	leave(h);
	if (b->kind == MAIL_HEADING)
		buf_fmt(h->out, "<h%d class=\"tx\" style=\"margin:0 0 14px;"
		    FONT "font-size:%dpx;line-height:%dpx;font-weight:700;"
		    "color:#1c2430;word-break:break-word\">", h->row ? 2 : 1,
		    h->row ? 17 : 22, h->row ? 24 : 29);
	else if (b->kind == MAIL_FOOT)
		buf_fmt(h->out, "<p class=\"mu ln\" style=\"margin:0 0 8px;"
		    "%s" FONT "font-size:13px;line-height:19px;color:#5b6675;"
		    "word-break:break-word\">", h->foot ? "" :
		    "border-top:" LINE ";padding-top:16px;");
	else
		buf_str(h->out, "<p class=\"tx\" style=\"margin:0 0 16px;" FONT
		    "font-size:16px;line-height:24px;color:#1c2430;"
		    "word-break:break-word\">");
	h->foot |= b->kind == MAIL_FOOT;
	put(h, b->text.html, v);
	buf_str(h->out, b->kind == MAIL_HEADING ?
	    h->row ? "</h2>\n" : "</h1>\n" : "</p>\n");
}

static void
row(struct html *h, int begin)
{
	leave(h);
	h->row = begin;
	if (begin)
		buf_str(h->out, TABLE " width=\"100%\" class=\"ln\" style=\""
		    "margin:0 0 16px;border:" LINE ";border-radius:8px;"
		    "border-collapse:separate\">\n<tr><td align=\"left\" "
		    "style=\"padding:16px 16px 6px\">\n");
	else
		buf_str(h->out, "</td></tr></table>\n");
}

static void
block(const struct mail_block *b, struct mail_view *v, void *arg)
{
	struct html *h = arg;

	switch (b->kind) {
	case MAIL_ITEM:
		item(h, b, v);
		break;
	case MAIL_BUTTON:
		button(h, b, v);
		break;
	case MAIL_ROWS:
	case MAIL_ROWS_END:
		row(h, b->kind == MAIL_ROWS);
		break;
	case MAIL_STOP:
		leave(h);
		break;
	case MAIL_HEADING:
	case MAIL_PARA:
	case MAIL_FOOT:
		para(h, b, v);
	}
}

void
mail_html(struct buf *out, const struct mail_doc *d, const struct pairs *p)
{
	struct html h = { out, BUF_INIT(1 << 20), MAIL_STOP, 0, 0, 0 };
	struct mail_view v = { p, PAIRS_ALL };

	buf_fmt(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n", d->lang);
	buf_str(out, head);
	buf_str(out, "<title>");
	fill_run(d->subject.html, mail_doc_get, &v, esc_html, out);
	buf_str(out, "</title>\n</head>\n<body class=\"bg\" style=\"margin:0;"
	    "padding:0;background:#f2f4f7\">\n");
	if (d->preheader.html != NULL) {
		buf_str(out, "<div style=\"display:none;max-height:0;"
		    "overflow:hidden;mso-hide:all\">");
		fill_run(d->preheader.html, mail_doc_get, &v, esc_html, out);
		buf_str(out, "</div>\n");
	}
	buf_str(out, card);
	mail_doc_walk(d, p, block, &h);
	buf_str(out, shut);
	buf_str(out, "</body>\n</html>\n");
	buf_clear(&h.raw);
}
