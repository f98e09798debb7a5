#include "act/proof.h"

#include <stdlib.h>
#include <string.h>

#include "act/key.h"
#include "act/proof_key.h"
#include "act/vault.h"
#include "act/proof_press.h"
#include "base/mem.h"
#include "base/text.h"
#include "store/ask.h"
#include "store/evidence.h"
#include "store/listed.h"
#include "store/outbox.h"
#include "store/question.h"

enum { LISTED_MAX = 1 << 20 };	/* some 3000 asks */

void
proof_clear(struct proof *p)
{
	free(p->key);
	free(p->message_id);
	buf_clear(&p->listed);
	memset(p, 0, sizeof(*p));
}

static int
load_ask(struct db *db, int64_t id, struct proof *p, struct err *e)
{
	struct question q;
	struct ask a;
	int rc;

	if ((rc = ask_get(db, id, &a, e)) != 1)
		return rc;
	if ((rc = question_get(db, a.question, &q, e)) == 1) {
		p->about.contractor = q.contractor;
		p->question = q.id;
		memcpy(p->nonce, q.nonce, sizeof(p->nonce));
		p->key = mem_str(a.reviewer_key);
		if (!question_attests(q.kind))
			link_what(q.kind, q.period, q.batch, p->what);
	}
	ask_clear(&a);
	return rc;
}

/* What the message lists, and the decision that a notice is about. */
static int
load_listed(struct db *db, int64_t id, struct proof *p, struct err *e)
{
	char what[LINK_WHAT];
	struct listed *all;
	int64_t decision;
	size_t n, i;
	int rc;

	if ((rc = outbox_about(db, id, "decision", &decision, e)) == -1)
		return -1;
	if (rc == 1)
		link_listed(&p->listed, 0, decision, NULL, 0, NULL, NULL);
	rc = listed_all(db, id, &all, &n, e);
	for (i = 0; i < n; i++) {
		link_what(all[i].kind, all[i].period, all[i].batch, what);
		link_listed(&p->listed, all[i].ask, all[i].contractor,
		    all[i].nonce, sizeof(all[i].nonce), all[i].reviewer_key,
		    question_attests(all[i].kind) ? NULL : what);
	}
	listed_free(all, n);
	if (rc == 0 && !buf_ok(&p->listed))
		rc = err_set(e, ERR_DATA, "outbox/%lld lists too much",
		    (long long)id);
	return rc;
}

static int
load_message(struct db *db, int64_t id, struct proof *p, struct err *e)
{
	struct outbox o;
	int rc;

	if ((rc = outbox_get(db, id, &o, e)) != 1)
		return rc;
	p->key = text_fold(o.recipient);
	p->message_id = mem_str(o.message_id);
	outbox_clear(&o);
	return load_listed(db, id, p, e) == -1 ? -1 : 1;
}

int
proof_load(struct db *db, const char *tenant, const struct link *l,
    struct proof *p, struct err *e)
{
	int rc = 0;

	memset(p, 0, sizeof(*p));
	buf_init(&p->listed, LISTED_MAX);
	if (l->kind == LINK_ASK || l->kind == LINK_CHAT)
		rc = load_ask(db, l->id, p, e);
	else if (l->kind == LINK_LIST)
		rc = load_message(db, l->id, p, e);
	else if (l->kind == LINK_PRESS)
		rc = proof_press_load(db, l->id, p, e);
	p->about.tenant = tenant;
	p->about.reviewer_key = p->key;
	p->about.nonce = p->message_id != NULL ? (void *)p->message_id :
	    (void *)p->nonce;
	p->about.nonce_len = p->message_id != NULL ? strlen(p->message_id) :
	    sizeof(p->nonce);
	p->about.listed = p->listed.p;
	p->about.listed_len = p->listed.len;
	p->about.what = p->what[0] != '\0' ? p->what : NULL;
	return rc;
}

int
proof_link(struct db *db, const char *tenant, int kind, int64_t id,
    int64_t expires_at, int key, const unsigned char secret[LINK_SECRET_LEN],
    char out[LINK_LEN + 1], struct err *e)
{
	struct link l = { kind, key, id, expires_at, { 0 } };
	struct proof p;
	int rc = proof_load(db, tenant, &l, &p, e);

	if (rc == 0)
		rc = err_set(e, ERR_DATA, "no %s/%lld to link to",
		    kind == LINK_ASK ? "ask" : "outbox", (long long)id);
	else if (rc == 1 && (rc = link_make(&l, &p.about, secret, out)) == -1)
		(void)err_set(e, ERR_BUG, "a link of %lld cannot be made",
		    (long long)id);
	proof_clear(&p);
	return rc == -1 ? -1 : 0;
}

static void
about_shell(struct link_about *a, const char *tenant, int64_t contractor,
    const char *answer, const char *actor, int64_t decided_at,
    const char *what)
{
	memset(a, 0, sizeof(*a));
	a->tenant = tenant;
	a->contractor = contractor;
	a->answer = answer;
	a->actor = actor;
	a->decided_at = decided_at;
	a->what = what;
}

