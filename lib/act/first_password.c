#include "act/first_password.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "act/key.h"
#include "act/proof.h"
#include "act/record.h"
#include "act/vault.h"
#include "base/jot.h"
#include "base/mem.h"
#include "store/question.h"

enum { CREDENTIAL_LATE = 86400 };	/* a system that cannot just now */

/* Letters that nobody takes for another; 19 of them with three signs are more
 * than 90 bits, and three of the four kinds that a policy may ask for. */
static void
make(char out[FIRST_PASSWORD])
{
	static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ"
	    "abcdefghijkmnpqrstuvwxyz23456789";
	size_t i;

	do
		for (i = 0; i < 19; i++)
			out[i] = i % 5 == 4 ? '-' : letters[
			    randombytes_uniform(sizeof(letters) - 1)];
	while (strpbrk(out, "ABCDEFGHJKLMNPQRSTUVWXYZ") == NULL ||
	    strpbrk(out, "abcdefghijkmnpqrstuvwxyz") == NULL ||
	    strpbrk(out, "23456789") == NULL);
}

static int
record(struct ctx *x, int64_t contractor, const char *action, struct jot *j,
    struct err *e)
{
	int rc;

	rc = record_about(x, action, "contractor", contractor, j, NULL, e);
	jot_clear(j);
	return rc;
}

/* Shown first of all means: not again. */
static int
give(struct ctx *x, const struct ticket *t, int login, const char *address,
    const char *agent, const struct credential *c, struct err *e)
{
	struct jot j;
	int rc = question_closed(x->db, t->asked.id, "overtaken", e);

	if (rc != 1)
		return rc;
	if (credential_insert(x->db, c, e) == -1)
		return -1;
	jot_init(&j);
	jot_int(&j, "question", t->asked.id);
	jot_int(&j, "ask", t->ask.id);
	jot_str(&j, "reviewer", t->reviewer_key);
	jot_str(&j, "known_by", login ? "login" : "link");
	jot_str(&j, "mailed_to", t->mailed_to);
	jot_str(&j, "address", address);
	jot_str(&j, "agent", agent);
	return record(x, t->contractor.id, "credential.shown", &j, e) == -1 ?
	    -1 : 1;
}

int
first_password_make(struct ctx *x, const char *keys, const struct ticket *t,
    int login, const char *address, const char *agent,
    char out[FIRST_PASSWORD], struct err *e)
{
	struct credential c;
	int rc;

	memset(&c, 0, sizeof(c));
	memset(out, 0, FIRST_PASSWORD);
	make(out);
	c.question = t->asked.id;
	c.contractor = t->contractor.id;
	c.made_at = x->now;
	(void)snprintf(x->actor, sizeof(x->actor), "ask/%lld",
	    (long long)t->ask.id);
	db_rollback(x->db);	/* what the page was read in */
	c.len = sizeof(c.box);
	if ((rc = vault_seal(keys, x->tenant->name, out, strlen(out), c.box,
	    &c.len, &c.key, e)) == 0 &&
	    (rc = vault_shut(keys, x->tenant->name, t->token, c.proof, e)) ==
	    0 &&
	    (rc = db_begin(x->db, e)) == 0) {
		rc = give(x, t, login, address, agent, &c, e);
		if (rc == 1 && db_commit(x->db, e) == -1)
			rc = -1;
		if (rc != 1)
			db_rollback(x->db);
	}
	if (rc != 1)
		mem_wipe(out, FIRST_PASSWORD);
	return rc;
}

static int
no(struct err *e, const char *why)
{
	(void)err_set(e, ERR_REFUSED, "%s", why);
	return 0;
}

/* What the link is about: rows that the signature was over. */
static int
about(struct ctx *x, const struct credential *c, const struct link *l,
    const struct proof *p, struct err *e)
{
	struct contractor who;
	struct question q;
	int rc;

	if (p->question != c->question || p->about.contractor != c->contractor)
		return no(e, "its link is about something else");
	if ((rc = question_get(x->db, c->question, &q, e)) != 1 ||
	    (rc = contractor_get(x->db, c->contractor, &who, e)) != 1)
		return rc == -1 ? -1 : no(e, "he is not there");
	if (strcmp(q.kind, "provision") != 0 ||
	    strncmp(q.period, "credential/", 11) != 0)
		rc = no(e, "its link asks for no password");
	else if (c->made_at > l->expires_at ||
	    x->now > l->expires_at + CREDENTIAL_LATE)
		rc = no(e, "its link had lapsed");
	else if (q.engagement != who.engagement ||
	    strcmp(who.status, "active") != 0)
		rc = no(e, "he is not here any more");
	else if (who.manager_key == NULL ||
	    strcmp(who.manager_key, p->key) != 0)
		rc = no(e, "its link is not his manager's");
	contractor_clear(&who);
	return rc;
}

int
first_password_holds(struct ctx *x, const char *keys,
    const struct credential *c, struct err *e)
{
	unsigned char public[LINK_PUBLIC_LEN];
	char token[VAULT_MAX + 1];
	struct proof p;
	struct link l;
	int rc;

	if (vault_open(keys, x->tenant->name, c->proof, token, e) == -1)
		return e->kind == ERR_DATA ? 0 : -1;
	if (link_parse(token, strlen(token), &l) == -1 ||
	    l.kind != LINK_ASK)
		return no(e, "it came by no link");
	if (key_public(keys, x->tenant->name, "token", l.key, public, e) == -1)
		return e->kind == ERR_DATA ? 0 : -1;
	if ((rc = proof_load(x->db, x->tenant->name, &l, &p, e)) == 1)
		rc = link_check(&l, &p.about, public) ?
		    about(x, c, &l, &p, e) :
		    no(e, "the signature of its link is not ours");
	else if (rc == 0)
		rc = no(e, "what its link is about is not there");
	proof_clear(&p);
	return rc;
}

int
first_password_over(struct ctx *x, const struct credential *c,
    const char *how, const char *words, struct err *e)
{
	char action[40];
	struct jot j;
	int rc;

	if (db_begin(x->db, e) == -1)
		return -1;
	(void)snprintf(action, sizeof(action), "credential.%s", how);
	jot_init(&j);
	jot_int(&j, "question", c->question);
	if (*words != '\0')
		jot_str(&j, "words", words);
	rc = record(x, c->contractor, action, &j, e);
	if (rc == 0)
		rc = credential_delete(x->db, c->question, e);
	if (rc == 0)
		return db_commit(x->db, e);
	db_rollback(x->db);
	return -1;
}
