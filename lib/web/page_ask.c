#include <string.h>

#include "web/page.h"

/* first: the form that the path names, or that was sent and came back. */
static const char *
first(const struct page *p)
{
	const char *sent = form_get(&p->cgi->form, "answer");

	if (sent != NULL)
		return strcmp(sent, "not_mine") == 0 ? "notmine" : sent;
	return p->cgi->verb[0] != '\0' ? p->cgi->verb : "attest";
}

int
page_ask(struct page *p, const struct ticket *t, struct buf *out,
    struct err *e)
{
	struct words *w = p->words;

	if (p->notice == NULL && t->decision.ask == t->ask.id &&
	    t->decision.question == t->question.id &&
	    strcmp(t->decision.answer, "not_mine") == 0)
		p->notice = "notice-notmine";
	if (p->notice == NULL && t->question.id != t->asked.id)
		p->notice = "notice-newer";
	if (page_who(p, w, t, e) == -1 ||
	    page_blocks(p, w, t, first(p), e) == -1)
		return -1;
	return words_page(w, strcmp(t->question.kind, "left") == 0 ? "left" :
	    "ask", out, e);
}
