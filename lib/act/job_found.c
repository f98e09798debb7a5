#include "act/job_found.h"

#include <stdlib.h>
#include <string.h>

#include "act/record.h"
#include "base/jot.h"
#include "base/text.h"
#include "base/when.h"
#include "store/account.h"
#include "store/account_link.h"
#include "store/account_merge.h"

static const char *
state_of(const struct ctx *x, const struct job_found_account *a)
{
	return !a->enabled ? "disabled" : a->expires_at <= x->now ?
	    "expired" : "enabled";
}

static int
record(struct ctx *x, const char *action, int64_t id, int64_t contractor,
    const struct job_found_account *a, struct err *e)
{
	struct jot t;
	int rc;

	jot_init(&t);
	jot_int(&t, "contractor", contractor);
	jot_str(&t, "connector", a->connector);
	jot_str(&t, "remote_id", a->remote_id);
	jot_str(&t, "login", a->login);
	jot_str(&t, "upn", a->upn);
	jot_str(&t, "worker_id", a->worker_id);
	jot_str(&t, "state", state_of(x, a));
	jot_str(&t, "why", "found by name");
	rc = record_about(x, action, "account", id, &t, NULL, e);
	jot_clear(&t);
	return rc;
}

static int
insert(struct ctx *x, int64_t contractor, const struct job_found_account *a,
    struct err *e)
{
	struct stage_account s;
	int64_t id;
	char *key = a->upn != NULL ? text_fold(a->upn) : NULL;
	int rc;

	memset(&s, 0, sizeof(s));
	s.remote_id = a->remote_id;
	s.login = a->login;
	s.state = state_of(x, a);
	s.upn = a->upn;
	s.upn_key = key;
	s.worker_id = a->worker_id;
	s.display_name = a->display_name;
	s.email = a->email;
	s.department = a->department;
	s.privileged = a->privileged;
	s.login_at = WHEN_NEVER;
	s.expires_at = a->expires_at;
	s.made_at = a->made_at;
	rc = account_merge_insert(x->db, a->connector, &s, contractor, x->now,
	    &id, e);
	free(key);
	return rc == -1 || record(x, "account.add", id, contractor, a, e) ==
	    -1 ? -1 : 1;
}

/* The registry has it: as nobody's, as gone, or as another's. */
static int
known(struct ctx *x, int64_t contractor, int64_t id,
    const struct job_found_account *a, struct err *e)
{
	struct account was;
	int rc;

	memset(&was, 0, sizeof(was));
	if ((rc = account_get(x->db, id, &was, e)) != 1)
		return rc;
	if (was.contractor != 0 && was.contractor != contractor)
		rc = 0;
	else if (was.contractor == 0)
		rc = account_link(x->db, id, contractor, x->now, e);
	account_clear(&was);
	if (rc == 1 && (account_seen(x->db, id, state_of(x, a),
	    a->expires_at, a->privileged, x->now, e) == -1 ||
	    record(x, "account.link", id, contractor, a, e) == -1))
		rc = -1;
	return rc;
}

int
job_found(struct ctx *x, int64_t contractor,
    const struct job_found_account *a, struct err *e)
{
	int64_t id;
	int rc;

	if (db_begin(x->db, e) == -1)
		return -1;
	rc = account_merge_find(x->db, a->connector, a->remote_id, &id, e);
	if (rc == 1)
		rc = known(x, contractor, id, a, e);
	else if (rc == 0)
		rc = insert(x, contractor, a, e);
	if (rc == -1 || db_commit(x->db, e) == -1) {
		db_rollback(x->db);
		return -1;
	}
	return rc;
}
