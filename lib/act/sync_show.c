/* The plan of one list, for -n: what would be written, without the findings
 * that follow from it. */
#include <stdio.h>
#include <string.h>

#include "act/sync_internal.h"
#include "base/when.h"
#include "store/person_merge.h"

static int
row(struct rows *rows, const char *action, const char *noun, int64_t id,
    const char *upn, const char *change, const char *why, struct err *e)
{
	char subject[40];
	const char *cells[5] = { action, subject, upn, change, why };

	if (id != 0)
		snprintf(subject, sizeof(subject), "%s/%lld", noun,
		    (long long)id);
	else
		snprintf(subject, sizeof(subject), "%s", noun);
	return rows_add(rows, cells, e);
}

static void
field(struct buf *b, const char *name, const char *was, const char *is)
{
	if (was == NULL ? is == NULL : is != NULL && strcmp(was, is) == 0)
		return;
	buf_fmt(b, "%s%s=%s", b->len > 0 ? " " : "", name,
	    is != NULL ? is : "");
}

static void
differences(struct buf *b, const struct account *was,
    const struct stage_account *is)
{
	char o[11], n[11];

	field(b, "state", was->state, is->state);
	field(b, "expiry_on", sync_last_day(was->expires_at, o),
	    sync_last_day(is->expires_at, n));
	field(b, "login", was->login, is->login);
	field(b, "upn", was->upn, is->upn);
	field(b, "worker_id", was->worker_id, is->worker_id);
	field(b, "display_name", was->display_name, is->display_name);
	field(b, "email", was->email, is->email);
	field(b, "department", was->department, is->department);
	field(b, "manager", was->manager_ref, is->manager_ref);
	field(b, "privileged", was->privileged ? "yes" : "no",
	    is->privileged ? "yes" : "no");
	field(b, "converted", was->converted ? "yes" : "no",
	    is->converted ? "yes" : "no");
	if (b->len == 0)
		buf_str(b, "login_at");
}

static int
show_new(struct sync *s, struct rows *rows, const struct stage_account *a,
    struct err *e)
{
	struct sync_who who = { a->upn_key, a->worker_id, a->email, 0 };
	struct directory_verdict v;
	char change[64], why[80], day[11];

	memset(&v, 0, sizeof(v));
	if (!a->converted && sync_link(s, &who, &v, e) == -1)
		return -1;
	snprintf(change, sizeof(change), "state=%s%s%s", a->state,
	    a->expires_at != WHEN_NEVER ? " expiry_on=" : "",
	    a->expires_at != WHEN_NEVER ? sync_last_day(a->expires_at, day) :
	    "");
	if (v.whose == DIRECTORY_HIS)
		snprintf(why, sizeof(why), "contractor/%lld",
		    (long long)v.contractor);
	else
		snprintf(why, sizeof(why), "%s", v.whose == DIRECTORY_NOBODY ?
		    "unregistered" : v.why);
	return row(rows, "add", "account", 0, a->upn != NULL ? a->upn :
	    a->login, change, why, e);
}

static int
show_changed(struct sync *s, struct rows *rows, int64_t id,
    const struct stage_account *a, struct err *e)
{
	struct buf b = BUF_INIT(4096);
	struct account was;
	int rc;

	if ((rc = account_get(s->x->db, id, &was, e)) != 1)
		return rc;
	differences(&b, &was, a);
	rc = row(rows, "change", "account", id, a->upn != NULL ? a->upn :
	    a->login, buf_get(&b), "listed", e);
	buf_clear(&b);
	account_clear(&was);
	return rc;
}

static int
show_listed(struct sync *s, struct rows *rows, struct err *e)
{
	struct stage_account a;
	struct stmt *st;
	int64_t id;
	int rc;

	if ((st = account_merge_open(s->x->db, s->opt->connector, 0, e)) ==
	    NULL)
		return -1;
	while ((rc = account_merge_step(st, &a, &id, e)) == 1) {
		rc = id == 0 ? show_new(s, rows, &a, e) :
		    show_changed(s, rows, id, &a, e);
		*(id == 0 ? &s->report.added : &s->report.changed) += 1;
		if (rc == -1)
			break;
	}
	stmt_close(st);
	return rc;
}

static int
show_gone(struct sync *s, struct rows *rows, struct err *e)
{
	int64_t after = 0, id;
	struct account was;
	int rc, converted;

	while ((rc = account_merge_gone_next(s->x->db, s->opt->connector,
	    &after, &id, &converted, e)) == 1) {
		if ((rc = account_get(s->x->db, id, &was, e)) == 1) {
			rc = row(rows, converted ? "convert" : "gone",
			    "account", id, was.upn != NULL ? was.upn :
			    was.login, converted ? "converted=yes" :
			    "state=gone", "not listed", e);
			account_clear(&was);
		}
		if (rc == -1)
			return -1;
		s->report.gone++;
	}
	return rc;
}

static int
show_people(struct sync *s, struct rows *rows, struct err *e)
{
	struct stage_person p;
	struct stmt *st;
	int64_t id;
	int rc;

	if ((st = person_merge_open(s->x->db, s->opt->connector, 0, e)) ==
	    NULL)
		return -1;
	while ((rc = person_merge_step(st, &p, &id, e)) == 1)
		if ((rc = row(rows, id == 0 ? "add" : "change", "person", id,
		    p.upn_key, p.enabled ? "enabled=yes" : "enabled=no",
		    "listed", e)) == -1)
			break;
	stmt_close(st);
	return rc;
}

int
sync_show(struct sync *s, struct rows *rows, struct err *e)
{
	if (show_people(s, rows, e) == -1 || show_listed(s, rows, e) == -1)
		return -1;
	return show_gone(s, rows, e);
}
