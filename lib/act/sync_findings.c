/* Findings: what the registry shows once a list is in it. */
#include "act/sync_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/end_cause.h"
#include "act/notice.h"
#include "act/record.h"
#include "base/when.h"
#include "store/contractor_directory.h"
#include "store/job.h"
#include "store/sync_look.h"

#define PAGE 20000		/* ids in one look at the tables */
#define PAGE_COST 2000		/* of a slice's rows */

/* One subject, what is wrong with it, and the words for it. */
struct about {
	char	subject[40];
	unsigned kinds;		/* that can be said of it */
	unsigned found;
	int	open;		/* it has findings that may close */
	char	print[DIRECTORY_KINDS][120];
	struct jot detail;
};

static const unsigned of_accounts = DIRECTORY_MISSING - 1;
static const unsigned of_contractors = DIRECTORY_MISSING | DIRECTORY_MISMATCH |
    DIRECTORY_EXPIRED;

/* The print of the one kind whose bit is given. */
static char *
print_of(struct about *a, unsigned bit)
{
	int i = 0;

	while (bit >> i > 1)
		i++;
	return a->print[i];
}

static int
tell(struct sync *s, struct about *a, struct err *e)
{
	unsigned bit;
	int i, rc;

	for (i = 0; i < DIRECTORY_KINDS; i++) {
		bit = 1U << i;
		rc = 0;
		if (a->found & bit)
			rc = notice_open(s->x, directory_kinds[i], a->subject,
			    a->print[i], jot_get(&a->detail), e);
		else if (a->open && (a->kinds & bit) && notice_gone(s->x,
		    directory_kinds[i], a->subject, e) == -1)
			rc = -1;
		if (rc == -1)
			return -1;
		s->report.findings += rc;
		if (rc == 1 && bit == DIRECTORY_REENABLED)
			buf_fmt(&s->alerts, "%s is enabled again after we"
			    " disabled it (reenabled)\n", a->subject);
	}
	return 0;
}

/* ------------------------------------------------------------- contractors */

/* As the cadence reads it, which opens the same findings between two syncs:
 * whatever still opens a door counts, in whichever system. */
static int
count_account(const struct account *a, void *arg)
{
	struct directory_contractor *d = arg;

	if (strcmp(a->state, "gone") == 0)
		return 0;
	d->accounts++;
	if (strcmp(a->state, "enabled") == 0)
		d->other_enabled = 1;
	if (strcmp(a->state, "expired") == 0)
		d->not_disabled = 1;
	return 0;
}

static int
departure_decided(struct sync *s, const struct contractor *c, struct err *e)
{
	struct job j;

	if (strcmp(c->status, "offboarding") == 0)
		return 1;
	return job_pending(s->x->db, c->id, "offboard", &j, e);
}

static int
facts(struct sync *s, const struct contractor *c,
    struct directory_contractor *d, struct err *e)
{
	memset(d, 0, sizeof(*d));
	d->status = directory_status(c->status);
	d->has_upn = c->upn != NULL;
	d->start_on = when_day(c->contract_start);
	d->end_on = when_day(c->contract_end);
	d->expiry_on = c->expiry_at == WHEN_NEVER ? WHEN_NO_DAY :
	    when_last_day(c->expiry_at);
	if ((d->leaving = departure_decided(s, c, e)) == -1)
		return -1;
	return account_each(s->x->db, c->id, count_account, d, e);
}

static void
describe_contractor(struct about *a, const struct contractor *c,
    const struct directory_contractor *d)
{
	struct end_cause why;

	jot_str(&a->detail, "upn", c->upn);
	end_cause(&why, d->end_on, d->expiry_on, &a->detail);
	snprintf(print_of(a, DIRECTORY_MISSING), 120, "none");
	snprintf(print_of(a, DIRECTORY_MISMATCH), 120, "%s",
	    why.date_mismatch);
	snprintf(print_of(a, DIRECTORY_EXPIRED), 120, "%s",
	    why.expired_enabled);
	jot_int(&a->detail, "accounts", d->accounts);
	jot_bool(&a->detail, "other_enabled", d->other_enabled);
}

