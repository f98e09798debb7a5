/* The accounts of one list: new, changed, gone, and expired by the clock. */
#include <stdlib.h>
#include <string.h>

#include "act/record.h"
#include "act/sync_internal.h"
#include "base/mem.h"
#include "base/when.h"
#include "store/contractor_directory.h"

static int
record(struct sync *s, const char *action, int64_t id, struct jot *j,
    struct err *e)
{
	return record_about(s->x, action, "account", id, j, NULL, e);
}

/* An instant in evidence: ISO 8601, or nothing. */
static const char *
iso(int64_t at, char room[21])
{
	if (at == WHEN_NEVER)
		return NULL;
	when_iso(at, room);
	return room;
}

static void
describe(struct sync *s, struct jot *j, const struct stage_account *a,
    int64_t contractor)
{
	char room[21];

	jot_str(j, "connector", s->opt->connector);
	jot_str(j, "remote_id", a->remote_id);
	jot_str(j, "login", a->login);
	jot_str(j, "upn", a->upn);
	jot_str(j, "state", a->state);
	if (contractor != 0)
		jot_int(j, "contractor", contractor);
	if (a->worker_id != NULL)
		jot_str(j, "worker_id", a->worker_id);
	if (a->manager_ref != NULL)
		jot_str(j, "manager", a->manager_ref);
	if (a->expires_at != WHEN_NEVER)
		jot_str(j, "expires_at", iso(a->expires_at, room));
	if (a->privileged)
		jot_bool(j, "privileged", 1);
	if (a->converted)
		jot_bool(j, "converted", 1);
}

static void
text(struct jot *j, const char *name, const char *was, const char *is)
{
	if (was == NULL ? is != NULL : is == NULL || strcmp(was, is) != 0)
		jot_change(j, name, was, is);
}

static void
instant(struct jot *j, const char *name, int64_t was, int64_t is)
{
	char a[21], b[21];

	text(j, name, iso(was != 0 ? was : WHEN_NEVER, a), iso(is, b));
}

static const char *
yes(int flag)
{
	return flag ? "yes" : "no";
}

static void
differences(struct jot *j, const struct account *was,
    const struct stage_account *is)
{
	text(j, "login", was->login, is->login);
	text(j, "state", was->state, is->state);
	text(j, "upn", was->upn, is->upn);
	text(j, "worker_id", was->worker_id, is->worker_id);
	text(j, "display_name", was->display_name, is->display_name);
	text(j, "email", was->email, is->email);
	text(j, "department", was->department, is->department);
	text(j, "manager", was->manager_ref, is->manager_ref);
	text(j, "converted", yes(was->converted), yes(is->converted));
	text(j, "privileged", yes(was->privileged), yes(is->privileged));
	instant(j, "expires_at", was->expires_at, is->expires_at);
	instant(j, "login_at", was->login_at, is->login_at);
}

static int
add(struct sync *s, const struct stage_account *a, struct err *e)
{
	struct sync_who who = { a->upn_key, a->worker_id, a->email, 0 };
	struct directory_verdict v;
	int64_t id = 0;
	struct jot j;
	int rc;

	memset(&v, 0, sizeof(v));
	if (!a->converted && sync_link(s, &who, &v, e) == -1)
		return -1;
	if (v.whose != DIRECTORY_HIS)
		v.contractor = 0;
	jot_init(&j);
	describe(s, &j, a, v.contractor);
	rc = account_merge_insert(s->x->db, s->opt->connector, a,
	    v.contractor, s->x->now, &id, e);
	if (rc == 0)
		rc = record(s, "account.add", id, &j, e);
	jot_clear(&j);
	s->report.added++;
	if (rc == 0 && v.contractor != 0)
		rc = sync_settle(s, v.contractor, NULL, e);
	return rc;
}

static int
change(struct sync *s, const struct stage_account *a,
    const struct account *was, struct err *e)
{
	struct jot j;
	int rc;

	jot_init(&j);
	differences(&j, was, a);
	rc = account_merge_update(s->x->db, was->id, a, s->x->now, e);
	if (rc == 0)
		rc = record(s, "account.change", was->id, &j, e);
	jot_clear(&j);
	s->report.changed++;
	if (rc == 0 && was->contractor != 0)
		rc = sync_settle(s, was->contractor, was->upn_key, e);
	return rc;
}

