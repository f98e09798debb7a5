#include "act/trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/fields.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/text.h"
#include "domain/vocab.h"
#include "store/evidence.h"
#include "store/newcomer_row.h"
#include "store/outbox.h"

#define HOUR 3600LL

int
trial_address(struct ctx *x, const char *login, char **to, struct err *e)
{
	char *key = NULL, *name = NULL;
	int rc;

	*to = NULL;
	if (text_upn(login) && (key = text_fold(login)) != NULL)
		rc = fields_person(x->db, key, &name, to, e);
	else
		rc = newcomer_row_login(x->db, login, &key, to, e);
	free(key);
	free(name);
	if (rc == -1 || *to == NULL || !text_upn(*to)) {
		free(*to);
		*to = NULL;
		return rc == -1 ? -1 : 0;
	}
	return 1;
}

/* place: the first free one of this hour's.  1, 0 there is none, -1. */
static int
place(struct ctx *x, const char *to, char dedup[400], struct err *e)
{
	int i, rc = 1;

	for (i = 0; i < TRIAL_MAX && rc == 1; i++) {
		(void)snprintf(dedup, 400, "trial/%.300s/%lld/%d", to,
		    (long long)(x->now / HOUR), i);
		rc = outbox_has(x->db, dedup, e);
	}
	return rc == -1 ? -1 : !rc;
}

static int
record(struct ctx *x, const char *kind, const char *to, int64_t outbox,
    const struct pairs *values, struct err *e)
{
	struct jot j;
	int rc;

	jot_init(&j);
	jot_str(&j, "template", kind);
	jot_int(&j, "outbox", outbox);
	jot_str(&j, "to", to);
	jot_str(&j, "contractor_upn", pairs_get(values, PAIRS_ALL,
	    "contractor_upn"));
	rc = evidence_add(x->db, x->now, x->actor, "template.trial",
	    "template", jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc;
}

static int
send(struct ctx *x, const char *kind, const struct pairs *values,
    const char *to, struct err *e)
{
	struct outbox_new m = { .template = kind, .recipient = to,
		.now = x->now };
	char dedup[400];
	int64_t id;
	struct jot j;
	int rc;

	if ((rc = place(x, to, dedup, e)) != 1)
		return rc == -1 ? -1 : err_set(e, ERR_REFUSED, "%d tests in "
		    "an hour are enough", TRIAL_MAX);
	jot_init(&j);
	fields_jot(values, &j);
	m.dedup = dedup;
	m.fields = jot_get(&j);
	rc = outbox_queue(x->db, &m, &id, e);
	jot_clear(&j);
	return rc == -1 ? -1 : record(x, kind, to, id, values, e);
}

int
trial_send(struct ctx *x, const char *kind, struct pairs *values,
    const char *login, struct err *e)
{
	char *to = NULL;
	int rc;

	if (!vocab_kind(kind, NULL))
		return err_set(e, ERR_DATA, "%s: no such mail", kind);
	pairs_set(values, PAIRS_ALL, VOCAB_TRIAL, "yes");
	if (db_begin(x->db, e) == -1)
		return -1;
	if ((rc = trial_address(x, login, &to, e)) == 0)
		rc = err_set(e, ERR_DATA, "%s: no mail address is known",
		    login);
	else if (rc == 1)
		rc = send(x, kind, values, to, e);
	free(to);
	if (rc == 0)
		return db_commit(x->db, e);
	db_rollback(x->db);
	return -1;
}
