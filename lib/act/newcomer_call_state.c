/* What became of the newcomers of a request. */
#include <string.h>

#include "act/newcomer_call.h"
#include "base/jot.h"
#include "base/when.h"
#include "store/apicall_item.h"

struct stating {
	int	names;
	struct jot j;
};

/* A resemblance is another's number: his name is not for who asks. */
static int
his(const struct apicall_item *it)
{
	return strcmp(it->result, "taken") == 0 ||
	    strcmp(it->result, "known") == 0;
}

static const char *
or_null(const char *s)
{
	return s != NULL && *s != '\0' ? s : NULL;
}

static void
item(const struct apicall_item *it, void *arg)
{
	struct stating *g = arg;
	struct jot j;

	jot_init(&j);
	jot_int(&j, "index", it->index);
	jot_str(&j, "result", it->result);
	jot_int(&j, "contractor", it->contractor);
	jot_int(&j, "engagement", it->engagement);
	jot_str(&j, "state", his(it) ? or_null(it->state) : NULL);
	jot_str(&j, "status", his(it) ? or_null(it->status) : NULL);
	jot_str(&j, "upn", his(it) && g->names ? it->upn : NULL);
	if (it->finding != 0) {
		jot_int(&j, "finding", it->finding);
		jot_bool(&j, "finding_open", it->open);
	} else {
		jot_null(&j, "finding");
		jot_null(&j, "finding_open");
	}
	jot_item_raw(&g->j, jot_get(&j));
	jot_clear(&j);
}

int
newcomer_call_state(struct ctx *x, const struct apicall *a, int names,
    struct buf *b, struct err *e)
{
	struct stating g = { .names = names };
	char at[21];
	int rc;

	when_iso(a->made_at, at);
	jot_init(&g.j);
	jot_int(&g.j, "id", a->id);
	jot_str(&g.j, "request_id", a->request);
	jot_str(&g.j, "asked_at", at);
	jot_list(&g.j, "items");
	rc = apicall_item_each(x->db, a->answer, item, &g, e);
	jot_end(&g.j);
	if (rc == 0)
		buf_str(b, jot_get(&g.j));
	jot_clear(&g.j);
	return rc;
}
