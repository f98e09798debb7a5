#include <string.h>

#include "domain/reply.h"
#include "web/page.h"

/* follows: what comes of it, in the words of a template. */
static const char *
follows(const struct ticket *t)
{
	const char *a = t->decision.answer;

	if (t->job.id == 0 || strcmp(t->job.state, "undone") == 0)
		return strcmp(a, "extend") == 0 ? "follows-extend" :
		    strcmp(a, "employee") == 0 ? "follows-employee" :
		    strcmp(a, "not_mine") == 0 ? "follows-notmine" : NULL;
	if (strcmp(t->job.state, "waiting") == 0)
		return "follows-waiting";
	if (strcmp(t->job.state, "done") == 0)
		return "follows-done";
	return t->job.begun ? "follows-begun" : "follows-due";
}

int
page_recorded(struct page *p, const struct ticket *t, struct buf *out,
    struct err *e)
{
	struct words *w = p->words;
	struct buf b = BUF_INIT(4096);
	const char *name = follows(t);
	int rc = -1;

	if (page_who(p, w, t, e) == -1 || page_decision(p, w, t, e) == -1)
		goto out;
	words_at(w, "due_at", t->job.due_at);
	if (name != NULL) {
		if (words_block(w, name, &b, e) == -1)
			goto out;
		words_html(w, "follows", &b);
	}
	if (page_blocks(p, w, t, p->cgi->verb, e) == -1)
		goto out;
	rc = words_page(w, t->decision.id != 0 ? "recorded" : "over", out, e);
out:
	buf_clear(&b);
	return rc;
}
