#include "connect/mail_doc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/vocab.h"

const char *
mail_doc_get(const char *name, void *arg)
{
	const struct mail_view *v = arg;

	return pairs_get(v->values, v->row, name);
}

static void
words_free(struct mail_words *w)
{
	fill_free(w->plain);
	fill_free(w->html);
}

void
mail_doc_free(struct mail_doc *d)
{
	size_t i;

	if (d == NULL)
		return;
	for (i = 0; i < d->n; i++) {
		words_free(&d->block[i].text);
		words_free(&d->block[i].url);
		free(d->block[i].label);
	}
	free(d->block);
	words_free(&d->subject);
	words_free(&d->preheader);
	free(d);
}

struct use {
	const char *name;
	int hit;
};

static void
same(const char *name, void *arg)
{
	struct use *u = arg;

	u->hit |= strcmp(name, u->name) == 0;
}

int
mail_doc_uses(const struct mail_doc *d, const char *name)
{
	struct use u = { name, 0 };
	size_t i;

	for (i = 0; i < d->n; i++)
		if (d->block[i].kind == MAIL_BUTTON)
			fill_names(d->block[i].url.plain, same, &u);
	return u.hit;
}

/* Whether a block has something to say. */
struct said {
	struct mail_view *view;
	int names, values;
};

static void
look(const char *name, void *arg)
{
	struct said *s = arg;
	const char *value = mail_doc_get(name, s->view);

	s->names++;
	s->values += value != NULL && *value != '\0';
}

static int
silent(const struct mail_block *b, struct mail_view *v)
{
	struct said s = { v, 0, 0 };

	if (b->kind == MAIL_ROWS || b->kind == MAIL_ROWS_END)
		return 0;
	fill_names(b->kind == MAIL_BUTTON ? b->url.plain : b->text.plain,
	    look, &s);
	return s.names > 0 && s.values == 0;
}

static void
visit(const struct mail_block *b, struct mail_view *v, mail_visit *cb,
    void *arg)
{
	if (!silent(b, v))
		cb(b, v, arg);
}

void
mail_doc_walk(const struct mail_doc *d, const struct pairs *values,
    mail_visit *cb, void *arg)
{
	static const struct mail_block stop = { .kind = MAIL_STOP };
	struct mail_view v = { values, PAIRS_ALL };
	int rows = pairs_rows(values);
	size_t i, first = 0;

	if (rows > VOCAB_ROWS)
		rows = VOCAB_ROWS;
	for (i = 0; i < d->n; i++) {
		if (d->block[i].kind == MAIL_ROWS && v.row == PAIRS_ALL) {
			first = i;
			v.row = 0;
			if (rows == 0)
				while (d->block[i].kind != MAIL_ROWS_END)
					i++;
		}
		if (rows > 0 || d->block[i].kind != MAIL_ROWS_END)
			visit(&d->block[i], &v, cb, arg);
		if (d->block[i].kind == MAIL_ROWS_END) {
			if (++v.row < rows)
				i = first - 1;
			else
				v.row = PAIRS_ALL;
		}
	}
	cb(&stop, &v, arg);
}
