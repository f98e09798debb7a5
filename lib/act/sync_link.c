/* Whose an account is: the claims, looked up for the rule to judge. */
#include <stdlib.h>
#include <string.h>

#include "act/sync_internal.h"
#include "base/text.h"
#include "store/contractor_directory.h"
#include "store/upn_former.h"

struct other {
	struct sync *s;
	const struct sync_who *who;
};

/* Stops at another living account of his with the same UPN in this system. */
static int
has_twin(const struct account *a, void *arg)
{
	const struct other *o = arg;

	return a->id != o->who->id && strcmp(a->state, "gone") != 0 &&
	    !a->converted && a->upn_key != NULL &&
	    strcmp(a->connector, o->s->opt->connector) == 0 &&
	    strcmp(a->upn_key, o->who->upn_key) == 0;
}

static int
by_upn(struct sync *s, const struct sync_who *w, struct directory_claim *c,
    struct err *e)
{
	struct other o = { s, w };
	struct contractor k;
	int rc;

	if ((rc = contractor_by_upn(s->x->db, w->upn_key, &k, e)) != 1)
		return rc;
	c->by_upn = k.id;
	c->upn_left = directory_status(k.status) == DIRECTORY_LEFT;
	c->upn_other_worker = w->worker_id != NULL && k.worker_id != NULL &&
	    strcmp(w->worker_id, k.worker_id) != 0;
	contractor_clear(&k);
	if ((rc = account_each(s->x->db, c->by_upn, has_twin, &o, e)) == -1)
		return -1;
	c->upn_twice = rc;
	return 0;
}

/* Only where neither UPN nor number says anything. */
static int
by_resemblance(struct sync *s, const struct sync_who *w,
    struct directory_claim *c, struct err *e)
{
	struct contractor k;
	char *mail;
	int rc;

	if (w->upn_key != NULL && (rc = upn_former_holders(s->x->db,
	    w->upn_key, &c->by_former, 1, e)) == -1)
		return -1;
	if (w->email == NULL || (mail = text_fold(w->email)) == NULL)
		return 0;
	if ((rc = contractor_by_upn(s->x->db, mail, &k, e)) == 1) {
		c->by_mail = k.id;
		contractor_clear(&k);
	}
	free(mail);
	return rc == -1 ? -1 : 0;
}

/* With no link_attributes the tenant's numbers are not those of his rosters. */
int
sync_link(struct sync *s, const struct sync_who *given,
    struct directory_verdict *v, struct err *e)
{
	struct sync_who w = *given;
	struct directory_claim c;

	memset(&c, 0, sizeof(c));
	if (*policy_get(s->x->policy, "link_attributes") == '\0')
		w.worker_id = NULL;
	if (w.upn_key != NULL && by_upn(s, &w, &c, e) == -1)
		return -1;
	if (w.worker_id != NULL && (c.n_worker = contractor_directory_worker(
	    s->x->db, w.worker_id, c.by_worker, 2, e)) == -1)
		return -1;
	if (c.by_upn == 0 && c.n_worker == 0 &&
	    by_resemblance(s, &w, &c, e) == -1)
		return -1;
	directory_claim(&c, v);
	return 0;
}
