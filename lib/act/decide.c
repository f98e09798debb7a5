#include "act/decide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "act/proof.h"
#include "act/record.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/text.h"
#include "store/decision.h"
#include "store/person.h"

static int
record(struct ctx *x, const struct decide *w, int64_t *seq, struct err *e)
{
	struct jot t;
	int rc;

	jot_init(&t);
	jot_str(&t, "answer", w->answer);
	jot_str(&t, "known_by", "shell");
	if (w->undoes != 0)
		jot_int(&t, "undoes", w->undoes);
	jot_str(&t, "reason", w->reason);
	rc = record_about(x, "decision", "contractor", w->contractor, &t, seq,
	    e);
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

/* goes_by: 1 if the key is the login's, or its local part is; 0, -1. */
static int
goes_by(struct db *db, const char *login, const char *key, struct err *e)
{
	size_t len = strcspn(key, "@");

	if (strcasecmp(login, key) == 0 || (strlen(login) == len &&
	    strncasecmp(login, key, len) == 0))
		return 1;
	return person_goes_by(db, key, login, e);
}

/*
 * bare: what the login says beside a suffix, a realm or a domain: "alice" of
 * alice@REALM, alice/admin@REALM, DOMAIN\alice; malloc'd.
 */
static char *
bare(const char *login)
{
	const char *s = strrchr(login, '\\');

	s = s != NULL ? s + 1 : login;
	return mem_strn(s, strcspn(s, "/@"));
}

int
decide_own(struct db *db, const char *actor, const char *key, struct err *e)
{
	const char *login = actor + 9;
	char *folded, *name;
	int rc;

	/* An API key's number is nobody's login. */
	if (strncmp(actor, "operator/", 9) != 0 || *login == '\0')
		return 0;
	if ((rc = goes_by(db, login, key, e)) != 0 ||
	    strpbrk(login, "\\/@") == NULL ||
	    (folded = text_fold(login)) == NULL)
		return rc;
	/* A realm is not always a suffix of the directory's: a login that it
	 * has not is judged by the rest, rather than by nothing. */
	rc = person_goes_by(db, folded, folded, e);
	free(folded);
	if (rc != 0)
		return rc == -1 ? -1 : 0;	/* he is somebody else */
	name = bare(login);
	rc = *name != '\0' ? goes_by(db, name, key, e) : 0;
	free(name);
	return rc;
}
