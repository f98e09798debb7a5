#include "store/newcomer_row.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define COLS "contractor, engagement, batch, wanted_by, wanted_key," \
	" wanted_mail, state, round, stage, print, made_at"

void
newcomer_row_clear(struct newcomer_row *r)
{
	free(r->wanted_by);
	free(r->wanted_key);
	free(r->wanted_mail);
	memset(r, 0, sizeof(*r));
}

static void
copy(char *to, size_t room, const char *s)
{
	size_t len = s == NULL ? 0 : strlen(s);

	if (len >= room)
		len = room - 1;
	if (len > 0)
		memcpy(to, s, len);
	to[len] = '\0';
}

static void
read_row(struct stmt *st, struct newcomer_row *r)
{
	memset(r, 0, sizeof(*r));
	r->contractor = stmt_col_int(st, 0);
	r->engagement = (int)stmt_col_int(st, 1);
	copy(r->batch, sizeof(r->batch), stmt_col_text(st, 2));
	r->wanted_by = stmt_col_dup(st, 3);
	r->wanted_key = stmt_col_dup(st, 4);
	r->wanted_mail = stmt_col_dup(st, 5);
	copy(r->state, sizeof(r->state), stmt_col_text(st, 6));
	r->round = (int)stmt_col_int(st, 7);
	r->stage = (int)stmt_col_int(st, 8);
	copy(r->print, sizeof(r->print), stmt_col_text(st, 9));
	r->made_at = stmt_col_int(st, 10);
}

int
newcomer_row_get(struct db *db, int64_t contractor, int engagement,
    struct newcomer_row *r, struct err *e)
{
	struct stmt *st;
	int rc;

	memset(r, 0, sizeof(*r));
	if ((st = stmt_open(db, "SELECT " COLS " FROM newcomer"
	    " WHERE contractor = :contractor AND engagement = :engagement",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", contractor);
	stmt_int(st, ":engagement", engagement);
	if ((rc = stmt_step(st, e)) == 1)
		read_row(st, r);
	stmt_close(st);
	return rc;
}

int
newcomer_row_insert(struct db *db, const struct newcomer_row *r,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO newcomer (contractor, engagement,"
	    " batch, wanted_by, wanted_key, wanted_mail, state, made_at)"
	    " VALUES (:contractor, :engagement, :batch, :by, :key, :mail,"
	    " 'new', :now)", e)) == NULL)
		return -1;
	stmt_int(st, ":contractor", r->contractor);
	stmt_int(st, ":engagement", r->engagement);
	stmt_text(st, ":batch", r->batch);
	stmt_text(st, ":by", r->wanted_by);
	stmt_text(st, ":key", r->wanted_key);
	stmt_text(st, ":mail", r->wanted_mail);
	stmt_int(st, ":now", r->made_at);
	return stmt_run(st, e);
}

int
newcomer_row_set(struct db *db, const struct newcomer_row *r, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE newcomer SET state = :state,"
	    " round = :round, stage = :stage, print = :print"
	    " WHERE contractor = :contractor AND engagement = :engagement",
	    e)) == NULL)
		return -1;
	stmt_text(st, ":state", r->state);
	stmt_int(st, ":round", r->round);
	stmt_int(st, ":stage", r->stage);
	stmt_text(st, ":print", r->print);
	stmt_int(st, ":contractor", r->contractor);
	stmt_int(st, ":engagement", r->engagement);
	return stmt_run(st, e);
}

/* Ends st. */
static int
each(struct stmt *st, newcomer_row_cb *cb, void *arg, struct err *e)
{
	struct newcomer_row *all = NULL;
	size_t n = 0, i;
	int rc;

	while ((rc = stmt_step(st, e)) == 1) {
		all = mem_grow(all, n + 1, sizeof(*all));
		read_row(st, &all[n++]);
	}
	stmt_close(st);
	for (i = 0; rc == 0 && i < n; i++)
		rc = cb(&all[i], arg);
	for (i = 0; i < n; i++)
		newcomer_row_clear(&all[i]);
	free(all);
	return rc;
}

#define EACH "SELECT n.contractor, n.engagement, n.batch, n.wanted_by," \
	" n.wanted_key, n.wanted_mail, n.state, n.round, n.stage, n.print," \
	" n.made_at FROM newcomer n JOIN contractor c ON c.id = n.contractor" \
	" AND c.engagement = n.engagement AND c.status = 'candidate'"

int
newcomer_row_each(struct db *db, const char *state, newcomer_row_cb *cb,
    void *arg, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, EACH " WHERE n.state = :state"
	    " AND (n.state = 'new' OR n.state = 'waiting'"
	    " OR n.state = 'approved') ORDER BY n.batch, n.contractor", e)) ==
	    NULL)
		return -1;
	stmt_text(st, ":state", state);
	return each(st, cb, arg, e);
}

