/*
 * An upload whose plan was looked at: the same act as ctr-ingest's, unless it
 * would do anything else than what was seen.
 */
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/lock.h"
#include "base/num.h"
#include "store/roster_list.h"
#include "web/portal_rosters.h"

enum { SEEN, OTHER, HELD };

/* What the form says was seen. */
struct seen {
	const char *plan;
	int64_t	accept;		/* -1 none */
	int	why;		/* of leaving it */
};

/* look: nothing but what was seen is done, and no half of what a number was
 * meant to let pass. */
static int
look(const struct ingest_report *n, void *arg)
{
	struct seen *s = arg;

	if (n->hold == ROSTER_HOLD_WHOLE || (n->hold != ROSTER_GO &&
	    s->accept != -1))
		s->why = HELD;
	else if (s->plan == NULL || strcmp(n->print, s->plan) != 0)
		s->why = OTHER;
	return s->why != SEEN;
}

/* left: why nothing was done. */
static int
left(const struct seen *s, struct err *e)
{
	if (s->why == OTHER)
		return err_set(e, ERR_REFUSED, "the registry has changed "
		    "since: look at the plan again");
	if (s->accept == -1)
		return err_set(e, ERR_REFUSED, "a guard holds it: the exact "
		    "number lets it pass");
	return err_set(e, ERR_REFUSED, "%lld is not the number that lets it "
	    "pass", (long long)s->accept);
}

/* taken: where to go once it is in the registry. */
static int
taken(struct portal *p, struct ingest_run *r, const struct upload *u,
    const struct ingest_out *out, struct err *e)
{
	unsigned char sha[32];
	int64_t id;

	if (ingest_run_after(r, e) == -1)
		return -1;
	if (out->fate == INGEST_HELD) {
		portal_go(p, "applied-held", "rosters/upload/%s", u->id);
		return 0;
	}
	upload_drop(p->tenant, u->id);
	if (sodium_hex2bin(sha, sizeof(sha), u->sha256, strlen(u->sha256),
	    NULL, NULL, NULL) == -1)
		return err_set(e, ERR_BUG, "upload: hash");
	if ((id = roster_list_newest(p->x->db, sha, e)) == -1)
		return -1;
	portal_go(p, "applied", "rosters/%lld", (long long)id);
	return 0;
}

static int
apply(struct portal *p, const struct upload *u, int fd, struct err *e)
{
	const struct ingest_file_in in = { fd, "portal", u->name, NULL };
	const char *number = portal_sent(p, "accept"),
	    *sha = portal_sent(p, "sha256");
	struct seen s = { portal_sent(p, "plan"), -1, SEEN };
	struct ingest_out out;
	struct ingest_run r;
	int rc;

	if (number != NULL && num_int(number, 0, INT64_MAX, &s.accept) == -1)
		return err_set(e, ERR_DATA, "the number: digits alone");
	if (sha == NULL || strcmp(sha, u->sha256) != 0)
		return err_set(e, ERR_REFUSED, "that was another file: look "
		    "at the plan again");
	if ((rc = lock_take(p->x->tenant, "ctr-ingest", e)) == 0)
		return err_set(e, ERR_REFUSED, "another roster is being taken "
		    "just now: try again in a minute");
	if (rc == -1)
		return -1;
	portal_preview_of(p, u, &r);
	r.accept = s.accept;
	r.look = look;
	r.arg = &s;
	(void)alarm(UPLOAD_SECONDS);
	if (ingest_run(&r, &in, &out, e) == -1)
		return -1;
	if (out.fate == INGEST_LEFT)
		return left(&s, e);
	if (out.fate == INGEST_UNREADABLE)
		return err_set(e, ERR_DATA, "there is no header to go by");
	return taken(p, &r, u, &out, e);
}

int
portal_apply(struct portal *p, struct err *e)
{
	struct upload u;
	int fd, rc;

	if ((rc = upload_get(p->tenant, p->part[0], &u, &fd, e)) != 1)
		return rc == -1 ? -1 : portal_missing(p, e);
	rc = apply(p, &u, fd, e);
	(void)close(fd);
	return rc;
}

int
portal_apply_not(struct portal *p, struct err *e)
{
	(void)e;
	upload_drop(p->tenant, p->part[0]);
	portal_go(p, "removed", "rosters");
	return 0;
}
