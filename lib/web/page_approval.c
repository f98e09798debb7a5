#include <stdlib.h>
#include <string.h>

#include "domain/reply.h"
#include "web/page.h"

int
page_approval(struct page *p, const struct ticket *t, struct buf *out,
    struct err *e)
{
	struct words *w = p->words;
	int comes = strcmp(t->asked.kind, "provision") == 0;
	int departs = strcmp(t->asked.kind, "offboard") == 0;

	if (page_who(p, w, t, e) == -1 || page_decision(p, w, t, e) == -1 ||
	    page_blocks(p, w, t, "", e) == -1)
		return -1;
	words_flag(w, "is_newcomer", comes);
	words_flag(w, "is_departure", departs);
	words_flag(w, "is_extension", strcmp(t->asked.kind, "extend") == 0);
	words_flag(w, "is_return", strcmp(t->asked.kind, "reinstate") == 0);
	return words_page(w, "approval", out, e);
}
