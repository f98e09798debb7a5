/* The first password, shown once behind a press of a button. */
#include <string.h>

#include "act/first_password.h"
#include "base/mem.h"
#include "web/mark.h"
#include "web/page.h"

int
page_credential_is(const struct ticket *t)
{
	return (t->state == TICKET_APPROVAL || t->state == TICKET_RECORDED) &&
	    strcmp(t->asked.wording, "credential") == 0;
}

int
page_credential(struct page *p, const struct ticket *t, struct buf *out,
    struct err *e)
{
	struct words *w = p->words;
	int rc;

	if (page_who(p, w, t, e) == -1)
		return -1;
	words_at(w, "until", t->asked.expires_at);
	words_set(w, "password", p->secret);
	words_flag(w, "lapsed", p->ctx->now >= t->asked.expires_at);
	words_flag(w, "shown", strcmp(t->asked.state, "open") != 0 &&
	    p->ctx->now < t->asked.expires_at);
	rc = words_page(w, p->secret[0] != '\0' ? "credentialshown" :
	    t->may & TICKET_CREDENTIAL ? "credential" : "credentialover",
	    out, e);
	mem_wipe(p->secret, sizeof(p->secret));
	return rc;
}

int
page_post_credential(struct page *p, const struct ticket *t, struct err *e)
{
	unsigned char print[32];
	int login, rc;

	ticket_print(t, print);
	if (!mark_ok(form_get(&p->cgi->form, "mark"), t->token, print,
	    p->ctx->now)) {
		p->notice = "notice-stale";
		return 0;
	}
	if (!(t->may & TICKET_CREDENTIAL))
		return 0;
	if ((login = ticket_is(p->ctx, t, p->cgi->user, e)) == -1)
		return -1;
	rc = first_password_make(p->ctx, p->keys, t, login, p->cgi->address,
	    p->cgi->agent, p->secret, e);
	return rc == -1 ? -1 : 0;
}
