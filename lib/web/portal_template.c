#include "web/portal_template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/trial.h"
#include "act/wording.h"
#include "act/wording_edit.h"
#include "base/conf.h"
#include "base/esc.h"
#include "connect/mail_check.h"
#include "connect/mail_preview.h"
#include "domain/vocab.h"
#include "store/contractor.h"
#include "store/template.h"

void
portal_template_name(const struct portal *p, char name[PORTAL_TEMPLATE_NAME])
{
	(void)snprintf(name, PORTAL_TEMPLATE_NAME, "%.15s/%.45s", p->part[0],
	    p->part[1]);
}

int
portal_template_mail(const char *name)
{
	return strncmp(name, "mail/", 5) == 0;
}

const char *
portal_template_upn(const struct portal *p)
{
	return p->method == CGI_POST ? portal_sent(p, "upn") :
	    portal_asked(p, "upn");
}

/* ------------------------------------------------- the names it may use */

struct naming {
	struct portal *p;
	struct buf rows;
	struct err *e;
	int	rc;
};

static void
add_name(struct naming *g, const char *name, const char *what, int link)
{
	struct words *w = words_under(g->p->words);

	words_set(w, "name", name);
	words_set(w, "what", what);
	words_flag(w, "is_own", what == NULL);
	words_flag(w, "is_link", link);
	words_flag(w, "is_text", what != NULL && !link);
	if (g->rc == 0)
		g->rc = words_block(w, "templates-name", &g->rows, g->e);
	words_free(w);
}

static void
own_field(const char *name, void *arg)
{
	if (!vocab_taken(name))
		add_name(arg, name, NULL, 0);
}

static void
page_name(const char *name, void *arg)
{
	add_name(arg, name, WORDS_DASH, 0);
}

static int
names(struct portal *p, const char *name, struct err *e)
{
	struct naming g = { p, BUF_INIT(1 << 17), e, 0 };
	struct buf shipped = BUF_INIT(TEMPLATE_MAX);
	const struct vocab *v;

	if (portal_template_mail(name)) {
		for (v = vocab_all(); v->name != NULL; v++)
			if (v->link != 2)
				add_name(&g, v->name, v->words, v->link);
		conf_sections(p->conf, "field", own_field, &g);
	} else if ((g.rc = wording_shipped(name, &shipped, e)) == 0)
		mail_check_names(name, buf_get(&shipped), page_name, &g);
	words_html(p->words, "names", &g.rows);
	buf_clear(&g.rows);
	buf_clear(&shipped);
	return g.rc;
}

/* -------------------------------------------------------------- the page */

/* block: a part of the page that is there or is not. */
static int
block(struct portal *p, const char *template, const char *as, struct err *e)
{
	struct buf b = BUF_INIT(1 << 18);
	int rc = words_block(p->words, template, &b, e);

	words_html(p->words, as, &b);
	buf_clear(&b);
	return rc;
}

/* whose: the contractor whose values are shown; a wrong one is said and
 * forgotten.  1 somebody, 0 the sample, -1. */
static int
whose(struct portal *p, char upn[300], struct err *e)
{
	const char *want = portal_template_upn(p);
	struct contractor c;
	int rc;

	upn[0] = '\0';
	words_flag(p->words, "sample", 1);
	words_attr(p->words, "upn", want);
	if (want == NULL)
		return 0;
	memset(&c, 0, sizeof(c));
	rc = contractor_find(p->x->db, want, &c, e);
	if (rc == 1 && c.upn != NULL) {
		(void)snprintf(upn, 300, "%s", c.upn);
		words_flag(p->words, "sample", 0);
		words_set(p->words, "whose", c.display_name != NULL ?
		    c.display_name : c.upn);
	} else if (rc == 0)
		words_set(p->words, "nobody", want);
	contractor_clear(&c);
	return rc;
}