/* What we are doing to an account just now is newer than any list. */
static int
one(struct sync *s, const struct stage_account *a, int64_t id, struct err *e)
{
	struct account was;
	int rc;

	if (id == 0)
		return add(s, a, e);
	if ((rc = contractor_directory_busy(s->x->db, id, s->x->now, e)) != 0) {
		s->doubt = 1;
		return rc == 1 ? 0 : -1;
	}
	if ((rc = account_get(s->x->db, id, &was, e)) != 1)
		return rc;
	rc = change(s, a, &was, e);
	account_clear(&was);
	return rc;
}

static int
listed(struct sync *s, struct err *e)
{
	struct stage_account a;
	struct stmt *st = NULL;
	int64_t after = 0, id;
	int rc;

	for (;;) {
		if (st == NULL && (st = account_merge_open(s->x->db,
		    s->opt->connector, after, e)) == NULL)
			return -1;
		if ((rc = account_merge_step(st, &a, &id, e)) != 1)
			break;
		if (s->left <= 0) {
			stmt_close(st);
			st = NULL;
		}
		if (sync_slice(s, e) == -1)
			return -1;
		if (st == NULL)
			continue;
		if ((rc = one(s, &a, id, e)) == -1)
			break;
		after = a.n;
	}
	stmt_close(st);
	return rc;
}

static int
go(struct sync *s, int64_t id, int converted, struct err *e)
{
	struct account was;
	struct jot j;
	int rc;

	if ((rc = account_get(s->x->db, id, &was, e)) != 1)
		return rc;
	jot_init(&j);
	jot_str(&j, "connector", s->opt->connector);
	jot_str(&j, "login", was.login);
	jot_str(&j, "upn", was.upn);
	if (was.contractor != 0)
		jot_int(&j, "contractor", was.contractor);
	rc = converted ? account_merge_converted(s->x->db, id, s->x->now, e) :
	    account_merge_state(s->x->db, id, "gone", s->x->now, e);
	if (rc == 0)
		rc = record(s, converted ? "account.converted" :
		    "account.gone", id, &j, e);
	jot_clear(&j);
	s->report.gone++;
	if (rc == 0 && was.contractor != 0)
		rc = sync_settle(s, was.contractor, NULL, e);
	account_clear(&was);
	return rc;
}

static int
gone(struct sync *s, struct err *e)
{
	int64_t after = 0, id;
	int rc, converted;

	while ((rc = account_merge_gone_next(s->x->db, s->opt->connector,
	    &after, &id, &converted, e)) == 1)
		if (sync_slice(s, e) == -1 || go(s, id, converted, e) == -1)
			return -1;
	return rc;
}

/* A change of who has lost his manager, of which no list tells. */
static int
orphans(struct sync *s, struct err *e)
{
	struct account was;
	struct jot j;
	int64_t id;
	int rc;

	while ((rc = account_merge_orphan_next(s->x->db, s->opt->connector,
	    &id, e)) == 1) {
		if (sync_slice(s, e) == -1 ||
		    account_get(s->x->db, id, &was, e) != 1)
			return -1;
		jot_init(&j);
		jot_change(&j, "manager", was.manager_ref, NULL);
		account_clear(&was);
		rc = account_merge_orphan(s->x->db, id, s->x->now, e);
		if (rc == 0)
			rc = record(s, "account.change", id, &j, e);
		jot_clear(&j);
		if (rc == -1)
			return -1;
		s->report.changed++;
	}
	return rc;
}

/* The clock alone makes an account expire: no list tells of it. */
static int
expired(struct sync *s, struct err *e)
{
	int64_t id;
	struct jot j;
	int rc;

	while ((rc = account_merge_expired_next(s->x->db, s->opt->connector,
	    s->x->now, &id, e)) == 1) {
		jot_init(&j);
		jot_change(&j, "state", "enabled", "expired");
		rc = sync_slice(s, e);
		if (rc == 0)
			rc = account_merge_state(s->x->db, id, "expired",
			    s->x->now, e);
		if (rc == 0)
			rc = record(s, "account.change", id, &j, e);
		jot_clear(&j);
		if (rc == -1)
			return -1;
		s->report.changed++;
	}
	return rc;
}

int
sync_accounts(struct sync *s, struct err *e)
{
	if (listed(s, e) == -1 || gone(s, e) == -1 ||
	    orphans(s, e) == -1 || expired(s, e) == -1)
		return err_add(e, "accounts");
	return 0;
}