static int
look_contractor(struct sync *s, int64_t id, struct about *a, struct err *e)
{
	struct directory_contractor d;
	struct contractor c;
	int rc;

	snprintf(a->subject, sizeof(a->subject), "contractor/%lld",
	    (long long)id);
	a->kinds = of_contractors;
	if ((rc = contractor_get(s->x->db, id, &c, e)) != 1)
		return rc;
	if ((rc = facts(s, &c, &d, e)) == 0) {
		a->found = directory_of_contractor(&d,
		    (int)policy_int(s->x->policy, "expired_days"),
		    s->x->today);
		describe_contractor(a, &c, &d);
		rc = tell(s, a, e);
	}
	contractor_clear(&c);
	return rc;
}

/* ---------------------------------------------------------------- accounts */

/* A link that has become possible since the account was listed. */
static int
link_now(struct sync *s, struct account *a, int64_t contractor,
    struct err *e)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_int(&j, "contractor", contractor);
	jot_str(&j, "login", a->login);
	rc = account_merge_link(s->x->db, a->id, contractor, s->x->now, e);
	if (rc == 0)
		rc = record_about(s->x, "account.link", "account", a->id, &j,
		    NULL, e);
	jot_clear(&j);
	a->contractor = contractor;
	s->report.changed++;
	if (rc == 0)
		rc = sync_settle(s, contractor, NULL, e);
	return rc == 0 ? sync_look_add(s->x->db, LOOK_CONTRACTOR, contractor,
	    e) : -1;
}

static int
claim(struct sync *s, struct account *a, struct directory_verdict *v,
    struct err *e)
{
	struct sync_who who = { a->upn_key, a->worker_id, a->email, a->id };

	memset(v, 0, sizeof(*v));
	if (a->contractor != 0 || strcmp(a->state, "gone") == 0 ||
	    a->converted || strcmp(a->connector, s->opt->connector) != 0)
		return 0;
	if (sync_link(s, &who, v, e) == -1)
		return -1;
	return v->whose == DIRECTORY_HIS ?
	    link_now(s, a, v->contractor, e) : 0;
}

/* 1 if the number it carries is another living contractor's. */
static int
another_worker(struct sync *s, const struct account *a,
    const struct contractor *c, struct err *e)
{
	int64_t ids[2];
	int n;

	if (a->worker_id == NULL || c->worker_id == NULL ||
	    strcmp(a->worker_id, c->worker_id) == 0 ||
	    *policy_get(s->x->policy, "link_attributes") == '\0')
		return 0;
	n = contractor_directory_worker(s->x->db, a->worker_id, ids, 2, e);
	return n == -1 ? -1 : n > 0;
}

/* The contractor, another one, whose UPN it carries; 0 none, -1. */
static int64_t
another_upn(struct sync *s, const struct account *a, struct err *e)
{
	struct contractor c;
	int64_t id = 0;
	int rc;

	if (a->upn_key == NULL)
		return 0;
	if ((rc = contractor_by_upn(s->x->db, a->upn_key, &c, e)) == 1) {
		id = c.id != a->contractor ? c.id : 0;
		contractor_clear(&c);
	}
	return rc == -1 ? -1 : id;
}

static int
account_facts(struct sync *s, struct account *a,
    struct directory_verdict *v, struct directory_account *d,
    int64_t *step, struct err *e)
{
	struct contractor c;
	int64_t other;
	int rc;

	memset(d, 0, sizeof(*d));
	d->living = strcmp(a->state, "gone") != 0;
	d->linked = a->contractor != 0;
	d->whose = v->whose;
	d->twice = v->twice;
	d->converted = a->converted;
	d->privileged = a->privileged;
	d->disabled = strcmp(a->state, "disabled") == 0;
	*step = 0;
	if (!d->linked)
		return 0;
	if ((*step = contractor_directory_disabled(s->x->db, a->id, e)) == -1 ||
	    (rc = contractor_get(s->x->db, a->contractor, &c, e)) == -1)
		return -1;
	if ((other = another_upn(s, a, e)) == -1)
		return -1;
	if (other != 0) {
		d->other_upn = 1;
		v->whose = DIRECTORY_UNSURE;
		v->contractor = other;
		v->why = "upn_of_another";
	}
	d->ours_disabled = *step != 0;
	if (rc == 1) {
		d->status = directory_status(c.status);
		d->other_worker = another_worker(s, a, &c, e);
		contractor_clear(&c);
	}
	return d->other_worker == -1 ? -1 : 0;
}