int
proof_shell(const char *dir, const char *tenant, int64_t contractor,
    const char *answer, const char *actor, int64_t decided_at,
    const char *what, char out[LINK_LEN + 1], struct err *e)
{
	struct link l = { LINK_SHELL, 0, contractor, decided_at, { 0 } };
	unsigned char secret[LINK_SECRET_LEN];
	struct link_about a;
	int rc;

	if (key_secret_newest(dir, tenant, "token", &l.key, secret, e) == -1)
		return err_add(e, "a decision at the shell is signed");
	about_shell(&a, tenant, contractor, answer, actor, decided_at, what);
	rc = link_make(&l, &a, secret, out);
	mem_wipe(secret, sizeof(secret));
	return rc == 0 ? 0 : err_set(e, ERR_BUG, "a decision cannot be signed");
}

static int
no(struct err *e, const struct decision *d, const char *why)
{
	(void)err_set(e, ERR_REFUSED, "decision/%lld: %s", (long long)d->id,
	    why);
	return 0;
}

/* bound: the link and the ask that the decision names are of one person. */
static int
bound(struct db *db, const struct decision *d, const struct link *l,
    const struct proof *p, struct err *e)
{
	struct question q;
	struct ask a;
	int rc, same;

	if (d->ask == 0)
		return no(e, d, "a link, but no question was put");
	if ((rc = ask_get(db, d->ask, &a, e)) != 1)
		return rc == 0 ? no(e, d, "its ask is not there") : -1;
	rc = question_get(db, a.question, &q, e);
	same = l->kind == LINK_LIST ? listed_has(db, l->id, a.id, e) :
	    l->id == a.id && p->about.contractor == d->contractor;
	ask_clear(&a);
	if (rc == -1 || same == -1)
		return -1;
	if (rc == 0 || q.contractor != d->contractor || !same)
		return no(e, d, "its link is about somebody else");
	return 1;
}

static int
holds_shell(struct db *db, const char *tenant, const struct decision *d,
    const struct link *l, const char *what, const unsigned char *public,
    struct err *e)
{
	struct link_about a;
	char actor[EVIDENCE_ACTOR];
	int rc;

	rc = evidence_actor(db, d->evidence, actor, sizeof(actor), e);
	if (rc != 1)
		return rc == 0 ? no(e, d, "its evidence is not there") : -1;
	about_shell(&a, tenant, d->contractor, d->answer, actor,
	    d->decided_at, what);
	return l->id == d->contractor && link_check(l, &a, public) ? 1 :
	    no(e, d, "the signature is not ours");
}

/* The kinds of token by which somebody may be known so. */
static int
fits(const struct decision *d, const struct link *l)
{
	if (strcmp(d->known_by, "shell") == 0)
		return l->kind == LINK_SHELL;
	if (strcmp(d->known_by, "slack") == 0)
		return l->kind == LINK_CHAT;
	return l->kind == LINK_ASK || l->kind == LINK_LIST;
}

static int
holds_link(struct db *db, const char *tenant, const struct decision *d,
    const struct link *l, const unsigned char *public, struct err *e)
{
	char actor[EVIDENCE_ACTOR] = "";
	struct proof p;
	int rc;

	if (l->kind == LINK_CHAT && (rc = evidence_actor(db, d->evidence,
	    actor, sizeof(actor), e)) != 1)
		return rc == 0 ? no(e, d, "its evidence is not there") : -1;
	if ((rc = proof_load(db, tenant, l, &p, e)) == 1) {
		p.about.answer = d->answer;
		p.about.actor = actor;
		p.about.decided_at = d->decided_at;
		if (!link_check(l, &p.about, public))
			rc = no(e, d, "the signature is not ours");
		else
			rc = bound(db, d, l, &p, e);
	} else if (rc == 0)
		rc = no(e, d, "what its link is about is not there");
	proof_clear(&p);
	return rc;
}

int
proof_holds(struct db *db, const char *dir, const char *tenant,
    const struct decision *d, const char *what, struct err *e)
{
	unsigned char public[LINK_PUBLIC_LEN];
	char token[VAULT_MAX + 1] = "";
	struct err none = ERR_INIT;
	struct link l;

	/* An API key's word counts where policy hr_decides says so, which
	 * the caller asks; its mark must be of a request that we saw. */
	if (strcmp(d->known_by, "key") == 0)
		return proof_key(db, dir, tenant, d, e);
	if (d->proof != NULL && vault_open(dir, tenant, d->proof, token,
	    &none) == -1 && none.kind != ERR_DATA) {
		*e = none;
		return -1;
	}
	if (link_parse(token, strlen(token), &l) == -1 || !fits(d, &l))
		return no(e, d, "it has no proof");
	if (key_public(dir, tenant, "token", l.key, public, e) == -1)
		return -1;
	return l.kind == LINK_SHELL ?
	    holds_shell(db, tenant, d, &l, what, public, e) :
	    holds_link(db, tenant, d, &l, public, e);
}
