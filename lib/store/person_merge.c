#include "store/person_merge.h"

struct stmt *
person_merge_open(struct db *db, const char *connector, int64_t after,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT s.n, s.remote_id, s.upn_key,"
	    " s.display_name, s.email, s.manager_ref, s.enabled,"
	    " coalesce(p.id, 0) FROM stage_person s LEFT JOIN person p"
	    " ON p.connector = ?1 AND p.remote_id = s.remote_id"
	    " WHERE s.n > ?2 AND (p.id IS NULL OR p.upn_key <> s.upn_key"
	    " OR p.display_name <> s.display_name OR p.email IS NOT s.email"
	    " OR p.manager_ref IS NOT s.manager_ref"
	    " OR p.enabled <> s.enabled) ORDER BY s.n", e)) == NULL)
		return NULL;
	stmt_text_at(st, 1, connector);
	stmt_int_at(st, 2, after);
	return st;
}

int
person_merge_step(struct stmt *st, struct stage_person *s, int64_t *id,
    struct err *e)
{
	int rc = stmt_step(st, e);

	if (rc != 1)
		return rc;
	s->n = stmt_col_int(st, 0);
	s->remote_id = stmt_col_text(st, 1);
	s->upn_key = stmt_col_text(st, 2);
	s->display_name = stmt_col_text(st, 3);
	s->email = stmt_col_text(st, 4);
	s->manager_ref = stmt_col_text(st, 5);
	s->enabled = (int)stmt_col_int(st, 6);
	*id = stmt_col_int(st, 7);
	return 1;
}

int
person_merge_put(struct db *db, const char *connector,
    const struct stage_person *s, int64_t now, int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "INSERT INTO person(connector, remote_id,"
	    " upn_key, display_name, email, manager_ref, enabled, changed_at)"
	    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
	    " ON CONFLICT(connector, remote_id) DO UPDATE"
	    " SET upn_key = excluded.upn_key,"
	    " display_name = excluded.display_name, email = excluded.email,"
	    " manager_ref = excluded.manager_ref, enabled = excluded.enabled,"
	    " changed_at = excluded.changed_at", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, connector);
	stmt_text_at(st, 2, s->remote_id);
	stmt_text_at(st, 3, s->upn_key);
	stmt_text_at(st, 4, s->display_name);
	stmt_text_at(st, 5, s->email);
	stmt_text_at(st, 6, s->manager_ref);
	stmt_int_at(st, 7, s->enabled);
	stmt_int_at(st, 8, now);
	if ((rc = stmt_done(st, e)) == 0 && *id == 0)
		*id = db_last_id(db);
	stmt_close(st);
	return rc;
}

int
person_merge_gone_next(struct db *db, const char *connector, int64_t *after,
    int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT g.n, p.id FROM stage_gone g"
	    " CROSS JOIN person p ON p.connector = ?1"
	    " AND p.remote_id = g.remote_id WHERE g.n > ?2"
	    " AND g.converted = 0 AND p.enabled = 1"
	    " AND NOT EXISTS (SELECT 1 FROM stage_person s"
	    " WHERE s.remote_id = g.remote_id) ORDER BY g.n LIMIT 1",
	    e)) == NULL)
		return -1;
	stmt_text_at(st, 1, connector);
	stmt_int_at(st, 2, *after);
	if ((rc = stmt_step(st, e)) == 1) {
		*after = stmt_col_int(st, 0);
		*id = stmt_col_int(st, 1);
	}
	stmt_close(st);
	return rc;
}

int
person_merge_gone(struct db *db, int64_t id, int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE person SET enabled = 0,"
	    " changed_at = :now WHERE id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

int
person_merge_orphan_next(struct db *db, const char *connector, int64_t *id,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT a.id FROM stage_gone g"
	    " CROSS JOIN person p ON p.connector = ?1"
	    " AND p.remote_id = g.remote_id"
	    " CROSS JOIN person a ON a.manager = p.id"
	    " WHERE g.converted = 0 AND a.connector = ?1"
	    " AND a.manager_ref = g.remote_id AND NOT EXISTS (SELECT 1"
	    " FROM stage_person s WHERE s.remote_id = a.remote_id)"
	    " LIMIT 1", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, connector);
	if ((rc = stmt_step(st, e)) == 1)
		*id = stmt_col_int(st, 0);
	stmt_close(st);
	return rc;
}

int
person_merge_orphan(struct db *db, int64_t id, int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE person SET manager_ref = NULL,"
	    " manager = NULL, changed_at = :now WHERE id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", id);
	return stmt_run(st, e);
}

int64_t
person_merge_managers(struct db *db, const char *connector, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "UPDATE person SET manager = m.id FROM"
	    " (SELECT a.id AS person, p.id FROM person a LEFT JOIN person p"
	    " ON p.connector = a.connector AND p.remote_id = a.manager_ref"
	    " WHERE a.connector = ?1 AND a.manager IS NOT p.id) m"
	    " WHERE person.id = m.person", e)) == NULL)
		return -1;
	stmt_text_at(st, 1, connector);
	rc = stmt_done(st, e);
	stmt_close(st);
	return rc == -1 ? -1 : db_changes(db);
}
