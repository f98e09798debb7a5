/* Findings that say who somebody is: registered, linked, rehired. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/edit.h"
#include "act/notice.h"
#include "act/review_internal.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "domain/edit_field.h"
#include "store/account_link.h"
#include "store/contractor_mark.h"
#include "store/contractor_roster.h"
#include "store/engagement.h"
#include "store/evidence.h"
#include "store/override.h"

static int
evidence(struct review_case *k, const char *action, const char *subject,
    struct jot *j, struct err *e)
{
	int rc;

	if (k->f.id != 0)
		jot_int(j, "finding", k->f.id);
	if (k->r->why != NULL)
		jot_str(j, "why", k->r->why);
	rc = evidence_add(k->x->db, k->x->now, k->x->actor, action, subject,
	    jot_get(j), NULL, e);
	jot_clear(j);
	return rc;
}

/* hand: the account becomes c's, and shows when his access ends. */
static int
hand(struct review_case *k, const struct contractor *c, struct err *e)
{
	struct jot j;
	int64_t id = k->a.id;
	int rc;

	if ((rc = account_link(k->x->db, id, c->id, k->x->now, e)) != 1)
		return rc == -1 ? -1 : err_set(e, ERR_REFUSED, "the account "
		    "is another contractor's already");
	jot_init(&j);
	jot_int(&j, "contractor", c->id);
	jot_str(&j, "upn", c->upn);
	jot_str(&j, "connector", k->a.connector);
	jot_str(&j, "login", k->a.login);
	if (evidence(k, "account.link", k->f.subject, &j, e) == -1)
		return -1;
	account_clear(&k->a);
	if (account_get(k->x->db, id, &k->a, e) != 1)
		return -1;
	if (k->a.main && k->a.expires_at != c->expiry_at &&
	    contractor_mark_expiry(k->x->db, c->id, k->a.expires_at, e) == -1)
		return -1;
	return contractor_look(k->x->db, c->id, e);
}

static int
make(struct review_case *k, struct contractor *c, struct err *e)
{
	struct jot j;
	int rc;

	(void)snprintf(c->origin, sizeof(c->origin), "directory");
	(void)snprintf(c->status, sizeof(c->status), "%s",
	    strcmp(k->a.state, "enabled") == 0 ||
	    strcmp(k->a.state, "expired") == 0 ? "active" : "candidate");
	if (strcmp(c->status, "active") == 0)
		memcpy(c->active_on, k->x->today_on, sizeof(c->active_on));
	c->expiry_at = WHEN_NEVER;
	rc = contractor_roster_insert(k->x->db, c, NULL, 0, k->x->now, &c->id,
	    e);
	if (rc != 1)
		return rc == -1 ? -1 : err_set(e, ERR_DATA, "%s is a "
		    "contractor already: ctr-review link", c->upn);
	(void)snprintf(k->subject, sizeof(k->subject), "contractor/%lld",
	    (long long)c->id);
	jot_init(&j);
	jot_str(&j, "origin", c->origin);
	jot_str(&j, "upn", c->upn);
	jot_str(&j, "status", c->status);
	return evidence(k, "contractor.add", k->subject, &j, e) == -1 ? -1 :
	    engagement_begin(k->x->db, c->id, 1, k->x->now, e);
}

int
review_register(struct review_case *k, struct err *e)
{
	struct contractor c;
	const char *upn = k->a.upn != NULL ? k->a.upn : k->a.login;
	int rc;

	if (k->a.id == 0)
		return err_set(e, ERR_DATA, "the account is not known any "
		    "more");
	if (!text_upn(upn))
		return err_set(e, ERR_DATA, "%s has no UPN: ctr-edit --new "
		    "UPN, then ctr-review link", k->a.login);
	buf_fmt(&k->change, "%s is a contractor", upn);
	if (k->r->dry)
		return 0;
	memset(&c, 0, sizeof(c));
	c.upn = mem_str(upn);
	c.upn_key = text_fold(upn);
	rc = make(k, &c, e);
	if (rc == 0)
		rc = hand(k, &c, e);
	if (rc == 0)
		rc = review_close(k, "registered", NULL, e);
	contractor_clear(&c);
	return rc;
}

/* lives: one who has left gets no account by a word: he is rehired first. */
static int
lives(const struct contractor *c, struct err *e)
{
	if (strcmp(c->status, "offboarded") == 0 ||
	    strcmp(c->status, "withdrawn") == 0 ||
	    strcmp(c->status, "transferred") == 0)
		return err_set(e, ERR_REFUSED, "%s is %s", c->upn, c->status);
	return 0;
}

