#include "act/erase.h"

#include <stdio.h>
#include <string.h>

#include "base/jot.h"
#include "base/num.h"
#include "base/when.h"
#include "store/account.h"
#include "store/contractor.h"
#include "store/engagement.h"
#include "store/erasure.h"
#include "store/evidence.h"
#include "store/job.h"
#include "store/upn_former.h"

#define DAY 86400LL
#define REQUEST_DAYS 30		/* a request lapses */
#define SLICE 20000

static int
enabled(const struct account *a, void *arg)
{
	(void)arg;
	return strcmp(a->state, "enabled") == 0;
}

static int
pending(const struct job *j, void *arg)
{
	(void)arg;
	return strcmp(j->state, "done") != 0 && strcmp(j->state, "undone") != 0;
}

/* over: his stay ended retain_days ago. */
static int
over(struct ctx *x, const struct contractor *c, struct err *e)
{
	int64_t days = policy_int(x->policy, "retain_days"), at;
	char on[11];
	int rc;

	if (strcmp(c->status, "offboarded") != 0 &&
	    strcmp(c->status, "withdrawn") != 0 &&
	    strcmp(c->status, "transferred") != 0)
		return err_set(e, ERR_REFUSED, "he is %s", c->status);
	if ((rc = engagement_ended(x->db, c->id, &at, e)) != 1)
		return rc == -1 ? -1 : err_set(e, ERR_REFUSED, "nothing says "
		    "when his stay ended");
	if (at + days * DAY <= x->now)
		return 0;
	when_date(when_today(at + days * DAY), on);
	return err_set(e, ERR_REFUSED, "retain_days: not before %s", on);
}

static int
listed(const char *upn_key, void *arg)
{
	struct ctx *x = arg;

	return policy_has(x->policy, "legal_hold", upn_key);
}

/* held: 1 by himself or by any UPN that he ever had; 0, -1. */
static int
held(struct ctx *x, const struct contractor *c, struct err *e)
{
	return c->hold || listed(c->upn_key, x) ? 1 :
	    upn_former_each(x->db, c->id, listed, x, e);
}

/* may: nothing that is still his, or that somebody must keep. */
static int
may(struct ctx *x, const struct contractor *c, struct err *e)
{
	int rc;

	if (over(x, c, e) == -1)
		return -1;
	if ((rc = held(x, c, e)) != 0)
		return rc == -1 ? -1 : err_set(e, ERR_REFUSED, "his data is "
		    "on hold");
	/* Who was transferred keeps his access by another's word. */
	if (strcmp(c->status, "transferred") != 0 &&
	    (rc = account_each(x->db, c->id, enabled, NULL, e)) != 0)
		return rc == -1 ? -1 : err_set(e, ERR_REFUSED, "an account of "
		    "his is enabled");
	if ((rc = job_each_of(x->db, c->id, pending, NULL, e)) != 0)
		return rc == -1 ? -1 : err_set(e, ERR_REFUSED, "a job of his "
		    "is not done");
	if ((rc = erasure_waiting(x->db, c->id, e)) != 0)
		return rc == -1 ? -1 : err_set(e, ERR_TEMP, "a message about "
		    "him is still to be sent");
	return 0;
}

static void
subject_of(const struct contractor *c, char subject[40])
{
	(void)snprintf(subject, 40, "contractor/%lld", (long long)c->id);
}

static int
request(struct ctx *x, const struct contractor *c, struct erase *r,
    struct err *e)
{
	char subject[40];
	struct jot j;
	int rc;

