#include "act/ingest_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "act/notice.h"
#include "base/jot.h"
#include "store/override.h"

/* lay_down: what the roster says now beneath an operator's or a decision's
 * word; a decision's lapses by it. */
static int
lay_down(struct ingest *g, const struct contractor *was,
    const struct roster_row *r, const struct ingest_diff *d, struct err *e)
{
	struct db *db = g->x->db;
	const char *name;
	int i;

	for (i = ROSTER_DISPLAY_NAME; i <= ROSTER_END; i++) {
		name = i == ROSTER_MANAGER ? "manager_key" :
		    roster_field_name(i);
		if ((d->lapses & 1u << i) != 0 && override_drop(db, was->id,
			name, "decision", e) == -1)
			return -1;
		if ((d->stands & 1u << i) != 0) {
			if (override_set(db, was->id, name, "roster",
				r->value[i], g->x->now, g->x->actor, e) == -1)
				return -1;
		} else if ((d->lapses & 1u << i) != 0 && override_drop(db,
			was->id, name, "roster", e) == -1)
			return -1;
	}
	return 0;
}

/* standing: one finding names each field whose roster value changed under a
 * standing one; none is left when the roster says the same. */
static int
standing(struct ingest *g, const struct contractor *was,
    const struct roster_row *r, const struct ingest_diff *d, struct err *e)
{
	struct buf print = BUF_INIT(65536);
	char subject[64];
	struct jot j;
	int i, rc, differ = 0;

	if (d->stands == 0)
		return 0;
	jot_init(&j);
	jot_str(&j, "feed", g->opt->feed);
	for (i = ROSTER_DISPLAY_NAME; i <= ROSTER_END; i++) {
		const char *ours = ingest_diff_field(was, i);
		const char *said = r->value[i];

		if ((d->stands & 1u << i) == 0 || (ours != NULL &&
		    said != NULL && strcmp(ours, said) == 0) || ours == said)
			continue;
		differ = 1;
		jot_change(&j, roster_field_name(i), ours, said);
		buf_fmt(&print, "%s=%s ", roster_field_name(i),
		    said != NULL ? said : "");
	}
	snprintf(subject, sizeof(subject), "contractor/%" PRId64, was->id);
	rc = differ ? ingest_notice(g, "override", was->id, buf_get(&print),
	    jot_get(&j), e) : notice_gone(g->x, "override", subject, e);
	jot_clear(&j);
	buf_clear(&print);
	return rc == -1 ? -1 : 0;
}

int
ingest_beneath(struct ingest *g, const struct contractor *was,
    const struct roster_row *r, const struct ingest_diff *d, struct err *e)
{
	if (d->said == 0)
		return 0;
	if (lay_down(g, was, r, d, e) == -1 || standing(g, was, r, d, e) == -1)
		return -1;
	/* The manager beneath is asked where the one above cannot be. */
	return (d->said & 1u << ROSTER_MANAGER) == 0 ? 0 :
	    contractor_look(g->x->db, was->id, e);
}
