#include "act/decide.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "act/proof.h"
#include "base/jot.h"
#include "store/decision.h"
#include "store/evidence.h"
#include "store/person.h"

static int
record(struct ctx *x, const struct decide *w, int64_t *seq, struct err *e)
{
	char subject[40];
	struct jot t;
	int rc;

	snprintf(subject, sizeof(subject), "contractor/%lld",
	    (long long)w->contractor);
	jot_init(&t);
	jot_str(&t, "answer", w->answer);
	jot_str(&t, "known_by", "shell");
	if (w->undoes != 0)
		jot_int(&t, "undoes", w->undoes);
	jot_str(&t, "reason", w->reason);
	rc = evidence_add(x->db, x->now, x->actor, "decision", subject,
	    jot_get(&t), seq, e);
	jot_clear(&t);
	return rc;
}

int
decide_shell(struct ctx *x, const char *keys, const struct decide *w,
    int64_t *id, struct err *e)
{
	char proof[LINK_LEN + 1], reason[1024];
	struct decision d;

	memset(&d, 0, sizeof(d));
	if (proof_shell(keys, x->tenant->name, w->contractor, w->answer,
	    x->actor, x->now, w->what, proof, e) == -1 ||
	    record(x, w, &d.evidence, e) == -1)
		return -1;
	d.contractor = w->contractor;
	snprintf(d.answer, sizeof(d.answer), "%s", w->answer);
	snprintf(d.actor_kind, sizeof(d.actor_kind), "%s",
	    w->actor_kind != NULL ? w->actor_kind : "operator");
	snprintf(d.known_by, sizeof(d.known_by), "shell");
	snprintf(reason, sizeof(reason), "%s",
	    w->reason != NULL ? w->reason : "");
	d.undoes = w->undoes;
	d.proof = proof;
	d.reason = w->reason != NULL ? reason : NULL;
	d.decided_at = x->now;
	return decision_insert(x->db, &d, id, e);
}

int
decide_own(struct db *db, const char *actor, const char *key, struct err *e)
{
	const char *login = actor + 9;
	size_t len = strcspn(key, "@");

	/* An API key's number is nobody's login. */
	if (strncmp(actor, "operator/", 9) != 0 || *login == '\0')
		return 0;
	if (strcasecmp(login, key) == 0 || (strlen(login) == len &&
	    strncasecmp(login, key, len) == 0))
		return 1;
	return person_goes_by(db, key, login, e);
}
