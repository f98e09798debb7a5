/* What his accounts mean for a contractor. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/record.h"
#include "act/sync_internal.h"
#include "act/withdraw.h"
#include "base/mem.h"
#include "base/when.h"
#include "store/contractor_directory.h"
#include "store/upn_former.h"

#define MANY 64		/* accounts of one person in one system */

struct settle {
	struct sync *s;
	struct contractor c;
	struct directory_one one[MANY];	/* in this system */
	size_t	n;
	int	ready;		/* one that lets a candidate begin */
	int	moved;		/* another of them is the main one now */
	/* His account in the directory: "ad" if he has one there. */
	int64_t	account;
	int	in_ad;
	int64_t	expires_at;
	char	*upn, *upn_key;
};

/* Of the main accounts the one in "ad" counts, else the oldest. */
static int
pick(const struct account *a, void *arg)
{
	struct settle *t = arg;
	int ad = strcmp(a->connector, "ad") == 0;

	if (!a->main || strcmp(a->state, "gone") == 0 ||
	    (t->account != 0 && (t->in_ad > ad ||
	    (t->in_ad == ad && t->account < a->id))))
		return 0;
	t->account = a->id;
	t->in_ad = ad;
	t->expires_at = a->expires_at;
	free(t->upn);
	free(t->upn_key);
	t->upn = mem_str(a->upn);
	t->upn_key = mem_str(a->upn_key);
	return 0;
}

/* The main one of this system is known only after all were seen: picked from
 * is what was the main one so far. */
static int
see(const struct account *a, void *arg)
{
	struct settle *t = arg;
	struct directory_one *o;

	(void)pick(a, t);
	if (strcmp(a->state, "gone") != 0 && !a->converted &&
	    (!a->ours || strcmp(a->state, "disabled") != 0))
		t->ready = 1;
	if (strcmp(a->connector, t->s->opt->connector) != 0 || t->n == MANY)
		return 0;
	o = &t->one[t->n++];
	o->id = a->id;
	o->living = strcmp(a->state, "gone") != 0 && !a->converted;
	o->main = a->main;
	o->upn_same = a->upn_key != NULL && t->c.upn_key != NULL &&
	    strcmp(a->upn_key, t->c.upn_key) == 0;
	return 0;
}

static int
set_main(struct settle *t, const struct directory_one *o, int on,
    struct err *e)
{
	t->moved = 1;
	return account_merge_main(t->s->x->db, o->id, on, e);
}

static int
choose_main(struct settle *t, struct err *e)
{
	int best = directory_main(t->one, t->n);
	size_t i;

	for (i = 0; i < t->n; i++)
		if (t->one[i].main && (int)i != best &&
		    set_main(t, &t->one[i], 0, e) == -1)
			return -1;
	if (best != -1 && !t->one[best].main)
		return set_main(t, &t->one[best], 1, e);
	return 0;
}

/* pick_again: after choose_main has changed its mind. */
static int
pick_again(struct settle *t, struct err *e)
{
	free(t->upn);
	free(t->upn_key);
	t->upn = t->upn_key = NULL;
	t->account = t->expires_at = t->in_ad = 0;
	return account_each(t->s->x->db, t->c.id, pick, t, e);
}

/* 1 if nobody else has it: two contractors never share a UPN. */
static int
is_free(struct settle *t, struct err *e)
{
	struct contractor k;
	int rc;

	rc = contractor_by_upn(t->s->x->db, t->upn_key, &k, e);
	if (rc == 1)
		contractor_clear(&k);
	return rc == -1 ? -1 : !rc;
}

/* A newcomer's first UPN, or one that was changed in the directory. */
static int
rename_him(struct settle *t, const char *was_key, struct jot *j,
    struct err *e)
{
	struct contractor *c = &t->c;
	int rc;

