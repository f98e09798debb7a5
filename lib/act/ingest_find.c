#include "act/ingest_internal.h"

#include <string.h>

#include "store/upn_former.h"

#define HOLDERS 8

static int
ambiguous(struct ingest_found *f, int64_t other)
{
	f->whose = INGEST_AMBIGUOUS;
	f->other = other;
	return 0;
}

/* rename: the worker's row has a UPN that nobody has now.  A former one of
 * his says nothing; a new one is believed from his own feed alone, for two
 * vendors may count their people alike. */
static int
rename_or_not(struct ingest *g, const char *upn_key, struct ingest_found *f,
    struct err *e)
{
	int rc;

	f->whose = INGEST_KNOWN;
	if (!f->who.has_upn || f->who.feed[0] == '\0' ||
	    strcmp(f->who.feed, g->opt->feed) == 0)
		return 0;
	if ((rc = upn_former_has(g->x->db, upn_key, f->who.id, e)) == -1)
		return -1;
	return rc == 1 ? 0 : ambiguous(f, 0);
}

/* by_worker: n contractors have the worker_id; u has the UPN (u->id 0: none
 * has). */
static int
by_worker(struct ingest *g, const char *upn_key,
    const struct contractor_brief *w, int n, const struct contractor_brief *u,
    struct ingest_found *f, struct err *e)
{
	int i;

	for (i = 0; i < n; i++)
		if (u->id != 0 && w[i].id == u->id) {
			f->who = *u;
			f->whose = INGEST_KNOWN;
			return 0;
		}
	f->who = w[0];
	if (n > 1)
		return ambiguous(f, w[1].id);
	if (u->id != 0)
		return ambiguous(f, u->id);
	if (upn_key[0] != '\0')
		return rename_or_not(g, upn_key, f, e);
	f->whose = INGEST_KNOWN;
	return 0;
}

/* by_former: nobody has the worker_id or the UPN; somebody had the UPN. */
static int
by_former(struct ingest *g, const char *upn_key, int has_worker,
    struct ingest_found *f, struct err *e)
{
	int64_t ids[HOLDERS], other = 0;
	struct contractor_brief b;
	int i, n, rc;

	n = upn_former_holders(g->x->db, upn_key, ids, HOLDERS, e);
	for (i = 0; i < n; i++) {
		if ((rc = contractor_roster_by_id(g->x->db, ids[i], &b, e)) ==
		    -1)
			return -1;
		if (rc == 0 || (has_worker && b.has_worker))
			continue;	/* another worker_id: a newcomer */
		if (f->whose == INGEST_KNOWN)
			other = b.id;
		else
			f->who = b;
		f->whose = INGEST_KNOWN;
	}
	if (n == -1)
		return -1;
	return other != 0 ? ambiguous(f, other) : 0;
}

int
ingest_find(struct ingest *g, const char *upn_key, const char *worker_id,
    struct ingest_found *f, struct err *e)
{
	struct contractor_brief w[2], u;
	int n = 0, has = 0;

	f->whose = INGEST_NEW;
	f->who.id = f->other = u.id = 0;
	if (g->highest == 0)
		return 0;
	if (worker_id[0] != '\0' && (n = contractor_roster_by_worker(g->x->db,
		    worker_id, w, 2, e)) == -1)
		return -1;
	if (upn_key[0] != '\0' && (has = contractor_roster_by_upn(g->x->db,
		    upn_key, &u, e)) == -1)
		return -1;
	if (has == 0)
		u.id = 0;
	if (n > 0)
		return by_worker(g, upn_key, w, n, &u, f, e);
	if (has == 1) {
		f->who = u;
		if (worker_id[0] != '\0' && u.has_worker)
			return ambiguous(f, 0);
		f->whose = INGEST_KNOWN;
		return 0;
	}
	if (upn_key[0] == '\0')
		return 0;
	return by_former(g, upn_key, worker_id[0] != '\0', f, e);
}
