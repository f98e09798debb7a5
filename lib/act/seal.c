#include "act/seal.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "act/key.h"
#include "base/frame.h"
#include "base/mem.h"
#include "store/account.h"
#include "store/account_new.h"
#include "store/job.h"

#define DAY 86400LL

enum { TEXT_MAX = 4 << 20, PAGE = 1000 };

static void
add_account(struct buf *b, const struct account *a)
{
	int fresh = account_new(a->remote_id);

	frame_number(b, a->id);
	frame_text(b, a->connector);
	frame_text(b, a->remote_id);
	frame_text(b, fresh ? a->login : NULL);
	frame_text(b, fresh ? a->upn : NULL);
}

/* 1 with what the signature is over, 0 a row is not there, -1. */
static int
text(struct ctx *x, const struct step *s, int key, int64_t at, struct buf *b,
    struct err *e)
{
	struct account a;
	struct job j;
	int rc;

	memset(&a, 0, sizeof(a));
	if ((rc = job_get(x->db, s->job, &j, e)) == 1)
		rc = account_get(x->db, s->account, &a, e);
	if (rc == 1) {
		frame_text(b, "ctr step 1");
		frame_number(b, key);
		frame_text(b, x->tenant->name);
		frame_number(b, at);
		frame_number(b, s->id);
		frame_number(b, j.id);
		frame_text(b, j.kind);
		frame_number(b, j.contractor);
		add_account(b, &a);
		frame_text(b, s->op);
		frame_number(b, s->required);
		frame_text(b, s->args);
		frame_text(b, s->before);
	}
	account_clear(&a);
	return rc;
}

int
seal_step(struct ctx *x, int64_t id, struct err *e)
{
	unsigned char secret[LINK_SECRET_LEN], seal[SEAL_LEN];
	struct buf b = BUF_INIT(TEXT_MAX);
	struct step s;
	int key, rc;

	if (key_secret_newest(x->keys, x->tenant->name, "token", &key, secret,
	    e) == -1)
		return err_add(e, "a step is signed");
	if ((rc = step_get(x->db, id, &s, e)) == 1)
		rc = text(x, &s, key, x->now, &b, e);
	frame_put(seal, 2, key);
	frame_put(seal + 2, 8, x->now);
	if (rc == 1 && (!buf_ok(&b) || crypto_sign_detached(seal + 10, NULL,
	    (const unsigned char *)b.p, b.len, secret) != 0))
		rc = 0;
	mem_wipe(secret, sizeof(secret));
	if (rc == 1)
		rc = step_sealed(x->db, id, seal, sizeof(seal), e);
	else if (rc == 0)
		rc = err_set(e, ERR_BUG, "step/%lld cannot be signed",
		    (long long)id);
	step_clear(&s);
	buf_clear(&b);
	return rc;
}

static int
no(struct err *e, const struct step *s, const char *why)
{
	(void)err_set(e, ERR_REFUSED, "step/%lld: %s", (long long)s->id, why);
	return 0;
}

int
seal_old(const struct ctx *x, const struct step *s)
{
	return x->now > frame_get(s->seal + 2, 8) + SEAL_DAYS * DAY;
}

static int
gives(struct ctx *x, const struct step *s, struct err *e)
{
	struct job j;
	int rc = job_get(x->db, s->job, &j, e);

	return rc != 1 ? rc : strcmp(j.kind, "offboard") != 0 &&
	    strcmp(j.kind, "suspend") != 0;
}

int
seal_holds(struct ctx *x, const struct step *s, struct err *e)
{
	unsigned char public[LINK_PUBLIC_LEN];
	struct buf b = BUF_INIT(TEXT_MAX);
	int64_t at;
	int key, rc;

	if (s->seal_len != SEAL_LEN)
		return no(e, s, "none of ours: it has no seal");
	key = (int)frame_get(s->seal, 2);
	at = frame_get(s->seal + 2, 8);
	if (key_public(x->keys, x->tenant->name, "token", key, public, e) ==
	    -1)
		return e->kind == ERR_DATA ? 0 : -1;
	rc = text(x, s, key, at, &b, e);
	if (rc == 0 || (rc == 1 && (!buf_ok(&b) ||
	    crypto_sign_verify_detached(s->seal + 10,
	    (const unsigned char *)b.p, b.len, public) != 0)))
		rc = no(e, s, "not as it was laid out: its seal is broken");
	else if (rc == 1 && strcmp(s->state, "done") != 0 &&
	    seal_old(x, s) && (rc = gives(x, s, e)) != -1)
		rc = rc == 0 ? 1 : no(e, s, "laid out too long ago");
	buf_clear(&b);
	return rc;
}

int
seal_all(struct ctx *x, struct err *e)
{
	int64_t ids[PAGE], last = 0;
	int i, n = 0, rc = 0;

	while (rc == 0 && (n = step_unsealed(x->db, last, ids, PAGE, e)) > 0)
		for (i = 0; i < n && rc == 0; i++)
			rc = seal_step(x, last = ids[i], e);
	return rc == 0 && n == 0 ? 0 : -1;
}
