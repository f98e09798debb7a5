#include "store/sync_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void
take(struct stmt *st, struct sync_state *s)
{
	s->cookie = stmt_col_dup(st, 0);
	s->server = stmt_col_dup(st, 1);
	free(s->keys);
	s->keys = stmt_col_dup(st, 2);
	s->items = stmt_col_int(st, 3);
	s->persons = stmt_col_int(st, 4);
	s->full_at = stmt_col_int(st, 5);
	s->ok_at = stmt_col_int(st, 6);
	s->look_seq = stmt_col_int(st, 7);
	snprintf(s->look_on, sizeof(s->look_on), "%s",
	    stmt_col_null(st, 8) ? "" : stmt_col_text(st, 8));
}

int
sync_state_get(struct db *db, const char *connector, struct sync_state *s,
    struct err *e)
{
	struct stmt *st;
	int rc;

	memset(s, 0, sizeof(*s));
	snprintf(s->connector, sizeof(s->connector), "%s", connector);
	s->keys = mem_str("");
	if ((st = stmt_open(db, "SELECT cast(cookie AS TEXT), server, keys,"
	    " items, persons, full_at, ok_at, look_seq, look_on FROM sync"
	    " WHERE connector = :connector", e)) == NULL)
		return -1;
	stmt_text(st, ":connector", connector);
	if ((rc = stmt_step(st, e)) == 1)
		take(st, s);
	stmt_close(st);
	return rc;
}

int
sync_state_put(struct db *db, const struct sync_state *s, struct err *e)
{
	struct stmt *st;

	if ((st = stmt_open(db, "INSERT OR REPLACE INTO sync(connector,"
	    " cookie, server, keys, items, persons, full_at, ok_at, look_seq,"
	    " look_on) VALUES(:connector, cast(:cookie AS BLOB), :server,"
	    " :keys, :items, :persons, :full_at, :ok_at, :look_seq,"
	    " nullif(:look_on, ''))", e)) == NULL)
		return -1;
	stmt_text(st, ":connector", s->connector);
	stmt_text(st, ":cookie", s->cookie);
	stmt_text(st, ":server", s->server);
	stmt_text(st, ":keys", s->keys);
	stmt_int(st, ":items", s->items);
	stmt_int(st, ":persons", s->persons);
	stmt_int(st, ":full_at", s->full_at);
	stmt_int(st, ":ok_at", s->ok_at);
	stmt_int(st, ":look_seq", s->look_seq);
	stmt_text(st, ":look_on", s->look_on);
	return stmt_run(st, e);
}

void
sync_state_clear(struct sync_state *s)
{
	free(s->cookie);
	free(s->server);
	free(s->keys);
	memset(s, 0, sizeof(*s));
}
