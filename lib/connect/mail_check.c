#include "connect/mail_check.h"

#include <stdlib.h>
#include <string.h>

#include "act/wording.h"
#include "base/mem.h"
#include "connect/mail_doc.h"
#include "domain/vocab.h"
#include "store/template.h"

struct names {
	char	**name;		/* NULL at the end, as fill_parse likes it */
	size_t	n;
};

static void
names_free(struct names *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		free(l->name[i]);
	free(l->name);
}

static void
keep(const char *name, void *arg)
{
	struct names *l = arg;
	size_t i;

	for (i = 0; i < l->n; i++)
		if (strcmp(l->name[i], name) == 0)
			return;
	l->name = mem_grow(l->name, l->n + 2, sizeof(*l->name));
	l->name[l->n++] = mem_str(name);
	l->name[l->n] = NULL;
}

struct asking {
	struct db *db;
	struct err *e;
};

static int
known(const char *name, void *arg)
{
	struct asking *a = arg;

	return vocab_find(name) != NULL ||
	    template_field(a->db, name, a->e) == 1;
}

static int
check_mail(struct db *db, const char *name, const char *text, struct err *e)
{
	struct err lookup = ERR_INIT;
	struct asking a = { db, &lookup };
	const char *needs = NULL;
	struct mail_doc *d;
	int rc = 0;

	if (!vocab_kind(name + 5, &needs))
		return err_set(e, ERR_DATA, "%s: no such template", name);
	d = mail_parse(text, known, &a, e);
	if (lookup.kind != ERR_NONE) {
		*e = lookup;
		rc = -1;
	} else if (d == NULL)
		rc = err_add(e, "%s", name);
	else if (needs != NULL && !mail_doc_uses(d, needs))
		rc = err_set(e, ERR_DATA, "%s: no button has {{%s}}: nobody "
		    "could answer", name, needs);
	mail_doc_free(d);
	return rc;
}

static int
check_page(const char *name, const char *text, struct err *e)
{
	struct buf shipped = BUF_INIT(TEMPLATE_MAX);
	struct names l = { NULL, 0 };
	struct fill *f = NULL;
	int rc = wording_shipped(name, &shipped, e);

	if (rc == 0) {
		l.name = mem_zero(1, sizeof(*l.name));
		mail_check_names(name, buf_get(&shipped), keep, &l);
		f = fill_parse(text, (const char *const *)l.name, e);
		rc = f == NULL ? err_add(e, "%s", name) : 0;
	}
	fill_free(f);
	names_free(&l);
	buf_clear(&shipped);
	return rc;
}

int
mail_check(struct db *db, const char *name, const char *text, struct err *e)
{
	if (strlen(text) > TEMPLATE_MAX)
		return err_set(e, ERR_DATA, "%s: larger than %d bytes", name,
		    TEMPLATE_MAX);
	if (strncmp(name, "mail/", 5) == 0)
		return check_mail(db, name, text, e);
	return check_page(name, text, e);
}

static void
mail_names(const struct mail_doc *d, struct names *l)
{
	size_t i;

	fill_names(d->subject.plain, keep, l);
	if (d->preheader.plain != NULL)
		fill_names(d->preheader.plain, keep, l);
	for (i = 0; i < d->n; i++) {
		if (d->block[i].text.plain != NULL)
			fill_names(d->block[i].text.plain, keep, l);
		if (d->block[i].url.plain != NULL)
			fill_names(d->block[i].url.plain, keep, l);
	}
}

void
mail_check_names(const char *name, const char *text,
    void (*cb)(const char *, void *), void *arg)
{
	struct names l = { NULL, 0 };
	struct err e = ERR_INIT;
	struct mail_doc *d;
	struct fill *f;
	size_t i;

	if (strncmp(name, "mail/", 5) == 0) {
		if ((d = mail_parse(text, NULL, NULL, &e)) != NULL)
			mail_names(d, &l);
		mail_doc_free(d);
	} else {
		if ((f = fill_parse(text, NULL, &e)) != NULL)
			fill_names(f, keep, &l);
		fill_free(f);
	}
	for (i = 0; i < l.n; i++)
		cb(l.name[i], arg);
	names_free(&l);
}
