/* The people of one list: reviewers and their chains. */
#include <string.h>

#include "act/record.h"
#include "act/sync_internal.h"
#include "store/person.h"
#include "store/person_merge.h"

static int
record(struct sync *s, const char *action, int64_t id, struct jot *j,
    struct err *e)
{
	s->people = 1;
	return record_about(s->x, action, "person", id, j, NULL, e);
}

static void
describe(struct sync *s, struct jot *j, const struct stage_person *p)
{
	jot_str(j, "connector", s->opt->connector);
	jot_str(j, "remote_id", p->remote_id);
	jot_str(j, "upn", p->upn_key);
	jot_str(j, "display_name", p->display_name);
	jot_str(j, "email", p->email);
	jot_str(j, "manager", p->manager_ref);
	jot_bool(j, "enabled", p->enabled);
}

static void
text(struct jot *j, const char *name, const char *was, const char *is)
{
	if (was == NULL ? is != NULL : is == NULL || strcmp(was, is) != 0)
		jot_change(j, name, was, is);
}

static int
changes(struct sync *s, struct jot *j, int64_t id,
    const struct stage_person *is, struct err *e)
{
	struct person was;
	int rc;

	if ((rc = person_get(s->x->db, id, &was, e)) != 1)
		return rc == 0 ? err_set(e, ERR_BUG, "person/%lld is away",
		    (long long)id) : -1;
	text(j, "upn", was.upn_key, is->upn_key);
	text(j, "display_name", was.display_name, is->display_name);
	text(j, "email", was.email, is->email);
	text(j, "manager", was.manager_ref, is->manager_ref);
	text(j, "enabled", was.enabled ? "yes" : "no",
	    is->enabled ? "yes" : "no");
	person_clear(&was);
	return 0;
}

static int
put(struct sync *s, const struct stage_person *p, int64_t id, struct err *e)
{
	struct jot j;
	int rc = 0, new = id == 0;

	jot_init(&j);
	if (new)
		describe(s, &j, p);
	else
		rc = changes(s, &j, id, p, e);
	if (rc == 0)
		rc = person_merge_put(s->x->db, s->opt->connector, p,
		    s->x->now, &id, e);
	if (rc == 0)
		rc = record(s, new ? "person.add" : "person.change", id, &j, e);
	jot_clear(&j);
	return rc;
}

static int
listed(struct sync *s, struct err *e)
{
	struct stage_person p;
	struct stmt *st = NULL;
	int64_t after = 0, id;
	int rc;

	for (;;) {
		if (st == NULL && (st = person_merge_open(s->x->db,
		    s->opt->connector, after, e)) == NULL)
			return -1;
		if ((rc = person_merge_step(st, &p, &id, e)) != 1)
			break;
		if (s->left <= 0) {
			stmt_close(st);
			st = NULL;
		}
		if (sync_slice(s, e) == -1)
			return -1;
		if (st == NULL)
			continue;
		if ((rc = put(s, &p, id, e)) == -1)
			break;
		after = p.n;
	}
	stmt_close(st);
	return rc;
}

static int
gone(struct sync *s, struct err *e)
{
	int64_t after = 0, id;
	struct jot j;
	int rc;

	while ((rc = person_merge_gone_next(s->x->db, s->opt->connector,
	    &after, &id, e)) == 1) {
		jot_init(&j);
		rc = sync_slice(s, e);
		if (rc == 0)
			rc = person_merge_gone(s->x->db, id, s->x->now, e);
		if (rc == 0)
			rc = record(s, "person.gone", id, &j, e);
		jot_clear(&j);
		if (rc == -1)
			return -1;
	}
	return rc;
}

static int
orphans(struct sync *s, struct err *e)
{
	struct jot j;
	int64_t id;
	int rc;

	while ((rc = person_merge_orphan_next(s->x->db, s->opt->connector,
	    &id, e)) == 1) {
		jot_init(&j);
		jot_null(&j, "manager");
		rc = sync_slice(s, e);
		if (rc == 0)
			rc = person_merge_orphan(s->x->db, id, s->x->now, e);
		if (rc == 0)
			rc = record(s, "person.change", id, &j, e);
		jot_clear(&j);
		if (rc == -1)
			return -1;
	}
	return rc;
}

int
sync_people(struct sync *s, struct err *e)
{
	if (listed(s, e) == -1 || gone(s, e) == -1 || orphans(s, e) == -1)
		return err_add(e, "persons");
	return 0;
}
