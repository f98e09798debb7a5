#include "store/outbox_again.h"

#include <stdlib.h>
#include <string.h>

static int
read_row(struct db *db, int64_t id, char *text[4], int *again,
    struct err *e)
{
	struct stmt *st;
	int i, rc;

	if ((st = stmt_open(db, "SELECT channel, template, recipient, fields,"
	    " again FROM outbox WHERE id = :id AND state NOT IN ('queued',"
	    "'sending') AND recipient <> ''", e)) == NULL)
		return -1;
	stmt_int(st, ":id", id);
	if ((rc = stmt_step(st, e)) == 1) {
		for (i = 0; i < 4; i++)
			text[i] = stmt_col_dup(st, i);
		*again = (int)stmt_col_int(st, 4);
	}
	stmt_close(st);
	return rc;
}

int
outbox_again(struct db *db, int64_t id, const char *dedup, int64_t now,
    int64_t *new_id, struct err *e)
{
	char *text[4] = { NULL, NULL, NULL, NULL };
	struct outbox_new o;
	int i, rc;

	memset(&o, 0, sizeof o);
	if ((rc = read_row(db, id, text, &o.again, e)) == 1) {
		o.channel = text[0];
		o.template = text[1];
		o.recipient = text[2];
		o.fields = text[3];
		o.dedup = dedup;
		o.now = now;
		rc = outbox_queue(db, &o, new_id, e);
	}
	for (i = 0; i < 4; i++)
		free(text[i]);
	return rc;
}
