#include "store/credential.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

int
credential_insert(struct db *db, const struct credential *c, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT INTO credential (question, contractor,"
	    " key, box, made_at, proof) VALUES (:question, :contractor, :key,"
	    " :box, :now, :proof)", e)) == NULL)
		return -1;
	stmt_int(st, ":question", c->question);
	stmt_int(st, ":contractor", c->contractor);
	stmt_int(st, ":key", c->key);
	stmt_blob(st, ":box", c->box, c->len);
	stmt_int(st, ":now", c->made_at);
	stmt_blob(st, ":proof", c->proof, strlen(c->proof));
	return stmt_run(st, e);
}

int
credential_each(struct db *db, credential_cb *cb, void *arg, struct err *e)
{
	struct credential *all = NULL;
	struct stmt *st;
	const void *box;
	size_t n = 0, i, len;
	int rc;

	if ((st = stmt_open(db, "SELECT question, contractor, key, box,"
	    " made_at, proof FROM credential ORDER BY question", e)) == NULL)
		return -1;
	while ((rc = stmt_step(st, e)) == 1) {
		all = mem_grow(all, n + 1, sizeof(*all));
		memset(&all[n], 0, sizeof(*all));
		all[n].question = stmt_col_int(st, 0);
		all[n].contractor = stmt_col_int(st, 1);
		all[n].key = (int)stmt_col_int(st, 2);
		box = stmt_col_blob(st, 3, &all[n].len);
		if (all[n].len > CREDENTIAL_BOX)
			all[n].len = 0;
		if (box != NULL && all[n].len > 0)
			memcpy(all[n].box, box, all[n].len);
		all[n].made_at = stmt_col_int(st, 4);
		box = stmt_col_blob(st, 5, &len);
		if (box != NULL && len <= CREDENTIAL_PROOF)
			memcpy(all[n].proof, box, len);
		n++;
	}
	stmt_close(st);
	for (i = 0; rc == 0 && i < n; i++)
		rc = cb(&all[i], arg);
	free(all);
	return rc;
}

static int
one(struct stmt *st, int64_t question, struct err *e)
{

	if (st == NULL)
		return -1;
	stmt_int(st, ":question", question);
	return stmt_run(st, e);
}

int
credential_delete(struct db *db, int64_t question, struct err *e)
{
	if (one(stmt_open(db, "UPDATE credential SET"
	    " box = zeroblob(length(box)) WHERE question = :question", e),
	    question, e) == -1)
		return -1;
	return one(stmt_open(db, "DELETE FROM credential"
	    " WHERE question = :question", e), question, e);
}