static void
describe_account(struct about *o, const struct account *a,
    const struct directory_verdict *v, int64_t step)
{
	snprintf(print_of(o, DIRECTORY_UNREGISTERED), 120, "%.110s",
	    a->upn_key != NULL ? a->upn_key : a->login);
	snprintf(print_of(o, DIRECTORY_AMBIGUOUS), 120, "%s/%lld",
	    v->why != NULL ? v->why : "", (long long)v->contractor);
	snprintf(print_of(o, DIRECTORY_DUPLICATE), 120, "%lld",
	    (long long)v->contractor);
	snprintf(print_of(o, DIRECTORY_OUT_OF_BAND), 120, "disabled");
	snprintf(print_of(o, DIRECTORY_REENABLED), 120, "step/%lld",
	    (long long)step);
	snprintf(print_of(o, DIRECTORY_PRIVILEGED), 120, "contractor/%lld",
	    (long long)a->contractor);
	snprintf(print_of(o, DIRECTORY_CONVERTED), 120, "converted");
	snprintf(print_of(o, DIRECTORY_CHANGED_HANDS), 120, "%.110s",
	    a->worker_id != NULL ? a->worker_id : "");
	jot_str(&o->detail, "connector", a->connector);
	jot_str(&o->detail, "login", a->login);
	jot_str(&o->detail, "upn", a->upn);
	jot_str(&o->detail, "display_name", a->display_name);
	jot_str(&o->detail, "state", a->state);
	if (a->worker_id != NULL)
		jot_str(&o->detail, "worker_id", a->worker_id);
	if (a->contractor != 0)
		jot_int(&o->detail, "contractor", a->contractor);
	if (v->whose == DIRECTORY_UNSURE) {
		jot_str(&o->detail, "why", v->why);
		jot_int(&o->detail, "perhaps", v->contractor);
	}
}

static int
look_account(struct sync *s, int64_t id, struct about *o, struct err *e)
{
	struct directory_verdict v;
	struct directory_account d;
	struct account a;
	int64_t step;
	int rc;

	snprintf(o->subject, sizeof(o->subject), "account/%lld",
	    (long long)id);
	o->kinds = of_accounts;
	if ((rc = account_get(s->x->db, id, &a, e)) != 1)
		return rc;
	/* Another system's accounts wait for its own sync. */
	if (strcmp(a.connector, s->opt->connector) == 0 &&
	    (rc = claim(s, &a, &v, e)) == 0 &&
	    (rc = account_facts(s, &a, &v, &d, &step, e)) == 0) {
		o->found = directory_of_account(&d);
		describe_account(o, &a, &v, step);
		rc = tell(s, o, e);
	}
	account_clear(&a);
	return rc == 1 ? 0 : rc;
}

/* --------------------------------------------------------------------- all */

static int
fill(struct sync *s, struct err *e)
{
	int64_t after = 0;
	int more;

	if (sync_look_start(s->x->db, e) == -1 ||
	    sync_look_open(s->x->db, e) == -1)
		return -1;
	do {
		if ((more = sync_look_page(s->x->db, after, PAGE, s->x->now,
		    e)) == -1)
			return -1;
		after += PAGE;
		s->left -= PAGE_COST;
		if (more && s->left <= 0 && sync_slice(s, e) == -1)
			return -1;
	} while (more);
	return 0;
}

int
sync_findings(struct sync *s, struct err *e)
{
	int kind = LOOK_ACCOUNT, rc;
	int64_t id = 0;
	struct about a;

	if (fill(s, e) == -1)
		return err_add(e, "findings");
	memset(&a, 0, sizeof(a));
	while ((rc = sync_look_next(s->x->db, &kind, &id, &a.open, e)) == 1) {
		if (sync_slice(s, e) == -1)
			return -1;
		a.found = 0;
		jot_init(&a.detail);
		rc = kind == LOOK_ACCOUNT ? look_account(s, id, &a, e) :
		    look_contractor(s, id, &a, e);
		jot_clear(&a.detail);
		if (rc == -1)
			return err_add(e, "%s", a.subject);
	}
	return rc;
}
