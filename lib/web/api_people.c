/* Contractors, jobs and their evidence, read: what ctr-list and ctr-evidence
 * show, a page at a time. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jot.h"
#include "base/num.h"
#include "base/when.h"
#include "store/contractor.h"
#include "store/evidence.h"
#include "store/job.h"
#include "store/listing.h"
#include "web/api.h"

#define FULL (1 << 20)		/* a page of evidence ends here, too */
#define STOP (-2)

static void
value(struct jot *j, const struct listing_col *c, const char *v)
{
	int64_t n;
	char text[21];

	if (v == NULL) {
		jot_null(j, c->name);
		return;
	}
	switch (c->type) {
	case LISTING_TEXT:
		jot_str(j, c->name, v);
		return;
	case LISTING_JSON:
		jot_raw(j, c->name, v);
		return;
	case LISTING_BOOL:
		jot_bool(j, c->name, strcmp(v, "1") == 0);
		return;
	default:
		break;
	}
	if (num_int(v, INT64_MIN, INT64_MAX, &n) == -1) {
		jot_null(j, c->name);
		return;
	}
	if (c->type == LISTING_INT) {
		jot_int(j, c->name, n);
		return;
	}
	if (c->type == LISTING_AT)
		when_iso(n, text);
	else
		when_date(c->type == LISTING_DAY ? when_today(n) :
		    when_last_day(n), text);
	jot_str(j, c->name, text);
}

static void
row(struct buf *b, const struct listing *n, struct stmt *st)
{
	struct jot j;
	int i;

	jot_init(&j);
	for (i = 0; n->cols[i].name != NULL; i++)
		value(&j, &n->cols[i], stmt_col_text(st, i + 1));
	buf_str(b, jot_get(&j));
	jot_clear(&j);
}

/* rows: at most max of those after *after into b, between commas.  Their
 * number, or -1. */
static int64_t
rows(struct api *a, const struct listing *n, int64_t *after, int64_t max,
    struct buf *b, struct err *e)
{
	struct stmt *st = n->open(a->x->db, e);
	int64_t count = 0;
	int rc;

	if (st == NULL)
		return -1;
	stmt_int(st, ":after", *after);
	stmt_int(st, ":max", max);
	for (; (rc = stmt_step(st, e)) == 1; count++) {
		*after = stmt_col_int(st, 0);
		if (count > 0)
			buf_chr(b, ',');
		row(b, n, st);
	}
	stmt_close(st);
	return rc == -1 ? -1 : count;
}

static const struct listing *
listing(const char *noun)
{
	const struct listing *n = listings;

	while (n->noun != NULL && strcmp(n->noun, noun) != 0)
		n++;
	return n;
}

/* page_ends: "next" if there may be more: as a member, and as a Link. */
static int
page_ends(struct api *a, int more, int64_t limit, int64_t last)
{
	if (!buf_ok(&a->body))
		return api_problem(a, 400, "bad_query",
		    "limit: so many rows are too long for one answer");
	if (more)
		(void)snprintf(a->next, sizeof(a->next), "limit=%" PRId64
		    "&after=%" PRId64, limit, last);
	buf_str(&a->body, "],\"next\":");
	if (more)
		buf_int(&a->body, last);
	else
		buf_str(&a->body, "null");
	buf_chr(&a->body, '}');
	return 0;
}

static int
page(struct api *a, const char *noun, struct err *e)
{
	int64_t limit, after, count;

	if (api_number(a, "limit", 1, API_PAGE_MAX, API_PAGE, &limit) == -1 ||
	    api_number(a, "after", 0, INT64_MAX, 0, &after) == -1)
		return 0;
	buf_str(&a->body, "{\"items\":[");
	if ((count = rows(a, listing(noun), &after, limit, &a->body, e)) == -1)
		return -1;
	return page_ends(a, count == limit, limit, after);
}

int
api_contractors(struct api *a, struct err *e)
{
	return page(a, "contractor", e);
}

int
api_jobs(struct api *a, struct err *e)
{
	return page(a, "job", e);
}

static int
one(struct api *a, const char *noun, int64_t id, struct err *e)
{
	int64_t at = id - 1, count = rows(a, listing(noun), &at, 1, &a->body,
	    e);

	if (count == 1 && at == id)
		return 0;
	return count == -1 ? -1 : api_problem(a, 404, "not_found",
	    "there is no such %s", noun);
}

/* person: 1 and the id of who has this UPN; 0 with the problem; -1 with e. */
static int
person(struct api *a, int64_t *id, struct err *e)
{
	struct contractor c;
	int rc = contractor_find(a->x->db, a->part, &c, e);

	if (rc == 1) {
		*id = c.id;
		contractor_clear(&c);
	} else if (rc == 0)
		(void)api_problem(a, 404, "not_found",
		    "there is no such contractor");
	return rc;
}

int
api_contractor(struct api *a, struct err *e)
{
	int64_t id;
	int rc = person(a, &id, e);

	return rc == 1 ? one(a, "contractor", id, e) : rc;
}

int
api_contractor_evidence(struct api *a, struct err *e)
{
	int64_t id;
	int rc = person(a, &id, e);

	return rc == 1 ? api_story(a, id, 0, e) : rc;
}

int
api_job(struct api *a, struct err *e)
{
	return api_id(a) == 0 ? api_problem(a, 404, "not_found",
	    "there is no such job") : one(a, "job", api_id(a), e);
}

int
api_job_evidence(struct api *a, struct err *e)
{
	struct job j;
	int rc = job_get(a->x->db, api_id(a), &j, e);

	return rc == 1 ? api_story(a, j.contractor, 0, e) : rc == 0 ?
	    api_problem(a, 404, "not_found", "there is no such job") : -1;
}

static int
record(const struct evidence *r, void *arg)
{
	struct api *a = arg;
	char at[21];
	struct jot j;

	when_iso(r->at, at);
	jot_init(&j);
	jot_int(&j, "seq", r->seq);
	jot_str(&j, "at", at);
	jot_str(&j, "actor", r->actor);
	jot_str(&j, "action", r->action);
	jot_str(&j, "subject", r->subject);
	if (r->detail == NULL)
		jot_null(&j, "detail");
	else
		jot_raw(&j, "detail", r->detail);
	jot_hex(&j, "hash", r->hash, 32);
	if (a->body.len > 0 && a->body.p[a->body.len - 1] != '[')
		buf_chr(&a->body, ',');
	buf_str(&a->body, jot_get(&j));
	jot_clear(&j);
	(void)snprintf(a->next, sizeof(a->next), "%" PRId64, r->seq);
	return a->body.len < FULL ? 0 : STOP;
}

int
api_story(struct api *a, int64_t contractor, int64_t from, struct err *e)
{
	int64_t limit, after, last = 0;
	int count;

	if (api_number(a, "limit", 1, API_PAGE_MAX, API_PAGE, &limit) == -1 ||
	    api_number(a, "after", 0, INT64_MAX, 0, &after) == -1)
		return 0;
	buf_str(&a->body, "{\"items\":[");
	count = evidence_story(a->x->db, contractor, after > from ? after :
	    from, (int)limit, record, a, e);
	if (count == -1)
		return -1;
	if (count > 0 || count == STOP)
		(void)num_int(a->next, 0, INT64_MAX, &last);
	a->next[0] = '\0';
	return page_ends(a, count == limit || count == STOP, limit, last);
}
