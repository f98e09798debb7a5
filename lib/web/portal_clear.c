/* A field is given back: what goes, and what counts then, before it does. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "act/edit.h"
#include "web/portal_people.h"

struct clearing {
	const char *field;
	struct words *w;
	struct buf beneath;
	int	found;
};

static int
source(const struct edit_source *s, void *arg)
{
	struct clearing *k = arg;

	if (strcmp(s->field, k->field) != 0)
		return 0;
	if (s->cleared) {
		k->found = 1;
		words_cell(k->w, "value", s->value);
	} else
		buf_fmt(&k->beneath, "%s%s: %s", k->beneath.len > 0 ? "; " :
		    "", s->source, s->value != NULL ? s->value :
		    WORDS_DASH);
	return 0;
}

int
portal_clear_field(struct portal *p, struct err *e)
{
	const char *field = p->method == CGI_POST ? portal_sent(p, "field") :
	    portal_asked(p, "field");
	struct clearing k = { field, p->words, BUF_INIT(20000), 0 };
	struct contractor c;
	char room[40];
	int rc;

	if ((rc = portal_person_load(p, &c, e)) != 1)
		return rc;
	words_int(p->words, "id", c.id);
	words_set(p->words, "who", c.display_name != NULL ? c.display_name :
	    c.upn);
	rc = field == NULL ? 0 : edit_sources(p->x, &c, source, &k, e);
	if (rc != -1 && !k.found)
		rc = portal_missing(p, e);
	else if (rc != -1) {
		words_set(p->words, "label", portal_people_words(field, room,
		    sizeof(room)));
		words_set(p->words, "field", field);
		words_cell(p->words, "beneath", buf_get(&k.beneath));
		portal_form(p, p->words, "form", "people/%" PRId64 "/clear",
		    c.id);
		portal_command(p, "ctr-edit", "--clear", c.upn != NULL ?
		    c.upn : "UPN", field, (char *)NULL);
		rc = portal_page(p, "clear", "people", e);
	}
	buf_clear(&k.beneath);
	contractor_clear(&c);
	return rc;
}
