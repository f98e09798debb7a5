#include "connect/mail_make.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "act/wording.h"
#include "base/mem.h"
#include "base/sha.h"
#include "connect/mail_doc.h"
#include "connect/mail_text.h"
#include "domain/vocab.h"
#include "store/template.h"

struct kept {
	char	*name;
	struct mail_doc *doc;
};

struct mail_make {
	struct ctx *x;
	const struct conf *conf;
	const struct mail_conf *mail;
	struct kept *kept;
	size_t	n;
};

struct mail_make *
mail_make_new(struct ctx *x, const struct conf *c, const struct mail_conf *m)
{
	struct mail_make *k = mem_zero(1, sizeof(*k));

	k->x = x;
	k->conf = c;
	k->mail = m;
	return k;
}

void
mail_make_free(struct mail_make *k)
{
	size_t i;

	if (k == NULL)
		return;
	for (i = 0; i < k->n; i++) {
		free(k->kept[i].name);
		mail_doc_free(k->kept[i].doc);
	}
	free(k->kept);
	free(k);
}

static struct mail_doc *
read_doc(struct mail_make *k, const char *kind, struct err *e)
{
	struct buf name = BUF_INIT(256), text = BUF_INIT(TEMPLATE_MAX);
	enum wording_from from = WORDING_SHIPPED;
	struct mail_doc *d = NULL;

	buf_fmt(&name, "mail/%s", kind);
	if (wording_load(k->x->db, k->conf, buf_get(&name), &text, &from,
	    e) == 0) {
		d = mail_parse(buf_get(&text), NULL, NULL, e);
		if (d == NULL)
			err_add(e, "%s (%s)", buf_get(&name),
			    wording_word(from));
	}
	if (d == NULL && e->kind == ERR_DATA)
		e->kind = ERR_CONFIG;
	buf_clear(&name);
	buf_clear(&text);
	return d;
}

static const struct mail_doc *
doc_of(struct mail_make *k, const char *kind, struct err *e)
{
	struct mail_doc *d;
	size_t i;

	for (i = 0; i < k->n; i++)
		if (strcmp(k->kept[i].name, kind) == 0)
			return k->kept[i].doc;
	if ((d = read_doc(k, kind, e)) == NULL)
		return NULL;
	k->kept = mem_grow(k->kept, k->n + 1, sizeof(*k->kept));
	k->kept[k->n].name = mem_str(kind);
	k->kept[k->n++].doc = d;
	return d;
}

int
mail_make_text(struct mail_make *k, struct parcel *p, struct buf *out,
    struct err *e)
{
	const struct mail_doc *d = doc_of(k, p->row.template, e);
	unsigned char hash[SHA_LEN];
	struct mail_head h = { k->mail->from, p->row.recipient,
	    k->mail->reply_to, NULL, k->mail->domain, p->row.queued_at,
	    db_is_test(k->x->db) || pairs_get(p->values, PAIRS_ALL,
	    VOCAB_TRIAL) != NULL };
	char id[80];

	if (d == NULL)
		return -1;
	snprintf(id, sizeof(id), "ctr.%" PRId64 ".%.40s", p->row.id,
	    p->row.message_id);
	h.message_id = id;
	if (mail_text(out, d, p->values, &h, e) == -1)
		return -1;
	sha_of(out->p, out->len, hash);
	sodium_bin2hex(p->sha256, sizeof(p->sha256), hash, sizeof(hash));
	return 0;
}