/* The saved one as text: the frame has the other part. */
static int
look(struct portal *p, const char *name, const char *upn, struct err *e)
{
	struct buf b = BUF_INIT(1 << 20), q = BUF_INIT(1024);
	struct err bad = ERR_INIT;
	int rc = 0;

	if (*upn != '\0') {
		buf_str(&q, "?upn=");
		esc_url(&q, upn);
		words_set(p->words, "query", buf_get(&q));
	} else
		words_flag(p->words, "query", 1);
	if (mail_preview(p->x, p->conf, name, NULL, *upn != '\0' ? upn : NULL,
	    MAIL_PREVIEW_SUBJECT, &b, &bad) == 0) {
		words_set(p->words, "subject", buf_get(&b));
		buf_empty(&b);
		if (mail_preview(p->x, p->conf, name, NULL, *upn != '\0' ? upn :
		    NULL, MAIL_PREVIEW_PLAIN, &b, e) == -1)
			rc = -1;
		words_set(p->words, "plain", buf_get(&b));
	} else		/* a site's own file that cannot be read as one */
		words_set(p->words, "broken", bad.text);
	buf_clear(&b);
	buf_clear(&q);
	return rc;
}

/* The text in the editor: as it was sent, else as it is in force.  The first
 * line end in a textarea is not its own. */
static void
editor(struct portal *p, const char *name, const char *text)
{
	const char *sent = p->method == CGI_POST ? form_get(&p->body, "text") :
	    NULL;
	struct buf b = BUF_INIT(1 << 18);

	buf_str(&b, portal_template_mail(name) ? " data-live=\"look-button\"" :
	    " ");
	words_html(p->words, "live", &b);
	buf_empty(&b);
	buf_fmt(&b, "\n%s", sent != NULL ? sent : text);
	words_set(p->words, "text", buf_get(&b));
	buf_clear(&b);
	portal_form(p, p->words, "look", "templates/%s/look", name);
	portal_form(p, p->words, "plain", "templates/%s/plain", name);
	portal_form(p, p->words, "save", "templates/%s/save", name);
	portal_form(p, p->words, "test", "templates/%s/test", name);
}

/* trial: the form of a test mail, if there is an address it could go to. */
static int
trial(struct portal *p, struct err *e)
{
	char *to;
	int rc = trial_address(p->x, p->cgi.user, &to, e);

	if (rc != 1)
		return rc;
	words_set(p->words, "to", to);
	free(to);
	return block(p, "template-trial", "trial", e);
}

static int
fill(struct portal *p, const char *name, const char *text,
    enum wording_from from, struct err *e)
{
	int mail = portal_template_mail(name);
	int admin = portal_may(p, PORTAL_ADMIN);
	char upn[300] = "", is[24], print[65];

	(void)snprintf(is, sizeof(is), "is_%s%s", wording_word(from),
	    from != WORDING_TENANT ? "" : admin ? "_edit" : "_view");
	words_flag(p->words, is, 1);
	words_set(p->words, "name", name);
	words_flag(p->words, "is_mail", mail);
	words_flag(p->words, "no_mail", !mail);
	if (wording_edit_print(p->x, name, print, e) == -1 ||
	    (mail && (whose(p, upn, e) == -1 || look(p, name, upn, e) == -1)))
		return -1;
	words_attr(p->words, "print", print);
	words_set(p->words, "only_text", text);
	if (admin)
		editor(p, name, text);
	if (block(p, admin ? "template-edit" : "template-text", "editor",
	    e) == -1 || (mail && block(p, "template-preview", "preview", e) ==
	    -1) || (mail && admin && trial(p, e) == -1))
		return -1;
	return names(p, name, e);
}

int
portal_template_show(struct portal *p, struct err *e)
{
	struct buf text = BUF_INIT(TEMPLATE_MAX);
	char name[PORTAL_TEMPLATE_NAME];
	enum wording_from from;
	const char *upn = portal_template_upn(p);
	int rc;

	portal_template_name(p, name);
	rc = wording_load(p->x->db, p->conf, name, &text, &from, e);
	if (rc == -1 && e->kind == ERR_DATA) {
		err_clear(e);
		buf_clear(&text);
		return portal_missing(p, e);
	}
	if (rc == 0)
		rc = fill(p, name, buf_get(&text), from, e);
	buf_clear(&text);
	if (portal_may(p, PORTAL_ADMIN))
		portal_command(p, "ctr-template", "set", name, "FILE",
		    (char *)NULL);
	else
		portal_command(p, "ctr-template", "show", name, (char *)NULL);
	if (portal_template_mail(name))
		portal_command(p, "ctr-template", "preview", name, upn,
		    (char *)NULL);
	return rc == 0 ? portal_page(p, "template", "templates", e) : -1;
}
