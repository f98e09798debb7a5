/* A template on its way: looked at before it is saved, saved, and mailed to
 * who edits it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/trial.h"
#include "act/wording.h"
#include "act/wording_edit.h"
#include "connect/mail_check.h"
#include "connect/mail_preview.h"
#include "store/template.h"
#include "web/portal_template.h"

/* The line that an error names ("line 7: ..."), shown with it. */
static void
say_line(struct portal *p, const char *text, const char *words)
{
	const char *s = strstr(words, "line "), *end = text;
	char line[24];
	long n = s != NULL ? strtol(s + 5, NULL, 10) : 0;
	struct buf b = BUF_INIT(1024);
	long i;

	if (n < 1)
		return;
	for (i = 1; i < n && (end = strchr(end, '\n')) != NULL; i++)
		end++;
	if (end == NULL)
		return;
	buf_add(&b, end, strcspn(end, "\n") < 200 ? strcspn(end, "\n") : 200);
	(void)snprintf(line, sizeof(line), "%ld", n);
	words_set(p->words, "wrong_line", line);
	if (b.len > 0)
		words_set(p->words, "wrong_text", buf_get(&b));
	buf_clear(&b);
}

/* wrong: in the frame, what is wrong with it; 0 then. */
static int
wrong(struct portal *p, const char *text, struct err *e)
{
	if (e->kind != ERR_DATA)
		return -1;
	say_line(p, text, e->text);
	words_set(p->words, "error", e->text);
	err_clear(e);
	buf_empty(&p->out);
	p->status = 422;
	p->type = NULL;
	return words_block(p->words, "templates-wrong", &p->out, e);
}

/* part: one part of what was sent, or of what is in force, for the frame. */
static int
part(struct portal *p, const char *text, enum mail_preview which,
    struct err *e)
{
	char name[PORTAL_TEMPLATE_NAME];
	int rc = 0;

	portal_template_name(p, name);
	p->framed = 1;
	if (text != NULL)
		rc = mail_check(p->x->db, name, text, e);
	if (rc == 0)
		rc = mail_preview(p->x, p->conf, name, text,
		    portal_template_upn(p), which, &p->out, e);
	return rc == 0 ? 0 : wrong(p, text != NULL ? text : "", e);
}

int
portal_template_html(struct portal *p, struct err *e)
{
	return part(p, NULL, MAIL_PREVIEW_HTML, e);
}

static const char *
sent(const struct portal *p)
{
	const char *text = form_get(&p->body, "text");

	return text != NULL ? text : "";
}

int
portal_template_look(struct portal *p, struct err *e)
{
	return part(p, sent(p), MAIL_PREVIEW_HTML, e);
}

int
portal_template_plain(struct portal *p, struct err *e)
{
	p->type = "text/plain; charset=utf-8";
	return part(p, sent(p), MAIL_PREVIEW_PLAIN, e);
}

/* is_so: it is the text in force already, whoever's. */
static int
is_so(struct portal *p, const char *name, const char *text, struct err *e)
{
	struct buf b = BUF_INIT(TEMPLATE_MAX);
	int rc = wording_load(p->x->db, p->conf, name, &b, NULL, e);

	if (rc == 0)
		rc = strcmp(buf_get(&b), text) == 0;
	buf_clear(&b);
	return rc;
}

int
portal_template_save(struct portal *p, struct err *e)
{
	const char *text = sent(p), *print = form_get(&p->body, "print");
	char name[PORTAL_TEMPLATE_NAME];
	int rc;

	portal_template_name(p, name);
	if (mail_check(p->x->db, name, text, e) == -1) {
		say_line(p, text, e->text);
		return -1;
	}
	if ((rc = is_so(p, name, text, e)) == 0 && (rc = wording_edit_set(p->x,
	    name, text, print != NULL ? print : "", e)) != -1)
		portal_go(p, "template-saved", "templates/%s", name);
	else if (rc == 1)
		portal_go(p, "template-same", "templates/%s", name);
	return rc == -1 ? -1 : 0;
}

int
portal_template_test(struct portal *p, struct err *e)
{
	struct buf text = BUF_INIT(TEMPLATE_MAX);
	struct pairs *values = NULL;
	char name[PORTAL_TEMPLATE_NAME];
	int rc;

	portal_template_name(p, name);
	if (!portal_template_mail(name))
		return err_set(e, ERR_DATA, "%s is no mail", name);
	rc = wording_load(p->x->db, p->conf, name, &text, NULL, e);
	if (rc == 0 && (values = mail_preview_values(p->x, name,
	    buf_get(&text), portal_template_upn(p), e)) == NULL)
		rc = -1;
	if (rc == 0)
		rc = trial_send(p->x, name + 5, values, p->cgi.user, e);
	pairs_free(values);
	buf_clear(&text);
	if (rc == 0)
		portal_go(p, "template-trial", "templates/%s", name);
	return rc;
}
