#include "act/parcel_chat.h"

#include <stdlib.h>
#include <string.h>

#include "act/channel.h"
#include "act/slack_who.h"
#include "store/question.h"
#include "store/question_batch.h"

#define DAY 86400LL

/* What the buttons under a list send back; approve all of it only those who
 * are told of all of it. */
static int
press_token(struct ctx *x, const struct postmark *m, struct parcel *p,
    struct err *e)
{
	struct question_batch_one *all;
	char token[LINK_LEN + 1];
	struct question q;
	int64_t first;
	size_t n;
	int rc = outbox_about(x->db, p->row.id, "question", &first, e);

	if (rc == 1)
		rc = question_get(x->db, first, &q, e);
	if (rc != 1)
		return rc == 0 ? err_set(e, ERR_DATA, "outbox/%lld is of no "
		    "list", (long long)p->row.id) : -1;
	if (question_batch_all(x->db, "inactive", q.batch, &all, &n, e) == -1)
		return -1;
	free(all);
	if (parcel_token(x, m, LINK_PRESS, p->row.id, q.expires_at, token, e) ==
	    -1)
		return -1;
	pairs_set(p->values, PAIRS_ALL, "press", token);
	if ((size_t)pairs_rows(p->values) == n)
		pairs_set(p->values, PAIRS_ALL, "press_all", token);
	return 0;
}

/*
 * The page of one approver, shown to him in Slack: the link of the mail that
 * asked him, and only to whom the tenant says is that person there.
 */
static int
page_link(struct ctx *x, const struct postmark *m, struct parcel *p,
    struct err *e)
{
	char channel[CHANNEL_ID], user[CHANNEL_ID], token[LINK_LEN + 1];
	struct parcel mail = { .values = NULL };
	int64_t id, until = 0;
	int rc = outbox_about(x->db, p->row.id, "list", &id, e);

	if (rc != 1)
		return rc;
	if ((rc = outbox_get(x->db, id, &mail.row, e)) == 1) {
		until = mail.row.queued_at + DAY * policy_int(x->policy,
		    "token_days");
		if (parcel_may_link(x, m, &mail, e) == -1)
			rc = -1;
		else
			rc = channel_parts(p->row.recipient, channel, user) ?
			    slack_who_is(x->db, m->conf, user, id, e) : 0;
		outbox_clear(&mail.row);
	}
	if (rc != 1)
		return rc == -1 ? -1 : err_set(e, ERR_DATA, "outbox/%lld: the "
		    "link of outbox/%lld is not his", (long long)p->row.id,
		    (long long)id);
	if (parcel_token(x, m, LINK_LIST, id, until, token, e) == -1)
		return -1;
	parcel_url(x, m, p->values, PAIRS_ALL, "list_url", token, "");
	return 0;
}

int
parcel_chat(struct ctx *x, const struct postmark *m, struct parcel *p,
    struct err *e)
{
	if (strcmp(p->row.channel, "slack") != 0)
		return 0;
	if (strcmp(p->row.template, "press") == 0)
		return page_link(x, m, p, e);
	return strcmp(p->row.template, "inactive") == 0 && m->buttons ?
	    press_token(x, m, p, e) : 0;
}
