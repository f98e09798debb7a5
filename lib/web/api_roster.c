/*
 * A roster through the API: taken to an unlinked temporary file first, so that
 * a body that is cut short is never taken for a whole one, and then through
 * ctr-ingest's own way, one at a time with it.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "act/again.h"
#include "base/jot.h"
#include "base/lock.h"
#include "base/safe.h"
#include "base/say.h"
#include "base/sha.h"
#include "connect/ingest_run.h"
#include "store/feed.h"
#include "web/api.h"

enum { WORDS_MAX = 20 };

/* What ingest_run tells, a line each; it takes no argument of ours, and a
 * process takes one roster. */
static struct buf words = BUF_INIT(65536);
static int told;

static void
tell(const char *line)
{
	if (told++ < WORDS_MAX)
		buf_fmt(&words, "%s\n", line);
}

static void
told_all(struct jot *j)
{
	char *s = words.p, *end;

	jot_list(j, "words");
	for (; s != NULL && (end = strchr(s, '\n')) != NULL; s = end + 1) {
		*end = '\0';
		jot_item(j, s);
	}
	jot_end(j);
	buf_clear(&words);
}

/* format: "csv" or "json" of the media type; *charset of its parameter. */
static const char *
format(const struct api *a, const char **charset)
{
	static const struct {
		const char *type, *from;
	} types[] = { { "text/csv", "csv" }, { "application/csv", "csv" },
		{ "application/json", "json" },
		{ "application/jsonl", "json" },
		{ "application/x-ndjson", "json" } };
	const char *s = cgi_var(&a->cgi, "CONTENT_TYPE"), *p = s;
	size_t i, n = s == NULL ? 0 : strcspn(s, "; ");

	*charset = NULL;
	for (; p != NULL && *p != '\0'; p++)
		if (strncasecmp(p, "charset=windows-1252", 20) == 0)
			*charset = "windows-1252";
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (n == strlen(types[i].type) &&
		    strncasecmp(s, types[i].type, n) == 0)
			return types[i].from;
	return NULL;
}

/* spool: the whole body to fp, hashed.  0, or -1: it was cut short (e->kind 0)
 * or there is no room for it. */
static int
spool(struct api *a, FILE *fp, unsigned char hash[32], struct err *e)
{
	struct sha st;
	unsigned char piece[65536];
	int64_t left = a->body_len;
	ssize_t n;

	sha_start(&st);
	while (left > 0) {
		n = read(a->fd, piece, left < (int64_t)sizeof(piece) ?
		    (size_t)left : sizeof(piece));
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		sha_add(&st, piece, (size_t)n);
		if (fwrite(piece, 1, (size_t)n, fp) != (size_t)n)
			return err_sys(e, ERR_IO, "temporary file");
		left -= n;
	}
	sha_end(&st, hash);
	if (fflush(fp) == EOF || fseeko(fp, 0, SEEK_SET) == -1)
		return err_sys(e, ERR_IO, "temporary file");
	return 0;
}

static void
counts(struct jot *j, const struct ingest_report *r)
{
	jot_int(j, "added", r->added);
	jot_int(j, "changed", r->changed);
	jot_int(j, "unchanged", r->unchanged);
	jot_int(j, "missing", r->missing);
	jot_int(j, "returned", r->returned);
	jot_int(j, "rejected", r->rejected);
	jot_int(j, "held", r->held);
}

/* answer: what became of it; held whole is a conflict with what we know. */
static void
answer(struct api *a, const struct ingest_run *r, const struct ingest_out *o)
{
	const char *state = o->fate == INGEST_UNREADABLE ? "unreadable" :
	    o->fate == INGEST_DONE ? "applied" :
	    o->report.hold == ROSTER_HOLD_ABSENT ? "absences_held" : "held";
	struct jot j;

	a->status = o->fate == INGEST_UNREADABLE ? 422 :
	    o->fate == INGEST_DONE ? 200 : state[0] == 'a' ? 202 : 409;
	jot_init(&j);
	if (a->status > 299) {
		a->problem = 1;
		jot_str(&j, "type", "about:blank");
		jot_str(&j, "title", a->status == 409 ? "Conflict" :
		    "Unprocessable Content");
		jot_int(&j, "status", a->status);
		jot_str(&j, "code", state);
		jot_str(&j, "detail", a->status == 409 ? "a guard holds this "
		    "roster: nothing of it was applied" : "there is no header "
		    "to go by");
	}
	jot_str(&j, "feed", r->feed);
	jot_str(&j, "mode", r->mode == INGEST_DELTA ? "delta" : "full");
	jot_str(&j, "state", state);
	counts(&j, &o->report);
	jot_str(&j, "why", o->report.why[0] != '\0' ? o->report.why : NULL);
	told_all(&j);
	buf_str(&a->body, jot_get(&j));
	jot_clear(&j);
}