int
newcomer_row_asked(struct db *db, newcomer_row_cb *cb, void *arg,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, EACH " WHERE n.state = 'asked'"
	    " ORDER BY n.batch, n.contractor", e)) == NULL)
		return -1;
	return each(st, cb, arg, e);
}

int
newcomer_row_next(struct db *db, int64_t after, int64_t *id, struct err *e)
{
	struct stmt *st;
	int rc;

	if ((st = stmt_open(db, "SELECT c.id FROM contractor c"
	    " INDEXED BY contractor_odd WHERE c.status = 'candidate'"
	    " AND c.status <> 'active' AND (c.upn IS NULL OR (c.engagement > 1"
	    " AND c.feed IS NOT NULL AND c.missing_on IS NULL))"
	    " AND c.id > :after"
	    " AND NOT EXISTS (SELECT 1 FROM newcomer n"
	    " WHERE n.contractor = c.id AND n.engagement = c.engagement)"
	    " ORDER BY c.id LIMIT 1", e)) == NULL)
		return -1;
	stmt_int(st, ":after", after);
	if ((rc = stmt_step(st, e)) == 1)
		*id = stmt_col_int(st, 0);
	stmt_close(st);
	return rc;
}

int
newcomer_row_twins(struct db *db, const struct contractor *c, int64_t *ids,
    int max, struct err *e)
{
	struct stmt *st;
	int n = 0, rc = 1;

	/* Who has neither is known by his wish alone. */
	if ((st = stmt_open(db, "SELECT id FROM contractor WHERE id <> :id"
	    " AND erased_at IS NULL AND (worker_id = :worker"
	    " OR email = :email COLLATE NOCASE OR (:worker IS NULL"
	    " AND :email IS NULL AND display_name = :name AND EXISTS"
	    " (SELECT 1 FROM newcomer n WHERE n.contractor = contractor.id"
	    " AND n.engagement = contractor.engagement))) ORDER BY status ="
	    " 'offboarded' OR status = 'withdrawn' OR status ="
	    " 'transferred', id DESC", e)) == NULL)
		return -1;
	stmt_int(st, ":id", c->id);
	stmt_text(st, ":name", c->display_name);
	stmt_text(st, ":worker", c->worker_id);
	stmt_text(st, ":email", c->email);
	while (n < max && (rc = stmt_step(st, e)) == 1)
		ids[n++] = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == -1 ? -1 : n;
}

int
newcomer_row_taken(struct db *db, const char *login, const char *upn_key,
    int64_t but, struct err *e)
{
	struct stmt *st;
	int rc = -1;

	if ((st = stmt_open(db, "SELECT EXISTS (SELECT 1 FROM contractor"
	    " WHERE upn_key = :key AND id <> :but) OR EXISTS (SELECT 1"
	    " FROM upn_former WHERE upn_key = :key) OR EXISTS (SELECT 1"
	    " FROM account WHERE (upn_key = :key OR login = :login"
	    " COLLATE NOCASE) AND contractor IS NOT :but) OR EXISTS (SELECT 1"
	    " FROM person WHERE upn_key = :key)", e)) == NULL)
		return -1;
	stmt_text(st, ":key", upn_key);
	stmt_text(st, ":login", login);
	stmt_int(st, ":but", but);
	if (stmt_step(st, e) == 1)
		rc = (int)stmt_col_int(st, 0);
	stmt_close(st);
	return rc;
}

int
newcomer_row_name(struct db *db, int64_t contractor, const char *upn,
    const char *upn_key, int64_t now, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "UPDATE OR IGNORE contractor SET upn = :upn,"
	    " upn_key = :key, changed_at = :now WHERE id = :id"
	    " AND upn IS NULL", e)) == NULL)
		return -1;
	stmt_text(st, ":upn", upn);
	stmt_text(st, ":key", upn_key);
	stmt_int(st, ":now", now);
	stmt_int(st, ":id", contractor);
	return stmt_changed(st, e);
}

int
newcomer_row_login(struct db *db, const char *login, char **key, char **mail,
    struct err *e)
{
	struct stmt *st;
	int rc, more = 0;

	*key = *mail = NULL;
	if ((st = stmt_open(db, "SELECT upn_key, email FROM person"
	    " WHERE upn_key >= lower(:login) || '@'"
	    " AND upn_key < lower(:login) || 'A' AND enabled = 1", e)) == NULL)
		return -1;
	stmt_text(st, ":login", login);
	if ((rc = stmt_step(st, e)) == 1) {
		*key = stmt_col_dup(st, 0);
		*mail = stmt_col_dup(st, 1);
		more = stmt_step(st, e);
	}
	stmt_close(st);
	if (more == 0)
		return rc;
	free(*key);
	free(*mail);
	*key = *mail = NULL;
	return more == -1 ? -1 : 0;
}
