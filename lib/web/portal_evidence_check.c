/* A part of the chain verified, and a part of it to take along. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act/audit_part.h"
#include "act/key.h"
#include "store/evidence_find.h"
#include "web/portal_evidence.h"
#include "web/portal_pace.h"

enum {
	PATIENCE_MS = 1500,	/* of a page */
	NEWEST = 20000,		/* verified where nothing else is asked */
	EXPORT_MAX = 100000	/* records of one download */
};

/* The newest count records, or those since the last checkpoint but one that
 * is older than them. */
static int
bounds(struct portal *p, struct audit_part *part, struct err *e)
{
	int64_t first, last, count, from = 0;
	const char *text = portal_asked(p, "records");
	struct checkpoint c;
	int rc = 0;

	if (evidence_range(p->x->db, &first, &last, e) == -1)
		return -1;
	count = portal_number(text);
	if (text != NULL && strcmp(text, "checkpoint") == 0) {
		if ((rc = checkpoint_newest(p->x->db, &c, e)) == -1)
			return -1;
		/* Its own record is verified too: what it signs. */
		from = rc == 1 ? c.seq : first;
	} else
		from = last - (count > 0 ? count : NEWEST) + 1;
	part->from = from < first ? first : from;
	part->to = last;
	words_flag(p->words, "no_checkpoint", text != NULL && rc == 0 &&
	    strcmp(text, "checkpoint") == 0);
	words_int(p->words, "first", first);
	words_int(p->words, "last", last);
	return 0;
}

int
portal_evidence_verify(struct portal *p, struct err *e)
{
	struct audit_part part = { .patience_ms = PATIENCE_MS };
	struct words *w = p->words;
	struct audit a;
	char room[1024];
	int rc = portal_costly(p, e);

	if (rc != 1)
		return rc;
	memset(&a, 0, sizeof(a));
	if (bounds(p, &part, e) == -1)
		return -1;
	db_rollback(p->x->db);	/* no writer waits for all of it */
	if (part.from > 0 && audit_part(p->x, key_dir(p->conf, room,
	    sizeof(room)), &part, &a, e) == -1)
		return -1;
	words_flag(w, "good", a.bad[0] == '\0' && a.records > 0);
	words_flag(w, "bad", a.bad[0] != '\0');
	words_flag(w, "empty", a.records == 0 && a.bad[0] == '\0');
	words_set(w, "wrong", a.bad);
	if (a.bad[0] != '\0')
		words_int(w, "wrong_seq", a.bad_seq);
	words_int(w, "records", a.records);
	words_int(w, "erased", a.erased);
	words_int(w, "checkpoints", a.checkpoints);
	words_int(w, "from", a.first);
	words_int(w, "to", a.last);
	words_hex(w, "head", a.hash, 32);
	words_flag(w, "cut", part.cut);
	words_flag(w, "hangs", part.before);
	words_flag(w, "part", part.from > 1 || part.cut);
	portal_command(p, "ctr-evidence", "verify", (char *)NULL);
	return portal_page(p, "evidence-verify", "evidence", e);
}

/* The lines go to a file without a name first: while they are read nobody
 * waits for a slow line, and no statement is open while one is written to. */
static int
spool(struct portal *p, int64_t from, int64_t to, struct err *e)
{
	FILE *fp = tmpfile();
	char room[1024];
	int rc = -1;

	if (fp == NULL)
		return err_sys(e, ERR_IO, "temporary file");
	db_rollback(p->x->db);	/* each page of it is a read of its own */
	if (audit_export(p->x, key_dir(p->conf, room, sizeof(room)), from, to,
	    fp, e) == -1)
		goto out;
	if (fflush(fp) == EOF || (p->spool = dup(fileno(fp))) == -1) {
		(void)err_sys(e, ERR_IO, "temporary file");
		goto out;
	}
	rc = 0;
out:
	(void)fclose(fp);
	return rc;
}

int
portal_evidence_export(struct portal *p, struct err *e)
{
	int64_t first, last, from, to;
	int rc = portal_costly(p, e);

	if (rc != 1)
		return rc;
	if (evidence_range(p->x->db, &first, &last, e) == -1)
		return -1;
	from = portal_number(portal_asked(p, "from"));
	to = portal_number(portal_asked(p, "to"));
	from = from < first ? first : from;
	to = to == 0 || to > last ? last : to;
	if (last == 0 || from > to)
		return portal_missing(p, e);
	if (to - from >= EXPORT_MAX)
		to = from + EXPORT_MAX - 1;
	p->type = "application/jsonl";
	(void)snprintf(p->file, sizeof(p->file), "%.60s-evidence-%lld-%lld"
	    ".jsonl", p->tenant, (long long)from, (long long)to);
	return spool(p, from, to, e);
}
