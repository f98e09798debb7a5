#include "web/portal_home.h"

#include "store/census.h"

static int
home(struct portal *p, struct err *e)
{
	struct census c;

	if (census_take(p->x->db, &c, e) == -1)
		return -1;
	words_int(p->words, "contractors", c.contractors);
	words_int(p->words, "questions", c.questions);
	words_int(p->words, "due", c.due);
	words_int(p->words, "held", c.held);
	portal_command(p, "ctr-list", "tenant", (char *)NULL);
	return portal_page(p, "home", "home", e);
}

const struct portal_route portal_home[] = {
	{ "", PORTAL_VIEW, home, NULL, ROLE_READ, 0, NULL, 0 },
	{ NULL, 0, NULL, NULL, ROLE_READ, 0, NULL, 0 }
};
