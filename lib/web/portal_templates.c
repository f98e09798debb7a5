#include "web/portal_templates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/wording.h"
#include "base/mem.h"
#include "store/template.h"
#include "web/portal_template.h"

/* Who set which of the tenant's own. */
struct own {
	char	*name, *by;
	int64_t	at;
};

struct listing {
	struct portal *p;
	struct own *own;
	size_t	n;
	char	room[8];
	struct buf rows, mails, rest;	/* mails come first */
	struct err *e;
};

static int
add_own(const char *name, const char *body, int64_t at, const char *by,
    void *arg)
{
	struct listing *l = arg;
	struct own *o;

	(void)body;
	l->own = mem_grow(l->own, l->n + 1, sizeof(*l->own));
	o = &l->own[l->n++];
	o->name = mem_str(name);
	o->by = mem_str(by);
	o->at = at;
	return 0;
}

static void
set_own(const struct listing *l, struct words *w, const char *name)
{
	const char *by;
	size_t i;

	for (i = 0; i < l->n && strcmp(l->own[i].name, name) != 0; i++)
		;
	if (i == l->n) {
		words_cell(w, "by", NULL);
		return;
	}
	by = strchr(l->own[i].by, '/');
	words_set(w, "who", by != NULL ? by + 1 : l->own[i].by);
	words_moment(w, "at", l->own[i].at);
}

/* The line of words about it is chosen by its name. */
static void
set_kind(struct words *w, const char *name)
{
	char is[64], *s;

	(void)snprintf(is, sizeof(is), "k_%.50s", name);
	for (s = is; *s != '\0'; s++)
		if (*s == '/' || *s == '-')
			*s = '_';
	words_flag(w, is, 1);
}

/* room: the rows so far, under their heading. */
static int
room(struct listing *l)
{
	struct words *w;
	char is[16];
	int rc;

	if (l->room[0] == '\0')
		return 0;
	w = words_under(l->p->words);
	(void)snprintf(is, sizeof(is), "is_%s", l->room);
	words_flag(w, is, 1);
	words_set(w, "room", l->room);
	words_html(w, "rows", &l->rows);
	rc = words_block(w, "templates-room", strcmp(l->room, "mail") == 0 ?
	    &l->mails : &l->rest, l->e);
	words_free(w);
	buf_empty(&l->rows);
	return rc;
}

static int
row(const char *name, void *arg)
{
	struct listing *l = arg;
	struct buf text = BUF_INIT(TEMPLATE_MAX);
	size_t len = strcspn(name, "/");
	enum wording_from from;
	struct words *w;
	char is[24];
	int rc;

	if (strncmp(l->room, name, len) != 0 || l->room[len] != '\0') {
		if (room(l) == -1)
			return -1;
		(void)snprintf(l->room, sizeof(l->room), "%.*s", (int)len,
		    name);
	}
	rc = wording_load(l->p->x->db, l->p->conf, name, &text, &from, l->e);
	buf_clear(&text);
	if (rc == -1)
		return -1;
	w = words_under(l->p->words);
	words_set(w, "name", name);
	words_set(w, "short", name + len + 1);
	(void)snprintf(is, sizeof(is), "is_%s", wording_word(from));
	words_flag(w, is, 1);
	set_kind(w, name);
	set_own(l, w, name);
	rc = words_block(w, "templates-row", &l->rows, l->e);
	words_free(w);
	return rc;
}

static int
all(struct portal *p, struct err *e)
{
	struct listing l = { p, NULL, 0, "", BUF_INIT(1 << 18),
		BUF_INIT(1 << 18), BUF_INIT(1 << 18), e };
	size_t i;
	int rc;

	if ((rc = template_each(p->x->db, add_own, &l, e)) == 0 &&
	    (rc = wording_each(row, &l, e)) == 0)
		rc = room(&l);
	buf_str(&l.mails, buf_get(&l.rest));
	words_html(p->words, "rooms", &l.mails);
	for (i = 0; i < l.n; i++) {
		free(l.own[i].name);
		free(l.own[i].by);
	}
	free(l.own);
	buf_clear(&l.rows);
	buf_clear(&l.mails);
	buf_clear(&l.rest);
	portal_command(p, "ctr-template", "list", (char *)NULL);
	return rc == 0 ? portal_page(p, "templates", "templates", e) : -1;
}

const struct portal_route portal_templates[] = {
	{ "templates", PORTAL_VIEW, all, NULL, ROLE_READ, 0, NULL, 0 },
	{ "templates/*/*", PORTAL_VIEW, portal_template_show, NULL, ROLE_READ,
	    0, NULL, 0 },
	{ "templates/*/*/html", PORTAL_VIEW, portal_template_html, NULL,
	    ROLE_READ, 0, NULL, 0 },
	{ "templates/*/*/look", PORTAL_ADMIN, NULL, portal_template_look,
	    ROLE_READ, PORTAL_TEMPLATE_BODY, NULL, 0 },
	{ "templates/*/*/plain", PORTAL_ADMIN, NULL, portal_template_plain,
	    ROLE_READ, PORTAL_TEMPLATE_BODY, NULL, 0 },
	{ "templates/*/*/save", PORTAL_ADMIN, NULL, portal_template_save,
	    ROLE_TEMPLATE, PORTAL_TEMPLATE_BODY, portal_template_show, 0 },
	{ "templates/*/*/test", PORTAL_ADMIN, NULL, portal_template_test,
	    ROLE_WEB_TRIAL, 0, portal_template_show, 0 },
	{ "templates/*/*/reset", PORTAL_ADMIN, portal_template_back,
	    portal_template_reset, ROLE_TEMPLATE, 0, NULL, 0 },
	{ NULL, 0, NULL, NULL, ROLE_READ, 0, NULL, 0 }
};