	if (t->upn_key == NULL || strlen(t->upn) > 254 || strlen(t->upn) < 3)
		return 0;
	if (c->upn_key != NULL && (was_key == NULL ||
	    strcmp(c->upn_key, was_key) != 0 ||
	    strcmp(c->upn_key, t->upn_key) == 0))
		return 0;
	if ((rc = is_free(t, e)) != 1)
		return rc;
	if (c->upn_key != NULL && upn_former_add(t->s->x->db, c->upn_key,
	    c->id, t->s->x->now, e) == -1)
		return -1;
	jot_change(j, "upn", c->upn, t->upn);
	free(c->upn);
	free(c->upn_key);
	c->upn = mem_str(t->upn);
	c->upn_key = mem_str(t->upn_key);
	return 1;
}

static int
begin(struct settle *t, struct jot *j)
{
	struct contractor *c = &t->c;

	if (strcmp(c->status, "candidate") != 0 || !t->ready ||
	    c->upn == NULL || (c->contract_start[0] != '\0' &&
	    strcmp(c->contract_start, t->s->x->today_on) > 0))
		return 0;
	snprintf(c->status, sizeof(c->status), "active");
	memcpy(c->active_on, t->s->x->today_on, sizeof(c->active_on));
	jot_change(j, "status", "candidate", "active");
	return 1;
}

/* An account that is gone says nothing of the end: the last word stays. */
static int
expire(struct settle *t, struct jot *j)
{
	char was[11], is[11];

	if (t->account == 0 || t->expires_at == t->c.expiry_at)
		return 0;
	jot_change(j, "expiry_on", sync_last_day(t->c.expiry_at, was),
	    sync_last_day(t->expires_at, is));
	t->c.expiry_at = t->expires_at;
	return 1;
}

static int
write_down(struct settle *t, struct jot *j, struct err *e)
{
	struct ctx *x = t->s->x;

	t->s->news = 1;
	if (contractor_directory_set(x->db, &t->c, x->now, e) == -1)
		return -1;
	return record_about(x, "contractor.directory", "contractor", t->c.id, j,
	    NULL, e);
}

static int
settle(struct settle *t, const char *was_key, struct err *e)
{
	struct jot j;
	int moved, renamed, rc = 0;

	if (account_each(t->s->x->db, t->c.id, see, t, e) == -1 ||
	    choose_main(t, e) == -1)
		return -1;
	if (directory_status(t->c.status) == DIRECTORY_LEFT ||
	    directory_status(t->c.status) == DIRECTORY_LEAVING)
		return 0;
	if (t->moved && pick_again(t, e) == -1)
		return -1;
	jot_init(&j);
	if ((renamed = rename_him(t, was_key, &j, e)) == -1)
		rc = -1;
	else {
		moved = expire(t, &j);
		if (begin(t, &j) + moved + renamed > 0)
			rc = write_down(t, &j, e);
		if (rc == 0 && moved &&
		    withdraw_moved(t->s->x, t->c.id, e) == -1)
			rc = -1;
	}
	jot_clear(&j);
	return rc;
}

int
sync_settle(struct sync *s, int64_t contractor, const char *was_upn_key,
    struct err *e)
{
	struct settle t;
	int rc;

	memset(&t, 0, sizeof(t));
	t.s = s;
	if ((rc = contractor_get(s->x->db, contractor, &t.c, e)) != 1)
		return rc;
	rc = settle(&t, was_upn_key, e);
	contractor_clear(&t.c);
	free(t.upn);
	free(t.upn_key);
	return rc == -1 ? err_add(e, "contractor/%lld",
	    (long long)contractor) : 0;
}

int
sync_candidates(struct sync *s, struct err *e)
{
	int64_t id = 0;
	int rc;

	while ((rc = contractor_directory_candidate_next(s->x->db,
	    s->x->today_on, &id, e)) == 1)
		if (sync_slice(s, e) == -1 || sync_settle(s, id, NULL, e) == -1)
			return -1;
	return rc;
}
