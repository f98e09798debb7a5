#include "store/erasure.h"

#include "store/evidence_subjects.h"

/* Every message that names him: as its subject, by its decision, or as a row
 * of a list.  Numbers in fields are text too, which no = turns into one. */
#define ASKS "(SELECT k.id FROM ask k JOIN question q ON q.id = k.question" \
	" WHERE q.contractor = :id)"
#define NAMES_HIM "fields <> '{}' AND (id IN (SELECT k.outbox FROM ask k" \
	" JOIN question q ON q.id = k.question WHERE q.contractor = :id)" \
	" OR CAST(json_extract(fields, '$.contractor') AS INTEGER) = :id" \
	" OR json_extract(fields, '$.ask') IN " ASKS \
	" OR json_extract(fields, '$.decision') IN (SELECT d.id" \
	" FROM decision d WHERE d.contractor = :id)" \
	" OR EXISTS (SELECT 1 FROM json_each(fields, '$.rows') r" \
	" WHERE json_extract(r.value, '$.ask') IN " ASKS \
	" OR CAST(json_extract(r.value, '$.contractor') AS INTEGER) = :id))"
#define PAST "fields <> '{}' AND state NOT IN ('queued','sending')" \
	" AND coalesce(sent_at, queued_at) < :before"
#define JOBS "(SELECT j.id FROM job j WHERE j.contractor = :id)"

static struct stmt *
person(struct db *db, struct err *e)
{
	return stmt_open(db, "DELETE FROM person WHERE upn_key <> '' AND"
	    " upn_key = (SELECT upn_key FROM contractor WHERE id = :id)", e);
}

static struct stmt *
finding(struct db *db, struct err *e)
{
	return stmt_open(db, "UPDATE finding SET detail = '{}', print = '',"
	    " why = iif(why IS NULL, NULL, '')"
	    " WHERE subject IN (" EVIDENCE_SUBJECTS ")", e);
}

static struct stmt *
outbox(struct db *db, struct err *e)
{
	return stmt_open(db, "UPDATE outbox SET fields = '{}', reply = ''"
	    " WHERE state NOT IN ('queued','sending') AND " NAMES_HIM, e);
}

static struct stmt *
step(struct db *db, struct err *e)
{
	return stmt_open(db, "UPDATE step SET args = '{}', words = '',"
	    " before = iif(before IS NULL, NULL, '{}'),"
	    " after = iif(after IS NULL, NULL, '{}')"
	    " WHERE job IN " JOBS, e);
}

static struct stmt *
override(struct db *db, struct err *e)
{
	return stmt_open(db, "DELETE FROM override WHERE contractor = :id", e);
}

static struct stmt *
upn_former(struct db *db, struct err *e)
{
	return stmt_open(db, "DELETE FROM upn_former WHERE contractor = :id",
	    e);
}

static struct stmt *
evidence(struct db *db, struct err *e)
{
	return stmt_open(db, "UPDATE evidence SET detail = NULL, salt = NULL"
	    " WHERE detail IS NOT NULL"
	    " AND subject IN (" EVIDENCE_SUBJECTS ")", e);
}

/* The number stays unique; what is still in that system, the next sync finds
 * again, as an account that nobody has. */
static struct stmt *
account(struct db *db, struct err *e)
{
	return stmt_open(db, "UPDATE account SET login = 'erased-' || id,"
	    " remote_id = 'erased-' || id, upn = NULL, upn_key = NULL,"
	    " worker_id = NULL, display_name = NULL, email = NULL,"
	    " department = NULL, manager_ref = NULL, manager = NULL,"
	    " state = 'gone' WHERE contractor = :id", e);
}

static struct stmt *
contractor(struct db *db, struct err *e)
{
	return stmt_open(db, "UPDATE contractor SET upn = NULL,"
	    " upn_key = NULL, worker_id = NULL, display_name = NULL,"
	    " email = NULL, vendor = NULL, department = NULL, project = NULL,"
	    " manager_key = NULL, extra = NULL, row_hash = NULL,"
	    " erased_at = :now, changed_at = :now WHERE id = :id", e);
}

