#include "act/bounced.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "act/deliver_record.h"
#include "act/undeliverable.h"

int
bounced_find(struct ctx *x, const struct bounce *b, int64_t verp,
    struct outbox *row, struct err *e)
{
	int64_t id = b->id != 0 ? b->id : verp;
	int rc;

	memset(row, 0, sizeof(*row));
	if (id == 0 || (rc = outbox_get(x->db, id, row, e)) == 0)
		return 0;
	if (rc == -1)
		return -1;
	if (strcmp(row->channel, "mail") == 0) {
		if (b->id != 0 && strcmp(b->message_id, row->message_id) == 0)
			return 1;
		if (b->id == 0 && b->report &&
		    strcasecmp(b->recipient, row->recipient) == 0)
			return 1;
	}
	outbox_clear(row);
	return 0;
}

enum bounced_what
bounced_what(const struct bounce *b, const struct outbox *o)
{
	if (b->kind == BOUNCE_DELAYED)
		return BOUNCED_DELAYED;
	if (b->kind != BOUNCE_FAILED)
		return BOUNCED_IGNORED;
	if (strcmp(o->state, "sent") == 0 ||
	    strcmp(o->state, "sending") == 0 ||
	    strcmp(o->state, "uncertain") == 0)
		return BOUNCED_FAILED;
	return BOUNCED_KNOWN;
}

static int
fail(struct ctx *x, const struct bounce *b, const struct outbox *o,
    struct err *e)
{
	char words[400];
	int rc;

	snprintf(words, sizeof(words), "returned: %s%s%s", b->status,
	    *b->status != '\0' ? " " : "", b->words);
	rc = outbox_end(x->db, o->id, "failed", words, e);
	if (rc != 1)
		return rc;
	rc = deliver_record(x, o, "mail.bounced", words, NULL, e);
	return rc == -1 ? -1 : undeliverable_open(x, o, "failed", words, e);
}

int
bounced_apply(struct ctx *x, const struct bounce *b, const struct outbox *o,
    struct err *e)
{
	if (bounced_what(b, o) != BOUNCED_FAILED)
		return 0;
	if (db_begin(x->db, e) == -1)
		return -1;
	if (fail(x, b, o, e) == -1 || db_commit(x->db, e) == -1) {
		db_rollback(x->db);
		return -1;
	}
	return 0;
}