static int
ingest(struct api *a, struct ingest_run *r, FILE *fp, struct err *e)
{
	char name[128];
	const struct ingest_file_in in = { fileno(fp), "api", name, NULL };
	struct ingest_out out;

	(void)snprintf(name, sizeof(name), "API key %s", a->key.name);
	r->told = tell;
	if (ingest_run(r, &in, &out, e) == -1)
		return -1;
	answer(a, r, &out);
	return ingest_run_after(r, e);
}

/* once: unless this request id has been here, and then its answer. */
static int
once(struct api *a, struct ingest_run *r, FILE *fp,
    const unsigned char print[32], struct err *e)
{
	struct apicall c;
	enum again again = again_find(a->x, "roster", &a->key, a->request,
	    print, &c, e);
	int rc = 0;

	if (again == AGAIN_ERROR)
		return -1;
	if (again == AGAIN_OTHER)
		rc = api_problem(a, 422, "request_id_reused",
		    "another thing was asked under this request id");
	else if (again == AGAIN_SAME) {
		a->status = c.status;
		buf_str(&a->body, c.answer);
	} else if ((rc = ingest(a, r, fp, e)) == 0 && a->status < 300)
		rc = again_commit(a->x, "roster", &a->key, a->request, print,
		    a->status, buf_get(&a->body), e);
	apicall_clear(&c);
	return rc;
}

/* settings: of the query; 0 or -1 with the problem. */
static int
settings(struct api *a, struct ingest_run *r)
{
	const char *mode = form_get(&a->cgi.form, "mode");

	r->feed = form_get(&a->cgi.form, "feed");
	if (r->feed == NULL)
		r->feed = "roster";
	if (!feed_name(r->feed))
		return api_problem(a, 400, "bad_query",
		    "feed: letters a-z, digits and hyphens") - 1;
	if (mode != NULL && strcmp(mode, "full") != 0 &&
	    strcmp(mode, "delta") != 0)
		return api_problem(a, 400, "bad_query",
		    "mode: full or delta") - 1;
	r->mode = mode != NULL && mode[0] == 'd' ? INGEST_DELTA : INGEST_FULL;
	return api_number(a, "accept", 0, INT64_MAX, -1, &r->accept);
}

/*
 * apply: one roster at a time, whoever brings it.  The body may have taken its
 * time: the clock, the policy and the key are those of now.
 */
static int
apply(struct api *a, struct ingest_run *r, FILE *fp,
    const unsigned char print[32], struct err *e)
{
	int rc;

	if (api_reopen(a, e) == -1)
		return -1;
	if ((rc = lock_take(a->x->tenant, "ctr-ingest", e)) == 0)
		return api_again(a, 503, "busy", 5);
	if (rc == -1 || (rc = api_still(a, e)) != 1)
		return rc;
	r->x = a->x;
	r->conf = a->tool->conf;
	return once(a, r, fp, print, e);
}

static int
take(struct api *a, struct ingest_run *r, struct err *e)
{
	unsigned char hash[32], print[32];
	FILE *fp = safe_temp(e);
	int rc = -1;

	if (fp == NULL)
		return -1;
	if (spool(a, fp, hash, e) == 0) {
		api_print(a, hash, print);
		rc = apply(a, r, fp, print, e);
	} else if (e->kind == ERR_NONE)
		rc = api_problem(a, 400, "cut_short",
		    "the body is shorter than it said");
	(void)fclose(fp);
	return rc;
}

int
api_roster(struct api *a, struct err *e)
{
	struct ingest_run r;

	memset(&r, 0, sizeof(r));
	if ((r.from = format(a, &r.charset)) == NULL)
		return api_problem(a, 415, "unsupported_media_type",
		    "the body is text/csv, application/json or "
		    "application/x-ndjson");
	if (a->body_len > API_ROSTER_LEN)
		return api_problem(a, 413, "too_large", "at most %d bytes",
		    API_ROSTER_LEN);
	if (settings(a, &r) == -1)
		return 0;
	(void)alarm(API_ROSTER_SECONDS);
	return take(a, &r, e);
}
