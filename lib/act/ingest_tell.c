/* A roster that is held: the finding, and the mail to who operates it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "act/held.h"
#include "act/ingest_internal.h"
#include "base/jot.h"

/* A name may hold anything; a line that is made to be pasted may not. */
static const char *
plain(const char *name)
{
	return *name != '-' && name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-")] == '\0' ? name :
	    "FILE";
}

static int
drop(const struct ingest *g)
{
	return strcmp(g->opt->source, "drop") == 0;
}

static void
command(const struct ingest *g, struct buf *b)
{
	/* A lost key is nobody's decision: it takes a whole file. */
	if (g->report.held == 0) {
		buf_str(b, "no number: it takes a file with its columns");
		return;
	}
	buf_fmt(b, "ctr-ingest -t %s", g->x->tenant->name);
	if (strcmp(g->opt->source, "blob") == 0) {
		buf_fmt(b, " --blob -a %" PRId64, g->report.held);
		return;
	}
	if (!drop(g))
		buf_fmt(b, " --feed %s%s", g->opt->feed, g->delta ?
		    " --delta" : "");
	buf_fmt(b, " -a %" PRId64 " %s%s", g->report.held,
	    drop(g) ? "held/" : "", plain(g->opt->name));
}

/*
 * A file that was put aside waits until it is released, whatever comes after
 * it; what comes by itself again is the same hold until one of its feed
 * passes.
 */
static int
mail(struct ingest *g, const char *subject, const char *print,
    const char *detail, struct err *e)
{
	struct buf what = BUF_INIT(600), how = BUF_INIT(600);
	char dedup[200], hex[2 * sizeof(g->file.sha256) + 1];
	struct job_mail_held m = { NULL, NULL, g->report.why, NULL, NULL,
	    g->report.held, -1 };
	char rows[64];
	int rc;

	buf_fmt(&what, "roster %.200s of feed %s", g->opt->name, g->opt->feed);
	command(g, &how);
	(void)snprintf(rows, sizeof(rows), "%s, %" PRId64 " rows",
	    g->report.hold == ROSTER_HOLD_WHOLE ? "the whole roster" :
	    "its absences", g->rows);
	m.subject = buf_get(&what);
	m.detail = rows;
	m.command = buf_get(&how);
	if (drop(g) || strcmp(g->opt->source, "blob") == 0) {
		sodium_bin2hex(hex, sizeof(hex), g->file.sha256,
		    sizeof(g->file.sha256));
		(void)snprintf(dedup, sizeof(dedup), "held/%s/%s", subject,
		    hex);
		m.dedup = dedup;
	}
	rc = held_tell(g->x, "roster_held", subject, print, detail, &m, e);
	buf_clear(&what);
	buf_clear(&how);
	return rc;
}

int
ingest_tell_held(struct ingest *g, struct err *e)
{
	const struct ingest_report *r = &g->report;
	char subject[80], print[240];
	struct jot j;
	int rc;

	(void)snprintf(subject, sizeof(subject), "feed/%s", g->opt->feed);
	(void)snprintf(print, sizeof(print), "%" PRId64 " %s", r->held,
	    r->why);
	jot_init(&j);
	jot_int(&j, "roster", g->roster.id);
	jot_str(&j, "file", g->opt->name);
	jot_str(&j, "held", r->hold == ROSTER_HOLD_WHOLE ? "whole" :
	    "absences");
	jot_str(&j, "why", r->why);
	jot_int(&j, "accept", r->held);
	jot_int(&j, "rows", g->rows);
	rc = mail(g, subject, print, jot_get(&j), e);
	jot_clear(&j);
	return rc;
}