/* bare: whoever else has this worker_id has it no more. */
static int
bare(struct review_case *k, const char *worker, int64_t but, struct err *e)
{
	struct contractor_brief other[16];
	struct contractor c;
	char subject[40];
	struct jot j;
	int i, n, rc;

	n = contractor_roster_by_worker(k->x->db, worker, other, 16, e);
	for (i = 0; i < n; i++) {
		if (other[i].id == but)
			continue;
		if ((rc = contractor_get(k->x->db, other[i].id, &c, e)) != 1)
			return -1;
		free(c.worker_id);
		c.worker_id = NULL;
		rc = contractor_roster_update(k->x->db, &c, NULL, 0,
		    k->x->now, e);
		contractor_clear(&c);
		if (rc != 1)
			return -1;
		(void)snprintf(subject, sizeof(subject), "contractor/%lld",
		    (long long)other[i].id);
		jot_init(&j);
		jot_change(&j, "worker_id", worker, NULL);
		if (evidence(k, "contractor.change", subject, &j, e) == -1)
			return -1;
	}
	return n == -1 ? -1 : 0;
}

/*
 * whose: a row of a roster that could be two contractors' is c's: its
 * worker_id is his from now on, and the next roster finds him by it.
 */
static int
whose(struct review_case *k, struct contractor *c, struct err *e)
{
	char *worker = review_member(k, "worker_id", e);
	char subject[40];
	struct jot j;
	int rc;

	if (worker == NULL)
		return err_set(e, ERR_DATA, "the row has no worker_id to go "
		    "by: correct the roster");
	(void)snprintf(subject, sizeof(subject), "contractor/%lld",
	    (long long)c->id);
	jot_init(&j);
	jot_change(&j, "worker_id", c->worker_id, worker);
	rc = bare(k, worker, c->id, e);
	if (rc == 0)
		rc = evidence(k, "contractor.change", subject, &j, e);
	else
		jot_clear(&j);
	free(c->worker_id);
	c->worker_id = worker;
	if (rc == 0)
		rc = contractor_roster_update(k->x->db, c, NULL, 0, k->x->now,
		    e) == 1 ? 0 : -1;
	return rc;
}

int
review_link(struct review_case *k, struct err *e)
{
	struct contractor c;
	int rc;

	if ((rc = contractor_find(k->x->db, k->r->word, &c, e)) != 1)
		return rc == -1 ? -1 : err_set(e, ERR_DATA,
		    "%s: no such contractor", k->r->word);
	buf_fmt(&k->change, "it is %s", c.upn);
	rc = lives(&c, e);
	if (rc == 0 && !k->r->dry)
		rc = k->a.id != 0 ? hand(k, &c, e) : whose(k, &c, e);
	if (rc == 0 && !k->r->dry)
		rc = review_close(k, "linked", NULL, e);
	contractor_clear(&c);
	return rc;
}

/* anew: the dates of the former stay, and what a reviewer said then, go. */
static int
anew(struct review_case *k, struct err *e)
{
	static const char *const sources[] = { "operator", "roster", NULL };
	const struct edit_field *f;
	int i;

	for (f = edit_fields; f->name != NULL; f++) {
		if (f->kind == EDIT_ID)
			continue;
		if (override_drop(k->x->db, k->c.id, f->column, "decision",
		    e) == -1)
			return -1;
		for (i = 0; f->kind == EDIT_DAY && sources[i] != NULL; i++)
			if (override_drop(k->x->db, k->c.id, f->column,
			    sources[i], e) == -1)
				return -1;
	}
	return 0;
}

static int
rehire(struct review_case *k, const char *feed, struct err *e)
{
	struct jot j;
	int rc;

	if ((rc = contractor_mark_rehired(k->x->db, k->c.id, feed, k->x->now,
	    e)) != 1)
		return rc == -1 ? -1 : err_set(e, ERR_REFUSED,
		    "his data was erased: enter him anew");
	if (anew(k, e) == -1 || engagement_begin(k->x->db, k->c.id,
	    k->c.engagement + 1, k->x->now, e) == -1)
		return -1;
	jot_init(&j);
	jot_change(&j, "status", k->c.status, "candidate");
	jot_int(&j, "engagement", k->c.engagement + 1);
	jot_str(&j, "feed", feed);
	if (evidence(k, "contractor.rehire", k->subject, &j, e) == -1 ||
	    review_close(k, "rehired", NULL, e) == -1 ||
	    notice_gone(k->x, "rehire", k->subject, e) == -1 ||
	    notice_gone(k->x, "still_on_roster", k->subject, e) == -1)
		return -1;
	return 0;
}

int
review_rehire(struct review_case *k, struct err *e)
{
	char *feed;
	int rc;

	if (strcmp(k->c.status, "offboarded") != 0 &&
	    strcmp(k->c.status, "withdrawn") != 0 &&
	    strcmp(k->c.status, "transferred") != 0)
		return err_set(e, ERR_REFUSED, "he is %s", k->c.status);
	if (edit_worker(k->x, &k->c, e) == -1)
		return -1;
	buf_fmt(&k->change, "engagement %d", k->c.engagement + 1);
	if (k->r->dry)
		return 0;
	feed = review_member(k, "feed", e);
	rc = rehire(k, feed, e);
	free(feed);
	return rc;
}
