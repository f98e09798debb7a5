#include "store/apicall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLS "id, kind, request, key, print, contractor, engagement," \
	" question, decision, last_day, status, answer, made_at, evidence"

void
apicall_clear(struct apicall *a)
{
	free(a->request);
	free(a->answer);
	memset(a, 0, sizeof(*a));
}

static void
take(struct stmt *st, struct apicall *a)
{
	const char *day = stmt_col_text(st, 9);
	const void *p;
	size_t len;

	a->id = stmt_col_int(st, 0);
	stmt_col_copy(st, 1, a->kind, sizeof(a->kind));
	a->request = stmt_col_dup(st, 2);
	a->key = stmt_col_int(st, 3);
	p = stmt_col_blob(st, 4, &len);
	if (p != NULL && len == sizeof(a->print))
		memcpy(a->print, p, len);
	a->contractor = stmt_col_int(st, 5);
	a->engagement = (int)stmt_col_int(st, 6);
	a->question = stmt_col_int(st, 7);
	a->decision = stmt_col_int(st, 8);
	(void)snprintf(a->last_day, sizeof(a->last_day), "%s",
	    day != NULL ? day : "");
	a->status = (int)stmt_col_int(st, 10);
	a->answer = stmt_col_dup(st, 11);
	a->made_at = stmt_col_int(st, 12);
	a->evidence = stmt_col_int(st, 13);
}

static int
one(struct stmt *st, struct apicall *a, struct err *e)
{
	int rc = stmt_step(st, e);

	memset(a, 0, sizeof(*a));
	if (rc == 1)
		take(st, a);
	stmt_close(st);
	return rc;
}

int
apicall_get(struct db *db, int64_t id, struct apicall *a, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM api_request"
	    " WHERE id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return one(st, a, e);
}

int
apicall_find(struct db *db, int64_t key, const char *kind,
    const char *request, struct apicall *a, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM api_request"
	    " WHERE key = :key AND kind = :kind AND request = :request",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":key", key);
	stmt_text(st, ":kind", kind);
	stmt_text(st, ":request", request);
	return one(st, a, e);
}

int
apicall_next(struct db *db, int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT coalesce(max(id), 0) + 1"
	    " FROM api_request", e)) == NULL)
		return -1;
	if ((rc = stmt_step(st, e)) == 1)
		*id = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == 1 ? 0 : -1;
}

static void
id_or_null(struct stmt *st, const char *name, int64_t id)
{
	if (id != 0)
		stmt_int(st, name, id);
	else
		stmt_null(st, name);
}

int
apicall_insert(struct db *db, const struct apicall *a, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO api_request (id, kind, request,"
	    " key, print, contractor, engagement, question, decision,"
	    " last_day, status, answer, made_at, evidence) VALUES (:id, :kind,"
	    " :request, :key, :print, :contractor, :engagement, :question,"
	    " :decision, :last_day, :status, :answer, :made_at, :evidence)",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":id", a->id);
	stmt_text(st, ":kind", a->kind);
	stmt_text(st, ":request", a->request);
	stmt_int(st, ":key", a->key);
	stmt_blob(st, ":print", a->print, sizeof(a->print));
	id_or_null(st, ":contractor", a->contractor);
	id_or_null(st, ":engagement", a->engagement);
	id_or_null(st, ":question", a->question);
	id_or_null(st, ":decision", a->decision);
	stmt_text(st, ":last_day", a->last_day[0] != '\0' ? a->last_day :
	    NULL);
	stmt_int(st, ":status", a->status);
	stmt_text(st, ":answer", a->answer);
	stmt_int(st, ":made_at", a->made_at);
	stmt_int(st, ":evidence", a->evidence);
	return stmt_run(st, e);
}

int
apicall_departure(struct db *db, const struct apicall *a, int64_t *job,
    struct err *e)
{
	struct stmt *st;
	int rc;

	*job = 0;
	if ((st = stmt_open(db, "SELECT j.id FROM job j"
	    " WHERE j.contractor = :contractor AND j.kind = 'offboard'"
	    " AND (j.decision = :decision OR j.made_at >= :at"
	    " OR j.state IN ('waiting','due','held') OR j.done_at >= :at)"
	    " AND j.made_at < coalesce((SELECT g.began_at FROM engagement g"
	    " WHERE g.contractor = :contractor AND g.nth = :engagement + 1),"
	    " 9223372036854775807) ORDER BY j.id DESC LIMIT 1", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", a->contractor);
	stmt_int(st, ":decision", a->decision);
	stmt_int(st, ":at", a->made_at);
	stmt_int(st, ":engagement", a->engagement);
	if ((rc = stmt_step(st, e)) == 1)
		*job = stmt_col_int(st, 0);
	stmt_close(st);
	return rc;
}
