#include "act/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "store/deputy.h"
#include "store/person.h"
#include "store/person_stands.h"

#define BUCKETS 4096

/* A person, or the knowledge that there is none (r.key NULL). */
struct entry {
	struct reviewer r;
	char	*asked;			/* the key it was looked up by */
	struct entry *next_key, *next_id;
};

struct people {
	struct ctx *x;
	struct reviewer_lookup lookup;
	struct reviewer fallback;
	struct entry *by_key[BUCKETS], *by_id[BUCKETS];
};

static unsigned
hash(const char *s)
{
	unsigned h = 2166136261u;

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	return h % BUCKETS;
}

/* What the registry says beside the directory: contractor, leaving, deputy. */
static int
complete(struct people *p, struct reviewer *r, struct err *e)
{
	char *deputy = NULL;

	if (person_stands(p->x->db, r->key, &r->contractor, &r->leaving, e) ==
	    -1 || deputy_of(p->x->db, r->key, p->x->today_on, &deputy, e) ==
	    -1)
		return -1;
	r->deputy = deputy;
	return 0;
}

/* Takes what is in the row over. */
static int
adopt(struct people *p, struct person *row, struct reviewer *r,
    struct err *e)
{
	memset(r, 0, sizeof *r);
	r->id = row->id;
	r->key = row->upn_key;
	r->name = row->display_name;
	r->email = row->email != NULL && text_upn(row->email) ? row->email :
	    NULL;
	r->manager = row->manager;
	r->enabled = row->enabled;
	row->upn_key = row->display_name = NULL;
	if (r->email != NULL)
		row->email = NULL;
	person_clear(row);
	return complete(p, r, e);
}

static void
empty(struct reviewer *r)
{
	free((char *)(uintptr_t)r->key);
	free((char *)(uintptr_t)r->name);
	free((char *)(uintptr_t)r->email);
	free((char *)(uintptr_t)r->deputy);
	memset(r, 0, sizeof *r);
}

static struct entry *
add(struct people *p, const char *key, struct reviewer *r)
{
	struct entry *en = mem_zero(1, sizeof *en);
	unsigned h = hash(key);

	en->r = *r;
	en->asked = mem_str(key);
	en->next_key = p->by_key[h];
	p->by_key[h] = en;
	if (r->id != 0) {
		en->next_id = p->by_id[r->id % BUCKETS];
		p->by_id[r->id % BUCKETS] = en;
	}
	return en;
}

static int
give(const struct entry *en, const struct reviewer **out)
{
	*out = &en->r;
	return en->r.key != NULL;
}

static int
find_key(const char *key, const struct reviewer **out, void *arg,
    struct err *e)
{
	struct people *p = arg;
	struct entry *en;
	struct person row;
	struct reviewer r;
	int rc;

	for (en = p->by_key[hash(key)]; en != NULL; en = en->next_key)
		if (strcmp(en->asked, key) == 0)
			return give(en, out);
	if ((rc = person_by_upn(p->x->db, key, &row, e)) == -1)
		return -1;
	memset(&r, 0, sizeof r);
	if (rc == 1 && adopt(p, &row, &r, e) == -1) {
		empty(&r);
		return -1;
	}
	return give(add(p, key, &r), out);
}

static int
find_id(int64_t id, const struct reviewer **out, void *arg, struct err *e)
{
	struct people *p = arg;
	struct entry *en;
	struct person row;
	struct reviewer r;
	int rc;

	for (en = p->by_id[id % BUCKETS]; en != NULL; en = en->next_id)
		if (en->r.id == id)
			return give(en, out);
	if ((rc = person_get(p->x->db, id, &row, e)) != 1)
		return rc;
	if (adopt(p, &row, &r, e) == -1) {
		empty(&r);
		return -1;
	}
	return give(add(p, r.key, &r), out);
}

static int
is_top(const char *key, void *arg)
{
	const struct people *p = arg;

	return policy_has(p->x->policy, "escalate_top", key);
}

/* A person by that name, else the bare address. */
static int
set_fallback(struct people *p, struct err *e)
{
	const char *address = policy_get(p->x->policy, "fallback_reviewer");
	const struct reviewer *r;
	char *key;
	int rc;

	if (*address == '\0')
		return 0;
	if ((key = text_fold(address)) == NULL)
		return err_set(e, ERR_CONFIG, "fallback_reviewer: not UTF-8");
	if ((rc = find_key(key, &r, p, e)) == 1) {
		p->lookup.fallback = r;
		free(key);
		return 0;
	}
	p->fallback.key = key;
	p->fallback.name = mem_str(address);
	p->fallback.email = mem_str(address);
	p->fallback.enabled = 1;
	p->lookup.fallback = &p->fallback;
	return rc == -1 ? -1 : complete(p, &p->fallback, e);
}

struct people *
people_new(struct ctx *x, struct err *e)
{
	struct people *p = mem_zero(1, sizeof *p);

	p->x = x;
	p->lookup.by_key = find_key;
	p->lookup.by_id = find_id;
	p->lookup.is_top = is_top;
	p->lookup.arg = p;
	p->lookup.may_contract = policy_on(x->policy,
	    "contractor_may_review");
	if (set_fallback(p, e) == -1) {
		people_free(p);
		return NULL;
	}
	return p;
}

void
people_free(struct people *p)
{
	struct entry *en;
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; i < BUCKETS; i++)
		while ((en = p->by_key[i]) != NULL) {
			p->by_key[i] = en->next_key;
			empty(&en->r);
			free(en->asked);
			free(en);
		}
	empty(&p->fallback);
	free(p);
}

const struct reviewer_lookup *
people_lookup(const struct people *p)
{
	return &p->lookup;
}

int
people_find(struct people *p, const char *key, const struct reviewer **out,
    struct err *e)
{
	if (p->lookup.fallback != NULL &&
	    strcmp(p->lookup.fallback->key, key) == 0) {
		*out = p->lookup.fallback;
		return 1;
	}
	return find_key(key, out, p, e);
}