/* The schema lets a reason go once its contractor is erased. */
static struct stmt *
decision(struct db *db, struct err *e)
{
	return stmt_open(db, "UPDATE decision SET reason = NULL"
	    " WHERE contractor = :id AND reason IS NOT NULL", e);
}

/* What an answer of the API said of him. */
static struct stmt *
api_request(struct db *db, struct err *e)
{
	return stmt_open(db, "UPDATE api_request SET answer = '{}'"
	    " WHERE contractor = :id AND answer <> '{}'", e);
}

/* What was asked for in the portal about him, and why not. */
static struct stmt *
errand(struct db *db, struct err *e)
{
	return stmt_open(db, "UPDATE errand SET why = '', words = ''"
	    " WHERE contractor = :id AND (why <> '' OR words <> '')", e);
}

static const struct {
	const char *name;
	struct stmt *(*open)(struct db *, struct err *);
} tables[] = {
	{ "person", person },		/* by his UPN, while it is there */
	{ "outbox", outbox },
	{ "api_request", api_request },
	{ "errand", errand },
	{ "finding", finding },
	{ "evidence", evidence },
	{ "step", step },
	{ "override", override },
	{ "upn_former", upn_former },
	{ "account", account },
	{ "contractor", contractor },
	{ "decision", decision },	/* once he is erased */
	{ NULL, NULL }
};

const char *
erasure_table(int nth)
{
	return tables[nth].name;
}

int64_t
erasure_rows(struct db *db, int nth, int64_t id, int64_t now, struct err *e)
{
	struct stmt *st = tables[nth].open(db, e);
	int rc;

	if (st == NULL)
		return -1;
	stmt_int(st, ":id", id);
	if (tables[nth].open == contractor)
		stmt_int(st, ":now", now);
	rc = stmt_done(st, e);
	stmt_close(st);
	return rc == -1 ? err_add(e, "%s", tables[nth].name) : db_changes(db);
}

int
erasure_waiting(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT 1 FROM outbox"
	    " WHERE state IN ('queued','sending') AND " NAMES_HIM
	    " LIMIT 1", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	rc = stmt_step(st, e);
	stmt_close(st);
	return rc;
}

int
erasure_request(struct db *db, int64_t id, int64_t *seq, int64_t *at,
    char *actor, size_t room, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT seq, at, actor FROM evidence"
	    " WHERE subject = 'contractor/' || :id"
	    " AND action = 'erase.request' ORDER BY seq DESC LIMIT 1", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":id", id);
	if ((rc = stmt_step(st, e)) == 1) {
		*seq = stmt_col_int(st, 0);
		*at = stmt_col_int(st, 1);
		stmt_col_copy(st, 2, actor, room);
	}
	stmt_close(st);
	return rc;
}

int64_t
erasure_mails(struct db *db, int64_t before, int max, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "UPDATE outbox SET fields = '{}', reply = ''"
	    " WHERE id IN (SELECT id FROM outbox WHERE " PAST
	    " LIMIT :max)", e)) ==
	    NULL)
		return -1;
	stmt_int(st, ":before", before);
	stmt_int(st, ":max", max);
	rc = stmt_done(st, e);
	stmt_close(st);
	return rc == -1 ? -1 : db_changes(db);
}

int64_t
erasure_mails_due(struct db *db, int64_t before, struct err *e)
{
	struct stmt *st;
	int64_t n = -1;

	if ((st = stmt_open(db, "SELECT count(*) FROM outbox WHERE " PAST,
	    e)) == NULL)
		return -1;
	stmt_int(st, ":before", before);
	if (stmt_step(st, e) == 1)
		n = stmt_col_int(st, 0);
	stmt_close(st);
	return n;
}
