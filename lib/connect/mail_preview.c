#include "connect/mail_preview.h"

#include <string.h>

#include "act/fields.h"
#include "act/wording.h"
#include "connect/mail_check.h"
#include "connect/mail_html.h"
#include "connect/mail_plain.h"
#include "connect/mail_text.h"
#include "connect/mail_value.h"
#include "domain/vocab.h"
#include "store/template.h"

/* Dead, but as long as a real one. */
#define DEAD "https://ctr.example.test/ctr/acme/" \
	"link-not-shown-link-not-shown-link-not-shown-link-not-shown-" \
	"link-not-shown-link-not-shown-link-not-shown-link-n"

static void
set_sample(struct pairs *p, int row)
{
	const struct vocab *v;
	struct buf b = BUF_INIT(512);

	for (v = vocab_all(); v->name != NULL; v++) {
		if (!v->link) {
			pairs_set(p, row, v->name, v->sample);
			continue;
		}
		buf_empty(&b);
		buf_fmt(&b, "%s/%.*s", DEAD, (int)strcspn(v->name, "_"),
		    v->name);
		pairs_set(p, row, v->name, buf_get(&b));
	}
	buf_clear(&b);
}

static void
set_own(const char *name, void *arg)
{
	if (vocab_find(name) == NULL)
		pairs_set(arg, PAIRS_ALL, name, name);
}

/* What the sample has and he has not is not his. */
static void
clear_person(struct pairs *p, int row)
{
	static const char *const names[] = { "contractor_email", "worker_id",
		"vendor", "department", "project", "contract_start",
		"contract_end", "expiry_on", "days_left", "accounts",
		"privileged", "last_login", "attested_on" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		pairs_set(p, row, names[i], "");
}

static int
set_person(struct ctx *x, const char *upn, struct pairs *p, int row,
    struct err *e)
{
	struct contractor c;
	int rc = contractor_find(x->db, upn, &c, e);

	clear_person(p, row);

	if (rc == 0)
		return err_set(e, ERR_DATA, "%s: no such contractor", upn);
	if (rc == 1)
		rc = fields_contractor(x, &c, p, row, e);
	contractor_clear(&c);
	return rc;
}

struct pairs *
mail_preview_values(struct ctx *x, const char *name, const char *text,
    const char *upn, struct err *e)
{
	struct pairs *p = pairs_new();
	int rows = strstr(text, "{{#rows}}") != NULL;

	mail_check_names(name, text, set_own, p);
	set_sample(p, PAIRS_ALL);
	if (rows) {
		set_sample(p, 0);
		set_sample(p, 1);
		pairs_set(p, 1, "contractor_name", "Ana Nowak");
		pairs_set(p, 1, "contractor_upn", "a.nowak@corp.example.test");
	}
	if (upn != NULL && (set_person(x, upn, p, PAIRS_ALL, e) == -1 ||
	    (rows && set_person(x, upn, p, 0, e) == -1))) {
		pairs_free(p);
		return NULL;
	}
	return p;
}

static void
subject(struct buf *out, const struct mail_doc *d, const struct pairs *p)
{
	struct mail_view v = { p, PAIRS_ALL };

	fill_run(d->subject.plain, mail_doc_get, &v, fill_plain, out);
}

static int
make(struct ctx *x, const struct conf *c, const struct mail_doc *d,
    const struct pairs *p, enum mail_preview part, struct buf *out,
    struct err *e)
{
	struct mail_head h = { conf_or(c, "mail", "from", "ctr@example.test"),
	    "m.jones@corp.example.test", conf_get(c, "mail", "reply_to"),
	    "ctr.0.preview", "example.test", x->now, db_is_test(x->db) };
	struct pairs *clean;

	if (part == MAIL_PREVIEW_ALL)
		return mail_text(out, d, p, &h, e);
	clean = mail_value_all(p);
	if (part == MAIL_PREVIEW_HTML)
		mail_html(out, d, clean);
	else if (part == MAIL_PREVIEW_PLAIN)
		mail_plain(out, d, clean);
	else
		subject(out, d, clean);
	pairs_free(clean);
	return 0;
}

int
mail_preview(struct ctx *x, const struct conf *c, const char *name,
    const char *text, const char *upn, enum mail_preview part,
    struct buf *out, struct err *e)
{
	struct buf load = BUF_INIT(TEMPLATE_MAX);
	struct mail_doc *d = NULL;
	struct pairs *p = NULL;
	int rc = -1;

	if (strncmp(name, "mail/", 5) != 0) {
		err_set(e, ERR_DATA, "%s is no mail", name);
		goto out;
	}
	if (text == NULL) {
		if (wording_load(x->db, c, name, &load, NULL, e) == -1)
			goto out;
		text = buf_get(&load);
	}
	if ((d = mail_parse(text, NULL, NULL, e)) != NULL &&
	    (p = mail_preview_values(x, name, text, upn, e)) != NULL)
		rc = make(x, c, d, p, part, out, e);
out:
	pairs_free(p);
	mail_doc_free(d);
	buf_clear(&load);
	return rc;
}
