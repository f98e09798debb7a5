#include "act/deliver_record.h"

#include <stdlib.h>

#include "act/record.h"
#include "base/jot.h"

static void
say_detail(struct jot *j, const struct outbox *o, const char *words,
    const char *sha256)
{
	jot_init(j);
	jot_int(j, "outbox", o->id);
	jot_str(j, "template", o->template);
	jot_str(j, "recipient", o->recipient);
	jot_str(j, "message_id", o->message_id);
	jot_int(j, "tries", o->tries);
	if (sha256 != NULL && *sha256 != '\0')
		jot_str(j, "sha256", sha256);
	if (words != NULL)
		jot_str(j, "words", words);
}

int
deliver_record(struct ctx *x, const struct outbox *o, const char *action,
    const char *words, const char *sha256, struct err *e)
{
	int64_t *about;
	size_t i, n;
	struct jot j;
	int rc = 0;

	if (outbox_contractors(x->db, o->id, &about, &n, e) == -1)
		return -1;
	say_detail(&j, o, words, sha256);
	for (i = 0; rc == 0 && i < n; i++)
		rc = record_about(x, action, "contractor", about[i], &j,
		    NULL, e);
	if (n == 0)
		rc = record_about(x, action, "outbox", o->id, &j, NULL, e);
	jot_clear(&j);
	free(about);
	return rc;
}

int
deliver_record_intent(struct ctx *x, const struct outbox *o,
    const char *sha256, struct err *e)
{
	struct jot j;
	int rc;

	say_detail(&j, o, NULL, sha256);
	rc = record_about(x, "mail.send", "outbox", o->id, &j, NULL, e);
	jot_clear(&j);
	return rc;
}
