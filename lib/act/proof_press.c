#include "act/proof_press.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/key.h"
#include "base/mem.h"
#include "store/outbox.h"
#include "store/question_batch.h"

static int
load_list(struct db *db, int64_t outbox, struct proof *p, struct err *e)
{
	struct question_batch_one *all;
	char dedup[64];
	struct question q;
	int64_t told;
	size_t n, i;
	int rc;

	rc = outbox_about(db, outbox, "question", &p->question, e);
	if (rc == 1)
		rc = question_get(db, p->question, &q, e);
	if (rc != 1 || q.batch[0] == '\0')
		return rc == -1 ? -1 : 0;
	/* The one message that told of it: no other has its buttons. */
	(void)snprintf(dedup, sizeof(dedup), "inactive/%.16s/slack", q.batch);
	if ((rc = outbox_find(db, dedup, &told, e)) != 1 || told != outbox)
		return rc == -1 ? -1 : 0;
	rc = question_batch_all(db, "inactive", q.batch, &all, &n, e);
	for (i = 0; i < n; i++)
		link_listed(&p->listed, all[i].question, all[i].contractor,
		    all[i].nonce, sizeof(all[i].nonce), q.batch, NULL);
	free(all);
	if (rc == 0 && !buf_ok(&p->listed))
		rc = err_set(e, ERR_DATA, "outbox/%lld lists too much",
		    (long long)outbox);
	return rc == -1 ? -1 : n > 0;
}

int
proof_press_load(struct db *db, int64_t id, struct proof *p, struct err *e)
{
	struct outbox o;
	int rc;

	if ((rc = outbox_get(db, id, &o, e)) != 1)
		return rc;
	rc = 0;
	if (strcmp(o.channel, "slack") == 0 &&
	    strcmp(o.template, "inactive") == 0) {
		p->key = mem_str(o.recipient);
		p->message_id = mem_str(o.message_id);
		rc = load_list(db, id, p, e);
	}
	outbox_clear(&o);
	return rc;
}

int
proof_press_check(struct db *db, const char *dir, const char *tenant,
    const char *s, int64_t *outbox, struct question *first, struct err *e)
{
	unsigned char public[LINK_PUBLIC_LEN];
	struct proof p;
	struct link l;
	int rc;

	if (link_parse(s, strlen(s), &l) == -1 || l.kind != LINK_PRESS)
		return 0;
	if (key_public(dir, tenant, "token", l.key, public, e) == -1) {
		if (e->kind != ERR_DATA)
			return -1;
		err_clear(e);
		return 0;
	}
	if ((rc = proof_load(db, tenant, &l, &p, e)) == 1)
		rc = link_check(&l, &p.about, public) ?
		    question_get(db, p.question, first, e) : 0;
	*outbox = l.id;
	proof_clear(&p);
	return rc;
}

int
proof_press_sign(struct db *db, const char *dir, const char *tenant,
    int64_t ask, const char *answer, const char *actor, int64_t decided_at,
    char out[LINK_LEN + 1], struct err *e)
{
	struct link l = { LINK_CHAT, 0, ask, decided_at, { 0 } };
	unsigned char secret[LINK_SECRET_LEN];
	struct proof p;
	int rc;

	if ((rc = proof_load(db, tenant, &l, &p, e)) == 0)
		rc = err_set(e, ERR_BUG, "no ask/%lld to decide by",
		    (long long)ask);
	if (rc == 1 && (rc = key_secret_newest(dir, tenant, "token", &l.key,
	    secret, e)) == -1)
		(void)err_add(e, "a decision by Slack is signed");
	else if (rc == 0) {
		p.about.answer = answer;
		p.about.actor = actor;
		p.about.decided_at = decided_at;
		if ((rc = link_make(&l, &p.about, secret, out)) == -1)
			(void)err_set(e, ERR_BUG, "a decision cannot be "
			    "signed");
		mem_wipe(secret, sizeof(secret));
	}
	proof_clear(&p);
	return rc == -1 ? -1 : 0;
}