	r->requested = 1;
	if (r->dry)
		return 0;
	subject_of(c, subject);
	jot_init(&j);
	jot_str(&j, "why", r->why);
	rc = evidence_add(x->db, x->now, x->actor, "erase.request", subject,
	    jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc;
}

/* receipt: counts and who; nothing that tells who it was about. */
static int
receipt(struct ctx *x, const struct contractor *c, struct erase *r,
    int64_t seq, const char *by, struct err *e)
{
	struct jot j, rows;
	char subject[40];
	int i, rc;

	jot_init(&rows);
	for (i = 0; i < r->tables; i++)
		jot_int(&rows, r->table[i], r->rows[i]);
	jot_init(&j);
	jot_int(&j, "request", seq);
	jot_str(&j, "requested_by", by);
	jot_str(&j, "why", r->why);
	jot_raw(&j, "rows", jot_get(&rows));
	subject_of(c, subject);
	rc = evidence_add(x->db, x->now, x->actor, "erased", subject,
	    jot_get(&j), &r->receipt, e);
	jot_clear(&rows);
	jot_clear(&j);
	return rc;
}

static int
carry_out(struct ctx *x, const struct contractor *c, struct erase *r,
    int64_t seq, const char *by, struct err *e)
{
	int i;

	for (i = 0; !r->dry && erasure_table(i) != NULL; i++) {
		r->table[i] = erasure_table(i);
		r->rows[i] = erasure_rows(x->db, i, c->id, x->now, e);
		if (r->rows[i] == -1)
			return -1;
		r->total += r->rows[i];
		r->tables++;
	}
	return r->dry ? 0 : receipt(x, c, r, seq, by, e);
}

/* second: whether somebody else has asked for it, lately. */
static int
act(struct ctx *x, const struct contractor *c, struct erase *r, struct err *e)
{
	char by[64], at_text[21];
	int64_t seq, at;
	int rc;

	if (may(x, c, e) == -1)
		return -1;
	rc = erasure_request(x->db, c->id, &seq, &at, by, sizeof(by), e);
	if (rc == -1)
		return -1;
	if (rc == 0 || at + REQUEST_DAYS * DAY < x->now)
		return request(x, c, r, e);
	if (strcmp(by, x->actor) != 0)
		return carry_out(x, c, r, seq, by, e);
	when_iso(at, at_text);
	return err_set(e, ERR_REFUSED, "you asked for it at %s: another "
	    "operator carries it out", at_text);
}

/* find: who never got a UPN is told by his number, "contractor/N". */
static int
find(struct ctx *x, const char *who, struct contractor *c, struct err *e)
{
	static const char word[] = "contractor/";
	int64_t id;
	int rc;

	if (strncmp(who, word, sizeof(word) - 1) != 0)
		return contractor_find(x->db, who, c, e);
	if (num_int(who + sizeof(word) - 1, 1, INT64_MAX, &id) == -1)
		return 0;
	if ((rc = contractor_get(x->db, id, c, e)) != 1 || c->upn != NULL ||
	    c->worker_id != NULL || c->display_name != NULL)
		return rc;
	return 0;	/* erased before */
}

int
erase_person(struct ctx *x, const char *upn, struct erase *r, struct err *e)
{
	struct contractor c;
	int rc;

	memset(&c, 0, sizeof(c));
	if (!r->dry && db_begin(x->db, e) == -1)
		return -1;
	if ((rc = find(x, upn, &c, e)) == 0)
		rc = err_set(e, ERR_DATA, "no such contractor");
	else if (rc == 1)
		rc = act(x, &c, r, e);
	contractor_clear(&c);
	if (rc == 0 && !r->dry)
		rc = db_commit(x->db, e);
	else if (rc == -1 && !r->dry)
		db_rollback(x->db);
	return rc == -1 ? err_add(e, "%s", upn) : 0;
}

static int
record(struct ctx *x, const char *subject, const char *name, int64_t n,
    int64_t before, struct err *e)
{
	char on[11];
	struct jot j;
	int rc;

	when_date(when_today(before), on);
	jot_init(&j);
	jot_int(&j, name, n);
	jot_str(&j, "before", on);
	rc = evidence_add(x->db, x->now, x->actor, "erased.old", subject,
	    jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc;
}

static int
slice(struct ctx *x, int64_t before, int64_t *n, struct err *e)
{
	if (db_begin(x->db, e) == -1)
		return -1;
	if ((*n = erasure_mails(x->db, before, SLICE, e)) <= 0) {
		db_rollback(x->db);
		return *n == -1 ? -1 : 0;
	}
	if (record(x, "outbox", "mails", *n, before, e) == 0)
		return db_commit(x->db, e);
	db_rollback(x->db);
	return -1;
}

int
erase_files(struct ctx *x, struct erase *r, int64_t n, struct err *e)
{
	r->table[r->tables] = "files";
	r->rows[r->tables++] = n;
	r->total += n;
	if (r->dry || n == 0)
		return 0;
	if (db_begin(x->db, e) == -1)
		return -1;
	if (record(x, "drop", "files", n, r->before, e) == 0)
		return db_commit(x->db, e);
	db_rollback(x->db);
	return -1;
}

int
erase_old(struct ctx *x, struct erase *r, struct err *e)
{
	int64_t before = x->now - DAY * policy_int(x->policy, "raw_days"), n;

	r->before = before;
	r->tables = 1;
	r->table[0] = "outbox";
	if (r->dry) {
		r->total = r->rows[0] = erasure_mails_due(x->db, before, e);
		return r->total == -1 ? -1 : 0;
	}
	do {
		if (slice(x, before, &n, e) == -1)
			return -1;
		r->rows[0] += n;
		if (n == SLICE)
			db_pause();
	} while (n == SLICE);
	r->total = r->rows[0];
	return 0;
}
