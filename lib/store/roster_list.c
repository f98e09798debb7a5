#include "store/roster_list.h"

#include <string.h>

#define COLS "id, feed, source, name, etag, sha256, mode = 'delta', state," \
	" rows, added, changed, missing, returned, rejected, came_at, evidence"

static int
walk(struct stmt *st, roster_list_cb *cb, void *arg, struct err *e)
{
	struct roster r;
	const void *sha;
	size_t len;
	int rc;

	while ((rc = stmt_step(st, e)) == 1) {
		memset(&r, 0, sizeof(r));
		r.id = stmt_col_int(st, 0);
		r.feed = stmt_col_text(st, 1);
		r.source = stmt_col_text(st, 2);
		r.name = stmt_col_text(st, 3);
		r.etag = stmt_col_text(st, 4);
		if ((sha = stmt_col_blob(st, 5, &len)) != NULL &&
		    len == sizeof(r.sha256))
			memcpy(r.sha256, sha, len);
		r.delta = (int)stmt_col_int(st, 6);
		r.state = stmt_col_text(st, 7);
		r.rows = stmt_col_int(st, 8);
		r.added = stmt_col_int(st, 9);
		r.changed = stmt_col_int(st, 10);
		r.missing = stmt_col_int(st, 11);
		r.returned = stmt_col_int(st, 12);
		r.rejected = stmt_col_int(st, 13);
		r.came_at = stmt_col_int(st, 14);
		r.evidence = stmt_col_int(st, 15);
		if ((rc = cb(&r, arg)) != 0)
			break;
	}
	stmt_close(st);
	return rc;
}

int
roster_list(struct db *db, int64_t before, int max, roster_list_cb *cb,
    void *arg, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM roster"
	    " WHERE id < :before ORDER BY id DESC LIMIT :max", e)) == NULL)
		return -1;
	stmt_int(st, ":before", before == 0 ? INT64_MAX : before);
	stmt_int(st, ":max", max);
	return walk(st, cb, arg, e);
}

int
roster_list_one(struct db *db, int64_t id, roster_list_cb *cb, void *arg,
    struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "SELECT " COLS " FROM roster WHERE id = :id",
	    e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	return walk(st, cb, arg, e);
}

int64_t
roster_list_newest(struct db *db, const unsigned char sha256[32],
    struct err *e)
{
	struct stmt *st;
	int64_t id = 0;
	int rc;

	if ((st = stmt_open(db, "SELECT id FROM roster WHERE sha256 = :sha256"
	    " ORDER BY id DESC LIMIT 1", e)) == NULL)
		return -1;
	stmt_blob(st, ":sha256", sha256, 32);
	if ((rc = stmt_step(st, e)) == 1)
		id = stmt_col_int(st, 0);
	stmt_close(st);
	return rc == -1 ? -1 : id;
}
