#include "connect/mail_plain.h"

#include "base/esc.h"

#define RULE "----------------------------------------"

struct plain {
	struct buf *out;
	enum mail_kind before;	/* the block before this one */
};

static void
put(struct plain *t, const struct fill *f, struct mail_view *v)
{
	fill_run(f, mail_doc_get, v, fill_plain, t->out);
}

/* Blocks are a line apart; a list's items and a button's parts are not. */
static void
gap(struct plain *t, const struct mail_block *b)
{
	if (t->out->len == 0)
		return;
	if (b->kind == MAIL_ITEM && t->before == MAIL_ITEM)
		return;
	buf_chr(t->out, '\n');
	if (b->kind == MAIL_FOOT && t->before != MAIL_FOOT)
		buf_str(t->out, "-- \n");
}

static void
block(const struct mail_block *b, struct mail_view *v, void *arg)
{
	struct plain *t = arg;

	if (b->kind == MAIL_STOP)
		return;
	if (b->kind == MAIL_ROWS || b->kind == MAIL_ROWS_END) {
		if (b->kind == MAIL_ROWS)
			buf_str(t->out, "\n" RULE "\n");
		t->before = b->kind;
		return;
	}
	gap(t, b);
	if (b->kind == MAIL_ITEM)
		buf_str(t->out, "- ");
	if (b->label != NULL)
		buf_fmt(t->out, "%s: ", b->label);
	put(t, b->text.plain, v);
	if (b->kind == MAIL_BUTTON) {
		buf_str(t->out, ":\n");
		fill_run(b->url.plain, mail_doc_get, v,
		    b->whole ? fill_plain : esc_url, t->out);
	}
	buf_chr(t->out, '\n');
	t->before = b->kind;
}

void
mail_plain(struct buf *out, const struct mail_doc *d, const struct pairs *p)
{
	struct plain t = { out, MAIL_STOP };

	mail_doc_walk(d, p, block, &t);
}
