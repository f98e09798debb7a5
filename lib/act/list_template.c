#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/list.h"
#include "act/wording.h"
#include "base/fill.h"
#include "base/mem.h"
#include "store/template.h"

static const struct listing_col cols[] = {
	{ "name", LISTING_TEXT, 0 },
	{ "from", LISTING_TEXT, 0 },
	{ "fields", LISTING_TEXT, 1 },
	{ "set_at", LISTING_AT, 1 },
	{ "set_by", LISTING_TEXT, 1 },
	{ NULL, LISTING_TEXT, 0 }
};

struct templates {
	struct ctx *x;
	const struct conf *conf;
	struct list *l;
	struct err *e;
	/* of the tenant's own one that is being looked for */
	const char *name;
	char	at[24], by[64];
};

static int
origin(const char *name, const char *body, int64_t at, const char *by,
    void *arg)
{
	struct templates *t = arg;

	(void)body;
	if (strcmp(name, t->name) == 0) {
		(void)snprintf(t->at, sizeof(t->at), "%" PRId64, at);
		(void)snprintf(t->by, sizeof(t->by), "%s", by);
	}
	return 0;
}

static void
add_field(const char *name, void *arg)
{
	struct buf *b = arg;

	buf_fmt(b, "%s%s", b->len > 0 ? " " : "", name);
}

/* fields: what it uses, in order; a broken one is ctr-template's to tell. */
static void
fields(const struct buf *text, struct buf *out)
{
	struct err none = ERR_INIT;
	struct fill *f = fill_parse(buf_get(text), NULL, &none);

	if (f != NULL)
		fill_names(f, add_field, out);
	fill_free(f);
}

static int
row(const char *name, void *arg)
{
	struct templates *t = arg;
	struct buf text = BUF_INIT(1 << 20), used = BUF_INIT(8192);
	enum wording_from from;
	const char *v[5] = { name, NULL, NULL, NULL, NULL };
	int rc;

	t->name = name;
	t->at[0] = t->by[0] = '\0';
	if ((rc = wording_load(t->x->db, t->conf, name, &text, &from,
	    t->e)) == -1 || (from == WORDING_TENANT &&
	    template_each(t->x->db, origin, t, t->e) == -1)) {
		rc = -1;
		goto out;
	}
	fields(&text, &used);
	v[1] = wording_word(from);
	v[2] = buf_get(&used);
	v[3] = t->at[0] != '\0' ? t->at : NULL;
	v[4] = t->by[0] != '\0' ? t->by : NULL;
	rc = list_add(t->l, v, t->e);
out:
	buf_clear(&text);
	buf_clear(&used);
	return rc;
}

int
list_template(struct ctx *x, const struct list_opt *o, int fd, struct err *e)
{
	struct templates t = { .x = x, .conf = o->conf, .e = e };
	int rc;

	if ((t.l = list_open(cols, o, fd, e)) == NULL)
		return -1;
	rc = wording_each(row, &t, e);
	if (rc != -1)
		rc = list_end(t.l, e);
	list_free(t.l);
	return rc == -1 ? -1 : 0;
}
