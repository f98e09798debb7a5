/* The look-up of a manager: people of the directory, to choose from; and the
 * page of another one for a contractor. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/policy.h"
#include "store/person_look.h"
#include "web/portal_people.h"

enum { SHOWN = 20 };

struct found {
	struct portal *p;
	const char *picked;
	struct buf b;
	int	n, rc;
	struct err *e;
};

static void
person(const struct person_seen *s, void *arg)
{
	struct found *f = arg;
	struct words *w = words_under(f->p->words);
	struct buf on = BUF_INIT(16);

	words_int(w, "nth", ++f->n);
	words_set(w, "key", s->upn_key);
	words_cell(w, "person", s->name);
	words_cell(w, "email", s->email);
	words_cell(w, "above", s->manager);
	words_flag(w, "is_contractor", s->contractor);
	buf_str(&on, f->picked != NULL && strcmp(f->picked, s->upn_key) == 0 ?
	    " checked" : " ");
	words_html(w, "checked", &on);
	if (words_block(w, "manager-row", &f->b, f->e) == -1)
		f->rc = -1;
	buf_clear(&on);
	words_free(w);
}

int
portal_manager_find(struct portal *p, const char *text, struct err *e)
{
	struct found f = { .p = p, .picked = portal_sent(p, "pick"),
		.b = BUF_INIT(100000), .e = e };
	char *folded = text_fold(text);
	int n = 0;

	if (folded != NULL && *folded != '\0')
		n = person_look(p->x->db, folded, SHOWN, person, &f, e);
	words_html(p->words, "people", &f.b);
	words_flag(p->words, "some_people", n > 0);
	words_flag(p->words, "nobody_fits", n == 0);
	words_flag(p->words, "too_many", n == SHOWN);
	buf_clear(&f.b);
	free(folded);
	return n == -1 || f.rc == -1 ? -1 : 0;
}

int
portal_manager(struct portal *p, struct err *e)
{
	const char *text = p->method == CGI_POST ? portal_sent(p, "q") :
	    portal_asked(p, "q");
	struct contractor c;
	struct roll_line l;
	int rc;

	if ((rc = portal_person_load(p, &c, e)) != 1)
		return rc;
	if ((rc = roll_get(p->x->db, c.id, &l, e)) == 1) {
		portal_people_line(p->words, &l);
		roll_line_clear(&l);
	}
	words_attr(p->words, "q", text);
	words_set(p->words, "q", text);
	words_attr(p->words, "manager", p->method == CGI_POST ?
	    portal_sent(p, "manager") : NULL);
	words_int(p->words, "sod_days", policy_int(p->x->policy, "sod_days"));
	portal_form(p, p->words, "form", "people/%" PRId64 "/manager", c.id);
	portal_command(p, "ctr-edit", c.upn != NULL ? c.upn : "UPN",
	    "manager=UPN", (char *)NULL);
	if (rc != -1)
		rc = text != NULL ? portal_manager_find(p, text, e) : 0;
	if (rc == 0)
		rc = portal_page(p, "manager", "people", e);
	contractor_clear(&c);
	return rc;
}
