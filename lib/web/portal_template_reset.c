/* The tenant's own text goes, and what is beneath it is in force again. */
#include "act/wording.h"
#include "act/wording_edit.h"
#include "store/template.h"
#include "web/portal_diff.h"
#include "web/portal_template.h"

static int
compare(struct portal *p, const char *name, const char *own, struct err *e)
{
	struct buf beneath = BUF_INIT(TEMPLATE_MAX), b = BUF_INIT(1 << 19);
	char print[65];
	enum wording_from from;
	int rc;

	rc = wording_beneath(p->conf, name, &beneath, &from, e);
	if (rc == 0)
		rc = portal_diff(p->words, own, buf_get(&beneath), &b, e);
	if (rc == 0)
		rc = wording_edit_print(p->x, name, print, e);
	if (rc == 0) {
		words_html(p->words, "diff", &b);
		words_set(p->words, "name", name);
		words_attr(p->words, "print", print);
		words_flag(p->words, "to_site", from == WORDING_SITE);
		words_flag(p->words, "to_shipped", from == WORDING_SHIPPED);
		portal_form(p, p->words, "reset", "templates/%s/reset", name);
	}
	buf_clear(&beneath);
	buf_clear(&b);
	return rc;
}

int
portal_template_back(struct portal *p, struct err *e)
{
	struct buf own = BUF_INIT(TEMPLATE_MAX);
	char name[PORTAL_TEMPLATE_NAME];
	int rc;

	portal_template_name(p, name);
	rc = template_get(p->x->db, name, &own, e);
	if (rc == 1)
		rc = compare(p, name, buf_get(&own), e) == -1 ? -1 : 1;
	buf_clear(&own);
	portal_command(p, "ctr-template", "reset", name, (char *)NULL);
	return rc == -1 ? -1 : rc == 0 ? portal_missing(p, e) :
	    portal_page(p, "template-reset", "templates", e);
}

int
portal_template_reset(struct portal *p, struct err *e)
{
	const char *print = form_get(&p->body, "print");
	char name[PORTAL_TEMPLATE_NAME];

	portal_template_name(p, name);
	if (wording_edit_reset(p->x, name, print != NULL ? print : "", e) ==
	    -1)
		return -1;
	portal_go(p, "template-reset", "templates/%s", name);
	return 0;
}
