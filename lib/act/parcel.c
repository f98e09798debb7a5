#include "act/parcel.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "act/askable.h"
#include "act/channel.h"
#include "act/key.h"
#include "act/parcel_chat.h"
#include "act/proof.h"
#include "base/mem.h"
#include "base/num.h"
#include "domain/vocab.h"
#include "store/ask.h"
#include "store/listed.h"
#include "store/person.h"
#include "store/question.h"

#define DAY 86400LL

static int
base_ok(const char *base)
{
	const char *p;

	if (strncmp(base, "https://", 8) != 0 &&
	    strncmp(base, "http://127.0.0.1", 16) != 0)
		return 0;
	if (base[4] == ':' && base[16] != '\0' && base[16] != ':' &&
	    base[16] != '/')
		return 0;
	for (p = base; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~' || strchr("\"'<>\\`?#@", *p))
			return 0;
	return p - base <= 400 && base[8] != '\0';
}

int
postmark_load(struct postmark *m, const struct tenant *t,
    const struct conf *c, int dead, struct err *e)
{
	char room[1024];

	memset(m, 0, sizeof(*m));
	m->dead = dead;
	m->conf = c;
	m->buttons = channel_buttons(c);
	m->base = conf_get(c, "", "base_url");
	if (m->base == NULL)
		return err_set(e, ERR_CONFIG, "base_url is not set: links in "
		    "mails start with it, see ctr.conf(5)");
	if (!base_ok(m->base))
		return err_set(e, ERR_CONFIG, "base_url %s: https://..., or "
		    "http://127.0.0.1", m->base);
	m->domains = conf_get(c, "mail", "link_domains");
	if (dead)
		return 0;
	return key_secret_newest(key_dir(c, room, sizeof(room)), t->name,
	    "token", &m->key, m->secret, e);
}

void
postmark_clear(struct postmark *m)
{
	mem_wipe(m, sizeof(*m));
}

void
parcel_clear(struct parcel *p)
{
	outbox_clear(&p->row);
	pairs_free(p->values);
	memset(p, 0, sizeof(*p));
}

void
parcel_url(const struct ctx *x, const struct postmark *m, struct pairs *p,
    int row, const char *name, const char *token, const char *first)
{
	struct buf b = BUF_INIT(1024);

	buf_str(&b, m->base);
	while (b.len > 0 && b.p[b.len - 1] == '/')
		b.p[--b.len] = '\0';
	buf_fmt(&b, "/ctr/%s/%s%s", x->tenant->name, token, first);
	pairs_set(p, row, name, buf_get(&b));
	buf_clear(&b);
}

int
parcel_token(struct ctx *x, const struct postmark *m, int kind, int64_t id,
    int64_t until, char token[LINK_LEN + 1], struct err *e)
{
	if (m->dead) {
		memcpy(token, "link-not-shown", 15);
		return 0;
	}
	return proof_link(x->db, x->tenant->name, kind, id, until, m->key,
	    m->secret, token, e);
}

static int64_t
lives_until(const struct ctx *x, const struct parcel *p)
{
	return p->row.queued_at + DAY * policy_int(x->policy, "token_days");
}

/*
 * Programs that face a browser queue messages too, and who has broken into one
 * of them may queue what he likes: a link is made only for who may be asked
 * this by the rule, goes only to that person's own address, and to no address
 * outside of link_domains, which stands where they cannot write.
 */
static int
ours(const struct postmark *m, const struct parcel *p, struct err *e)
{
	const char *at = strrchr(p->row.recipient, '@'), *s = m->domains;
	size_t len;

	if (s == NULL || at == NULL)
		return s == NULL ? 0 : err_set(e, ERR_DATA, "outbox/%lld: "
		    "no address for a link", (long long)p->row.id);
	for (at++; *(s += strspn(s, " ,")) != '\0'; s += len) {
		len = strcspn(s, " ,");
		if (strlen(at) == len && strncasecmp(at, s, len) == 0)
			return 0;
	}
	return err_set(e, ERR_DATA, "outbox/%lld: %s is in none of "
	    "link_domains: no link", (long long)p->row.id, at);
}

/* Whom the directory does not know goes by his address: the policy's word. */
static int
his(struct ctx *x, const struct parcel *p, const struct ask *a, struct err *e)
{
	int rc = person_mails(x->db, a->reviewer_key, p->row.recipient, e);

	if (rc == 2)
		rc = strcasecmp(a->reviewer_key, p->row.recipient) == 0;
	return rc != 0 ? rc : err_set(e, ERR_DATA, "outbox/%lld: it goes "
	    "to another address than that of %s: no link",
	    (long long)p->row.id, a->reviewer_key) + 1;
}

static int
may_be_asked(struct ctx *x, const struct parcel *p, const struct question *q,
    const struct ask *a, struct err *e)
{
	struct people *people = people_new(x, e);
	struct contractor c;
	int rc;

	if (people == NULL)
		return -1;
	if ((rc = contractor_get(x->db, q->contractor, &c, e)) == 1)
		rc = askable(x, people, q, &c, a->reviewer_key, e);
	contractor_clear(&c);
	people_free(people);
	return rc != 0 ? rc : err_set(e, ERR_REFUSED, "outbox/%lld: %s is "
	    "nobody to ask about contractor/%lld: no link",
	    (long long)p->row.id, a->reviewer_key,
	    (long long)q->contractor) + 1;
}

/* 0 a link may be made, or -1. */
static int
may_link(struct ctx *x, const struct parcel *p, const struct question *q,
    const struct ask *a, struct err *e)
{
	int rc = his(x, p, a, e);

	if (rc == 1)
		rc = may_be_asked(x, p, q, a, e);
	return rc == 1 ? 0 : -1;
}

struct linking {
	struct ctx *x;
	const struct parcel *p;
	struct err *e;
};

static int
may_list(const struct ask *a, void *arg)
{
	struct linking *g = arg;
	struct question q;
	int rc = question_get(g->x->db, a->question, &q, g->e);

	return rc != 1 ? rc : may_link(g->x, g->p, &q, a, g->e);
}

int
parcel_may_link(struct ctx *x, const struct postmark *m,
    const struct parcel *p, struct err *e)
{
	struct linking g = { x, p, e };

	if (m->dead)
		return 0;
	return ours(m, p, e) == -1 || listed_each(x->db, p->row.id, may_list,
	    &g, e) != 0 ? -1 : 0;
}

/* The links of one ask. */
static int
ask_links(struct ctx *x, const struct postmark *m, struct parcel *p, int row,
    int64_t id, struct err *e)
{
	int64_t until = lives_until(x, p);
	char token[LINK_LEN + 1];
	struct question q;
	struct ask a;
	int rc = ask_get(x->db, id, &a, e);

	if (rc == 1)
		rc = question_get(x->db, a.question, &q, e);
	if (rc != 1)
		return rc == -1 ? -1 : err_set(e, ERR_DATA,
		    "outbox/%lld: no ask/%lld", (long long)p->row.id,
		    (long long)id);
	rc = m->dead ? 0 : may_link(x, p, &q, &a, e);
	ask_clear(&a);
	if (rc == -1)
		return -1;
	if (until < q.expires_at)
		until = q.expires_at;
	/* One that is worth something for hours is not signed for weeks. */
	if (strcmp(q.wording, "credential") == 0)
		until = q.expires_at + DAY;
	if (parcel_token(x, m, LINK_ASK, id, until, token, e) == -1)
		return -1;
	parcel_url(x, m, p->values, row, "attest_url", token, "/attest");
	parcel_url(x, m, p->values, row, "offboard_url", token, "/offboard");
	if (policy_int(x->policy, "extend_max_days") > 0)
		parcel_url(x, m, p->values, row, "extend_url", token,
		    "/extend");
	parcel_url(x, m, p->values, row, "approve_url", token, "");
	parcel_url(x, m, p->values, row, "undo_url", token, "");
	return 0;
}

/* Names of links in the fields are somebody's column: they give way. */
static void
without_links(int row, const char *name, const char *value, void *arg)
{
	const struct vocab *v = vocab_find(name);

	if (v == NULL || !v->link)
		pairs_set(arg, row, name, value);
}

static int
only_one(const struct ask *a, void *arg)
{
	int64_t *id = arg;

	*id = *id == 0 ? a->id : -1;
	return 0;
}

/* The ask of a message about one: named in its fields, or the only one. */
static int
whole_ask(struct ctx *x, struct parcel *p, int64_t *id, struct err *e)
{
	const char *s = pairs_get(p->values, PAIRS_ALL, "ask");

	*id = 0;
	if (s != NULL)
		return num_int(s, 1, INT64_MAX, id) == -1 ? err_set(e,
		    ERR_DATA, "outbox/%lld: ask %s", (long long)p->row.id, s) :
		    0;
	if (pairs_rows(p->values) > 0)
		return 0;
	return ask_each_carried(x->db, p->row.id, only_one, id, e);
}

static int
all_links(struct ctx *x, const struct postmark *m, struct parcel *p,
    struct err *e)
{
	int rows = pairs_rows(p->values), i;
	char token[LINK_LEN + 1];
	const char *s;
	int64_t id;

	if (whole_ask(x, p, &id, e) == -1)
		return -1;
	if (id > 0 && rows == 0 && !m->dead && ours(m, p, e) == -1)
		return -1;
	if (id > 0 && rows == 0)	/* one ask: its link is all there is */
		return ask_links(x, m, p, PAIRS_ALL, id, e);
	/* A message that lists nothing and can take nothing back has none. */
	if (id == 0 && rows == 0 && pairs_get(p->values, PAIRS_ALL,
	    "decision") == NULL)
		return 0;
	if (parcel_may_link(x, m, p, e) == -1)
		return -1;
	if (parcel_token(x, m, LINK_LIST, p->row.id, lives_until(x, p), token,
	    e) == -1)
		return -1;
	parcel_url(x, m, p->values, PAIRS_ALL, "list_url", token, "");
	parcel_url(x, m, p->values, PAIRS_ALL, "undo_url", token, "");
	if (id > 0 && ask_links(x, m, p, PAIRS_ALL, id, e) == -1)
		return -1;
	for (i = 0; i < rows && i < VOCAB_ROWS; i++) {
		s = pairs_get(p->values, i, "ask");
		if (s != NULL && num_int(s, 1, INT64_MAX, &id) == 0 &&
		    ask_links(x, m, p, i, id, e) == -1)
			return -1;
	}
	return 0;
}

/* What a test shows for a link is none, and no key is near it. */
static int
trial_links(struct ctx *x, const struct postmark *m, struct parcel *p)
{
	int rows = pairs_rows(p->values), i;
	const struct vocab *v;
	char first[24];

	for (i = PAIRS_ALL; i < rows && i < VOCAB_ROWS; i++)
		for (v = vocab_all(); v->name != NULL; v++) {
			if (v->link != 1)
				continue;
			(void)snprintf(first, sizeof(first), "/%.*s",
			    (int)strcspn(v->name, "_"), v->name);
			parcel_url(x, m, p->values, i, v->name,
			    "link-of-a-test", first);
		}
	return 0;
}

int
parcel_load(struct ctx *x, const struct postmark *m, struct outbox *row,
    struct parcel *p, struct err *e)
{
	struct pairs *raw = pairs_new();
	int rc;

	memset(p, 0, sizeof(*p));
	p->row = *row;
	memset(row, 0, sizeof(*row));
	p->values = pairs_new();
	rc = outbox_fields(x->db, p->row.id, raw, e);
	if (rc == 0) {
		pairs_each(raw, without_links, p->values);
		pairs_set(p->values, PAIRS_ALL, "tenant", x->tenant->name);
		rc = pairs_get(p->values, PAIRS_ALL, VOCAB_TRIAL) != NULL ?
		    trial_links(x, m, p) :
		    strcmp(p->row.channel, "mail") == 0 ?
		    all_links(x, m, p, e) : parcel_chat(x, m, p, e);
	}
	pairs_free(raw);
	return rc;
}
