#include "act/feed_watch.h"

#include <inttypes.h>
#include <stdio.h>

#include "act/notice.h"
#include "base/jot.h"
#include "base/when.h"
#include "store/finding.h"

#define DAY 86400

struct watch {
	struct ctx *x;
	struct err *e;
};

int
feed_watch_stale(struct ctx *x, const struct feed *f, struct err *e)
{
	char subject[80], print[80];
	struct jot j;
	int rc;

	snprintf(subject, sizeof(subject), "feed/%s", f->name);
	snprintf(print, sizeof(print), "since %" PRId64, f->ok_at);
	jot_init(&j);
	jot_str(&j, "feed", f->name);
	jot_int(&j, "voided", f->voided);
	if (f->ok_at != 0)
		jot_int(&j, "ok_at", f->ok_at);
	else
		jot_null(&j, "ok_at");
	rc = notice_open(x, "feed_stale", subject, print, jot_get(&j), e);
	jot_clear(&j);
	return rc == -1 ? -1 : 0;
}

/* shown: 1 if its finding is open already. */
static int
shown(struct ctx *x, const struct feed *f, struct err *e)
{
	char subject[80];
	struct finding n;
	int rc;

	snprintf(subject, sizeof(subject), "feed/%s", f->name);
	if ((rc = finding_last(x->db, "feed_stale", subject, &n, e)) == 1) {
		rc = n.closed_at == WHEN_NEVER;
		finding_clear(&n);
	}
	return rc;
}

static int
look(const struct feed *f, void *arg)
{
	struct watch *w = arg;
	struct ctx *x = w->x;
	int rc;

	if (f->ok_at == 0 || x->now - f->ok_at <=
	    policy_int(x->policy, "feed_days") * DAY)
		return 0;
	if ((rc = shown(x, f, w->e)) != 0)
		return rc == 1 ? 0 : -1;
	if (db_begin(x->db, w->e) == -1)
		return -1;
	if (feed_watch_stale(x, f, w->e) == -1) {
		db_rollback(x->db);
		return -1;
	}
	return db_commit(x->db, w->e);
}

int
feed_watch(struct ctx *x, struct err *e)
{
	struct watch w = { x, e };

	return feed_each(x->db, look, &w, e);
}
