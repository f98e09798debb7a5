#include "connect/mail_list.h"

#include <string.h>

#include "act/wording.h"
#include "base/mem.h"
#include "base/pairs.h"
#include "base/rows.h"
#include "base/when.h"
#include "connect/mail_check.h"
#include "store/template.h"

static const struct rows_col cols[] = {
	{ "name", ROWS_TEXT, 0 },
	{ "from", ROWS_TEXT, 0 },
	{ "fields", ROWS_TEXT, 1 },
	{ "set_at", ROWS_AT, 1 },
	{ "set_by", ROWS_TEXT, 1 },
	{ NULL, ROWS_TEXT, 0 }
};

struct list {
	struct ctx *x;
	const struct conf *conf;
	struct rows *rows;
	struct pairs *at, *by;	/* of the tenant's own, by name */
	struct err *e;
};

static int
keep_own(const char *name, const char *body, int64_t set_at,
    const char *set_by, void *arg)
{
	struct list *l = arg;
	struct buf b = BUF_INIT(32);

	(void)body;
	buf_fmt(&b, "%lld", (long long)set_at);
	pairs_set(l->at, PAIRS_ALL, name, buf_get(&b));
	pairs_set(l->by, PAIRS_ALL, name, set_by);
	buf_clear(&b);
	return 0;
}

static void
add_name(const char *name, void *arg)
{
	struct buf *b = arg;

	if (b->len > 0)
		buf_chr(b, ' ');
	buf_str(b, name);
}

static int
add_row(const char *name, void *arg)
{
	struct buf text = BUF_INIT(TEMPLATE_MAX), names = BUF_INIT(8192);
	enum wording_from from = WORDING_SHIPPED;
	struct list *l = arg;
	const char *v[5];
	int rc = wording_load(l->x->db, l->conf, name, &text, &from, l->e);

	if (rc == 0) {
		mail_check_names(name, buf_get(&text), add_name, &names);
		v[0] = name;
		v[1] = wording_word(from);
		v[2] = buf_get(&names);
		v[3] = pairs_get(l->at, PAIRS_ALL, name);
		v[4] = pairs_get(l->by, PAIRS_ALL, name);
		rc = rows_add(l->rows, v, l->e);
	}
	buf_clear(&text);
	buf_clear(&names);
	return rc;
}

int
mail_list(struct ctx *x, const struct conf *c, const char *format, int fd,
    struct err *e)
{
	struct list l = { x, c, NULL, pairs_new(), pairs_new(), e };
	int rc = -1;

	if ((l.rows = rows_new(format, cols, 0, e)) != NULL &&
	    template_each(x->db, keep_own, &l, e) == 0 &&
	    wording_each(add_row, &l, e) == 0)
		rc = rows_flush(l.rows, fd, e);
	rows_free(l.rows);
	pairs_free(l.at);
	pairs_free(l.by);
	return rc;
}
