#include "store/decision.h"

#include <stdlib.h>
#include <string.h>

#define COLS "d.id, d.contractor, d.question, d.ask, d.answer, d.permits," \
	" d.actor_kind, d.known_by, d.day_on, d.undoes, d.proof, d.reason," \
	" d.decided_at, d.evidence," \
	" (SELECT u.id FROM decision u WHERE u.undoes = d.id)"

void
decision_clear(struct decision *d)
{
	free(d->proof);
	free(d->reason);
	memset(d, 0, sizeof(*d));
}

static void
take(struct stmt *st, struct decision *d)
{
	d->id = stmt_col_int(st, 0);
	d->contractor = stmt_col_int(st, 1);
	d->question = stmt_col_int(st, 2);
	d->ask = stmt_col_int(st, 3);
	stmt_col_copy(st, 4, d->answer, sizeof(d->answer));
	stmt_col_copy(st, 5, d->permits, sizeof(d->permits));
	stmt_col_copy(st, 6, d->actor_kind, sizeof(d->actor_kind));
	stmt_col_copy(st, 7, d->known_by, sizeof(d->known_by));
	stmt_col_copy(st, 8, d->day_on, sizeof(d->day_on));
	d->undoes = stmt_col_int(st, 9);
	d->proof = stmt_col_dup(st, 10);
	d->reason = stmt_col_dup(st, 11);
	d->decided_at = stmt_col_int(st, 12);
	d->evidence = stmt_col_int(st, 13);
	d->undone = stmt_col_int(st, 14);
}

static int
one(struct stmt *st, struct decision *d, struct err *e)
{
	int rc = stmt_step(st, e);

	memset(d, 0, sizeof(*d));
	if (rc == 1)
		take(st, d);
	stmt_close(st);
	return rc;
}

int
decision_get(struct db *db, int64_t id, struct decision *d, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM decision d"
	    " WHERE d.id = :id", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return one(st, d, e);
}

int
decision_any(struct db *db, int64_t contractor, int64_t *newest,
    int64_t *extends, int64_t *departs, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT max(id), sum(answer = 'extend'),"
	    " sum(permits = 'offboard') FROM decision"
	    " WHERE contractor = :contractor", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	if ((rc = stmt_step(st, e)) == 1) {
		*newest = stmt_col_int(st, 0);
		*extends = stmt_col_int(st, 1);
		*departs = stmt_col_int(st, 2);
	}
	stmt_close(st);
	return rc == -1 ? -1 : 0;
}

int
decision_newest(struct db *db, int64_t contractor, int engagement,
    struct decision *d, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM decision d"
	    " LEFT JOIN question q ON q.id = d.question"
	    " WHERE d.contractor = :contractor AND (q.engagement = :engagement"
	    " OR q.id IS NULL AND d.decided_at >= (SELECT coalesce(max("
	    " g.began_at), 0) FROM engagement g"
	    " WHERE g.contractor = d.contractor AND g.nth = :engagement))"
	    " ORDER BY d.id DESC LIMIT 1", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_int(st, ":engagement", engagement);
	return one(st, d, e);
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
decision_insert(struct db *db, const struct decision *d, int64_t *id,
    struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "INSERT INTO decision (contractor, question,"
	    " ask, answer, actor_kind, known_by, day_on, undoes, proof,"
	    " reason, decided_at, evidence) VALUES (:contractor, :question,"
	    " :ask, :answer, :actor_kind, :known_by, :day_on, :undoes, :proof,"
	    " :reason, :decided_at, :evidence)", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", d->contractor);
	id_or_null(st, ":question", d->question);
	id_or_null(st, ":ask", d->ask);
	stmt_text(st, ":answer", d->answer);
	stmt_text(st, ":actor_kind", d->actor_kind);
	stmt_text(st, ":known_by", d->known_by);
	stmt_text(st, ":day_on", d->day_on[0] != '\0' ? d->day_on : NULL);
	id_or_null(st, ":undoes", d->undoes);
	stmt_blob(st, ":proof", d->proof, d->proof == NULL ? 0 :
	    strlen(d->proof));
	stmt_text(st, ":reason", d->reason);
	stmt_int(st, ":decided_at", d->decided_at);
	stmt_int(st, ":evidence", d->evidence);
	rc = stmt_done(st, e);
	stmt_close(st);
	if (rc == 0 && id != NULL)
		*id = db_last_id(db);
	return rc;
}

int64_t
decision_extends(struct db *db, int64_t contractor, int engagement,
    struct err *e)
{
	struct stmt *st;
	int64_t n = -1;

	if ((st = stmt_open(db, "SELECT count(*) FROM decision d"
	    " JOIN question q ON q.id = d.question"
	    " WHERE d.contractor = :contractor AND q.engagement = :engagement"
	    " AND d.answer = 'extend' AND NOT EXISTS (SELECT 1 FROM decision u"
	    " WHERE u.undoes = d.id) AND NOT EXISTS (SELECT 1 FROM job j"
	    " WHERE j.decision = d.id AND j.state = 'undone')", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_int(st, ":engagement", engagement);
	if (stmt_step(st, e) == 1)
		n = stmt_col_int(st, 0);
	stmt_close(st);
	return n;
}
