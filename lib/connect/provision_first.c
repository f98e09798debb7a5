#include "connect/provision_first.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/first_password.h"
#include "act/key.h"
#include "act/seal.h"
#include "act/vault.h"
#include "base/mem.h"
#include "store/account.h"
#include "store/account_new.h"
#include "store/job.h"

#define DAY 86400LL

struct first {
	struct job_run *r;
	struct job_peers *peers;
	const char *keys;
	int64_t	contractor;
	char	password[FIRST_PASSWORD];
	int	set, not_now;
	char	words[300];		/* of a refusal; "" none */
	struct err *e;
};

static struct job_peer *
ready(struct first *f, const char *name)
{
	struct job_peer *p = job_peer_of(f->peers, name);
	struct err why = ERR_INIT;

	if (p->c != NULL && !p->up) {
		if (connector_hello(p->c, &why) == -1)
			job_peer_over(f->peers, p, &why);
		else
			p->up = 1;
	}
	return p->c == NULL ? NULL : p;
}

/* 1: a step of ours, of a job that made accounts for him. */
static int
was_ours(const struct step *s, void *arg)
{
	struct first *f = arg;
	struct err why = ERR_INIT;
	struct job j;
	int rc = job_get(f->r->x->db, s->job, &j, f->e);

	if (rc != 1)
		return rc;
	if (strcmp(j.kind, "provision") != 0 ||
	    j.contractor != f->contractor)
		return 0;
	if ((rc = seal_holds(f->r->x, s, &why)) == -1)
		*f->e = why;
	/* It is the first one, not one of later. */
	return rc == 1 ? !seal_old(f->r->x, s) : rc;
}

/* Some services say what they were sent: it goes into no log, no evidence. */
static void
refused(struct first *f, const struct account *a,
    const struct connector_reply *r)
{
	(void)snprintf(f->words, sizeof(f->words), "%s:%.60s: %s %.160s",
	    a->connector, a->login, connector_answer_name(r->answer),
	    strstr(r->words, f->password) == NULL ? r->words :
	    "(its words are left out: the password is in them)");
}

static int
set_one(const struct account *a, void *arg)
{
	struct first *f = arg;
	struct job_peer *p;
	struct connector_reply r;
	struct err why = ERR_INIT;
	json_t *q;
	int rc;

	if (!a->ours || account_new(a->remote_id) ||
	    strcmp(a->state, "gone") == 0)
		return 0;
	/* That it is his and of our making is what we did, not what stands. */
	f->contractor = a->contractor;
	if ((rc = step_each_account(f->r->x->db, a->id, was_ours, f, f->e)) !=
	    1)
		return rc;
	if ((p = ready(f, a->connector)) == NULL) {
		f->not_now = 1;
		return 0;
	}
	if (!connector_can(p->c, "set_password"))
		return 0;
	q = json_pack("{s:{s:s},s:s}", "account", "remote_id", a->remote_id,
	    "password", f->password);
	if (connector_ask(p->c, "set_password", q, &r, &why) == -1) {
		job_peer_over(f->peers, p, &why);
		f->not_now = 1;
		return 0;
	}
	if (r.answer == CONNECTOR_DONE || r.answer == CONNECTOR_ALREADY)
		f->set++;
	else if (r.answer == CONNECTOR_TEMPORARY)
		f->not_now = 1;
	else
		refused(f, a, &r);
	connector_reply_clear(&r);
	return 0;
}

/* A box by another way than a link is no mistake of ours: somebody hears. */
static int
refuse(struct first *f, const struct credential *c, const char *words)
{
	char line[400];

	(void)snprintf(line, sizeof(line), "contractor/%lld: first password "
	    "refused: %.300s", (long long)c->contractor, words);
	f->r->why(0, line);
	f->r->status = err_worst(f->r->status, ERR_REFUSED);
	return first_password_over(f->r->x, c, "failed", words, f->e);
}

static int
one(const struct credential *c, void *arg)
{
	struct first *f = arg;
	struct err why = ERR_INIT;
	char line[400];
	const char *how;
	int rc;

	if ((rc = first_password_holds(f->r->x, f->keys, c, &why)) != 1) {
		if (rc == -1)
			*f->e = why;
		return rc == -1 ? -1 : refuse(f, c, why.text);
	}
	f->set = f->not_now = 0;
	f->words[0] = '\0';
	if (vault_unseal(f->keys, f->r->x->tenant->name, c->key, c->box,
	    c->len, f->password, sizeof(f->password), &why) == -1) {
		if (why.kind != ERR_DATA) {
			*f->e = why;
			return -1;
		}
		(void)snprintf(f->words, sizeof(f->words), "%.290s",
		    why.text);
		rc = 0;
	} else
		rc = account_each(f->r->x->db, c->contractor, set_one, f,
		    f->e);
	mem_wipe(f->password, sizeof(f->password));
	if (rc == -1)
		return -1;
	if (f->not_now && c->made_at + DAY > f->r->x->now)
		return 0;
	how = f->words[0] != '\0' || (f->set == 0 && !f->not_now) ?
	    "failed" : f->not_now ? "lapsed" : "set";
	if (strcmp(how, "set") != 0) {
		(void)snprintf(line, sizeof(line), "contractor/%lld: first "
		    "password %s: %s", (long long)c->contractor, how,
		    f->words);
		f->r->why(0, line);
		f->r->status = err_worst(f->r->status, ERR_REFUSED);
	}
	return first_password_over(f->r->x, c, how, f->words, f->e);
}

int
provision_first(struct job_run *r, struct job_peers *peers, struct err *e)
{
	char room[512];
	struct first f;

	memset(&f, 0, sizeof(f));
	f.r = r;
	f.peers = peers;
	f.keys = key_dir(r->conf, room, sizeof(room));
	f.e = e;
	return credential_each(r->x->db, one, &f, e);
}
